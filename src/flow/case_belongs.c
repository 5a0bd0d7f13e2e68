#include "flow/case_belongs.h"

#include <string.h>

/* Does a step of a form that repeats come behind another, by the day that its slots are in order by and the roots of these? */
static bool
comes_behind(const struct flow_judging *judging, const struct form *form, size_t step, size_t other)
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
	return order > 0;
}

/* The last slot of a form that repeats, or the first one; SIZE_MAX: there is none, but in conflict. Its head. */
static size_t
slot_at_end(const struct flow_judging *judging, const struct form *form, bool last)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];

		if (slot->head_count == 1 && slot->form == form &&
		    (found == SIZE_MAX || comes_behind(judging, form, slot->heads[0], found) == last))
			found = slot->heads[0];
	}
	return found;
}

/* The last of the steps of a form that repeats which `upon` names; SIZE_MAX: it names none. */
static size_t
last_seen(const struct flow_judging *judging, const struct form *form, const struct value *upon)
{
	size_t found = SIZE_MAX;

	for (size_t i = 0; upon && i < upon->list.count; i++) {
		struct id id;
		size_t at;

		if (!id_from_hex(upon->list.items[i].text, &id))
			continue; /* of ids alone by what a body may be (S13) */
		at = idmap_get(&judging->slots->steps, &id);
		if (at != IDMAP_NONE && judging->slots->slot_of[at] != SIZE_MAX &&
		    strcmp(judging->input->steps[at].step->kind, form->name) == 0 &&
		    (found == SIZE_MAX || comes_behind(judging, form, at, found)))
			found = at;
	}
	return found;
}

/* Has every slot behind a step of a form that repeats the value that this step has? */
static bool
stays_from(const struct flow_judging *judging, const struct form *form, const char *name, size_t step)
{
	const struct value *was = value_get(&judging->input->steps[step].step->data, name);

	for (size_t i = 0; i < judging->slots->slot_count; i++) {
		const struct flow_slot *slot = &judging->slots->slots[i];
		const struct value *is;

		if (slot->head_count != 1 || slot->form != form || !comes_behind(judging, form, slot->heads[0], step))
			continue;
		is = value_get(&judging->input->steps[slot->heads[0]].step->data, name);
		if (was && is ? !value_equal(was, is) : was || is)
			return false;
	}
	return true;
}

/* Is a value of the last slot of a form that repeats what it was for who saw the heads that `upon` names, and was it no other in between? Who saw none
 * went by what the first one then said. */
static bool
is_last_as_seen(const struct flow_judging *judging, const struct form *form, const char *name, const struct value *upon)
{
	size_t now = slot_at_end(judging, form, true), then = last_seen(judging, form, upon);
	const struct value *left, *right;

	if (now == SIZE_MAX)
		return then == SIZE_MAX;
	if (then == SIZE_MAX)
		then = slot_at_end(judging, form, false);
	left = value_get(&judging->input->steps[now].step->data, name);
	right = value_get(&judging->input->steps[then].step->data, name);
	return (left && right ? value_equal(left, right) : !left && !right) && stays_from(judging, form, name, then);
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
