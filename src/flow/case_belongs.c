#include "flow/case_belongs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The order of two steps of a form that repeats: by the day that its slots are in order by, and by the roots of these. */
static int
line_cmp(const struct flow_judging *judging, const struct form *form, size_t step, size_t other)
{
	const struct flow_slots *slots = judging->slots;
	const char *day = NULL, *before = NULL;
	int order;

	if (form->order) {
		day = value_get_text(&judging->input->steps[step].step->data, form->order->name);
		before = value_get_text(&judging->input->steps[other].step->data, form->order->name);
	}
	order = strcmp(day ? day : "", before ? before : "");
	if (order == 0)
		order = id_cmp(&slots->slots[slots->slot_of[step]].repeat_root, &slots->slots[slots->slot_of[other]].repeat_root);
	return order;
}

/* The slots of a form that repeats, but those in conflict, in their order, as the value of one field goes through them. */
struct case_line {
	const struct form *form;
	const char *name;
	size_t *heads, count;
	size_t same_from; /* the first from which on it is what it is now */
};

struct case_sorting {
	const struct flow_judging *judging;
	const struct form *form;
};

static int
head_cmp(const void *a, const void *b, void *ctx)
{
	const struct case_sorting *sorting = ctx;

	return line_cmp(sorting->judging, sorting->form, *(const size_t *)a, *(const size_t *)b);
}

static bool
is_same_value(const struct flow_judging *judging, const char *name, size_t one, size_t other)
{
	const struct value *left = value_get(&judging->input->steps[one].step->data, name),
			   *right = value_get(&judging->input->steps[other].step->data, name);

	return left && right ? value_equal(left, right) : !left && !right;
}

static struct case_line
make_line(const struct flow_judging *judging, const struct form *form, const char *name)
{
	const struct flow_slots *slots = judging->slots;
	struct case_line line = { .form = form, .name = name, .heads = mem_array(slots->slot_count, sizeof(*line.heads)) };

	for (size_t i = 0; i < slots->slot_count; i++)
		if (slots->slots[i].head_count == 1 && slots->slots[i].form == form)
			line.heads[line.count++] = slots->slots[i].heads[0];
	qsort_r(line.heads, line.count, sizeof(*line.heads), head_cmp, &(struct case_sorting){ judging, form });
	line.same_from = line.count;
	while (line.same_from > 0 && is_same_value(judging, name, line.heads[line.same_from - 1], line.heads[line.count - 1]))
		line.same_from--;
	return line;
}

/* Each line is made once: a house may have thousands of slots, and each of them asks. */
static const struct case_line *
line_of(const struct flow_judging *judging, const struct form *form, const char *name)
{
	struct case_lines *lines = judging->lines;

	for (size_t i = 0; i < lines->count; i++)
		if (strcmp(lines->items[i].name, name) == 0) /* no two forms have a field of one name */
			return &lines->items[i];
	MEM_GROW(lines->items, lines->count, lines->cap);
	lines->items[lines->count] = make_line(judging, form, name);
	return &lines->items[lines->count++];
}

void
case_lines_release(struct case_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->items[i].heads);
	free(lines->items);
	*lines = (struct case_lines){ 0 };
}

/* The last of the steps of a form that repeats which `upon` names; SIZE_MAX: it names none. */
static size_t
last_seen(const struct flow_judging *judging, const struct form *form, const struct value *upon)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; upon && i < upon->list.count; i++) {
		size_t at = cover_step_named(judging->slots, upon, i);

		if (at != IDMAP_NONE && judging->slots->slot_of[at] != SIZE_MAX &&
		    strcmp(judging->input->steps[at].step->kind, form->name) == 0 &&
		    (found == SIZE_MAX || line_cmp(judging, form, at, found) > 0))
			found = at;
	}
	return found;
}

/* Has every slot behind a step of the form, of which the last has the value that this step has, that value? */
static bool
stays_from(const struct flow_judging *judging, const struct case_line *line, size_t step)
{
	size_t low = 0, high = line->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (line_cmp(judging, line->form, line->heads[middle], step) > 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low >= line->same_from;
}

/* Is a value of the last slot of a form that repeats what it was for who saw the heads that `upon` names, and was it no other in between? Who saw none
 * went by what the first one then said. */
static bool
is_last_as_seen(const struct flow_judging *judging, const struct form *form, const char *name, const struct value *upon)
{
	const struct case_line *line = line_of(judging, form, name);
	size_t then = last_seen(judging, form, upon);

	if (!line->count)
		return then == SIZE_MAX;
	if (then == SIZE_MAX)
		then = line->heads[0];
	return is_same_value(judging, name, line->heads[line->count - 1], then) && stays_from(judging, line, then);
}

/* Did the author of a head see the values that the case is told by, as they are now? */
static bool
head_belongs(const struct flow_judging *judging, const struct pack_case *of, size_t head)
{
	const struct value *upon = value_get_list(&judging->input->steps[head].step->data, "_upon");

	for (size_t i = 0; i < of->same.count; i++) {
		const struct form *form = pack_form_of_field(judging->input->pack, of->same.items[i]);

		if (form->repeat ? !is_last_as_seen(judging, form, of->same.items[i], upon)
				 : !flow_is_as_seen(judging->input->steps, judging->slots, judging->input->pack, of->same.items[i], upon))
			return false;
	}
	return true;
}

bool
case_slot_belongs(const struct flow_judging *judging, const struct pack_case *of, const struct flow_slot *slot)
{
	for (size_t h = 0; h < slot->head_count; h++)
		if (head_belongs(judging, of, slot->heads[h]))
			return true;
	return false;
}
