#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "flow/flow.h"

/* Slots and their heads. */

const char *
flow_reason_text(enum flow_reason reason)
{
	static const char *const texts[FLOW_REASON_COUNT] = {
		[FLOW_COUNTS] = N_("it counts"),
		[FLOW_TRUST] = N_("its signer has no right to it"),
		[FLOW_NO_PACK] = N_("the form pack it was filled under is not here"),
		[FLOW_UNKNOWN_FORM] = N_("its form is not in the form pack"),
		[FLOW_WRONG_ROLE] = N_("the signer's role may not sign this"),
		[FLOW_VALUES] = N_("its values do not fit the form"),
		[FLOW_NO_ROOT] = N_("the building's listing is not here or does not count"),
		[FLOW_SAME_PERSON] = N_("another person than the one who filled the form must do this"),
		[FLOW_WRONG_PARENT] = N_("it replaces a step of another form"),
		[FLOW_LEVEL_UNKNOWN] = N_("the chain has no such level"),
		[FLOW_STALE] = N_("it signed an older version"),
		[FLOW_CONFLICT] = N_("two versions of a form stand side by side and must be merged first"),
		[FLOW_INCOMPLETE] = N_("a form that must be signed is not filled"),
		[FLOW_NO_PRIOR] = N_("the level below has not approved this version"),
		[FLOW_LOWER_LEVEL] = N_("the same person signed a lower level"),
		[FLOW_SHOWN] = N_("what the signer was shown is not what the record says"),
		[FLOW_RETURNED] = N_("it was returned"),
		[FLOW_WITHDRAWN] = N_("the signer withdrew it"),
		[FLOW_FINDINGS] = N_("errors must be corrected before it may be signed"),
		[FLOW_AREA] = N_("the building lies outside the signer's area"),
		[FLOW_SUPERSEDED] = N_("a newer version replaced it"),
	};

	return _(texts[reason]);
}

static size_t
index_of(const struct flow_input *input, const struct id *id)
{
	for (size_t i = 0; i < input->step_count; i++)
		if (id_equal(&input->steps[i].id, id))
			return i;
	return SIZE_MAX;
}

static bool
is_form(const struct flow_step *flow)
{
	return step_kind_of(flow->step->kind) == STEP_FORM;
}

/* One step by itself: right, form, role, values. The building is judged by the caller. */
static enum flow_reason
judge_alone(const struct flow_input *input, const struct flow_step *flow)
{
	const struct form *form;

	if (flow->trust != TRUST_COUNTS)
		return FLOW_TRUST;
	if (!flow->pack)
		return FLOW_NO_PACK;
	form = pack_form(flow->pack, flow->step->kind);
	if (!form || !pack_form(input->pack, flow->step->kind))
		return FLOW_UNKNOWN_FORM;
	if (!flow->author || !names_has(&form->by, flow->author->role))
		return FLOW_WRONG_ROLE;
	if (flow->value_problem)
		return FLOW_VALUES;
	for (size_t p = 0; p < flow->step->parent_count; p++) {
		size_t parent = index_of(input, &flow->step->parents[p]);

		if (parent != SIZE_MAX && strcmp(input->steps[parent].step->kind, flow->step->kind) != 0)
			return FLOW_WRONG_PARENT;
	}
	return FLOW_COUNTS;
}

/* The root is the listing that started the building: the pack's root form, about no building itself. */
static bool
root_counts(const struct flow_input *input, const enum flow_reason *reasons)
{
	size_t root = index_of(input, &input->root);
	const struct flow_step *flow = root == SIZE_MAX ? NULL : &input->steps[root];

	return flow && reasons[root] == FLOW_COUNTS && !flow->step->has_building && flow->pack->root &&
	       strcmp(flow->step->kind, flow->pack->root->name) == 0 && input->division;
}

static void
judge_all(const struct flow_input *input, enum flow_reason *reasons)
{
	bool rooted;

	for (size_t i = 0; i < input->step_count; i++)
		reasons[i] = is_form(&input->steps[i]) ? judge_alone(input, &input->steps[i]) : FLOW_COUNTS;
	rooted = root_counts(input, reasons);
	for (size_t i = 0; i < input->step_count; i++)
		if (is_form(&input->steps[i]) && reasons[i] == FLOW_COUNTS && !rooted)
			reasons[i] = FLOW_NO_ROOT;
}

/* The first step of a repeat form's slot: back through the smallest parent that is here. */
static size_t
slot_root(const struct flow_input *input, size_t step)
{
	for (size_t depth = 0; depth < input->step_count; depth++) {
		size_t parent = SIZE_MAX;

		for (size_t p = 0; p < input->steps[step].step->parent_count && parent == SIZE_MAX; p++)
			parent = index_of(input, &input->steps[step].step->parents[p]);
		if (parent == SIZE_MAX)
			break;
		step = parent;
	}
	return step;
}

static bool
in_slot(const struct flow_input *input, const struct flow_slot *slot, size_t step)
{
	const struct flow_step *flow = &input->steps[step];

	if (strcmp(flow->step->kind, slot->form->name) != 0)
		return false;
	return !slot->repeat || id_equal(&input->steps[slot_root(input, step)].id, &slot->repeat_root);
}

/* Marks every ancestor of `step`, through whatever is stored of the slot. */
static void
mark_ancestors(const struct flow_input *input, size_t step, bool *older)
{
	const struct step *from = input->steps[step].step;

	for (size_t p = 0; p < from->parent_count; p++) {
		size_t parent = index_of(input, &from->parents[p]);

		if (parent == SIZE_MAX || older[parent] || parent == step)
			continue;
		older[parent] = true;
		mark_ancestors(input, parent, older);
	}
}

static void
find_heads(const struct flow_input *input, const enum flow_reason *reasons, struct flow_slot *slot)
{
	bool *older = mem_array(input->step_count, sizeof(*older));
	size_t cap = slot->head_count;

	slot->head_count = 0;
	for (size_t i = 0; i < input->step_count; i++)
		if (is_form(&input->steps[i]) && reasons[i] == FLOW_COUNTS && in_slot(input, slot, i))
			mark_ancestors(input, i, older);
	for (size_t i = 0; i < input->step_count; i++) {
		size_t at;

		if (!is_form(&input->steps[i]) || reasons[i] != FLOW_COUNTS || older[i] || !in_slot(input, slot, i))
			continue;
		MEM_GROW(slot->heads, slot->head_count, cap);
		for (at = slot->head_count++; at > 0 && id_cmp(&input->steps[slot->heads[at - 1]].id, &input->steps[i].id) > 0; at--)
			slot->heads[at] = slot->heads[at - 1];
		slot->heads[at] = i;
	}
	free(older);
}

static void
add_slot(struct flow_slots *out, size_t *cap, const struct form *form, const struct id *repeat_root)
{
	MEM_GROW(out->slots, out->slot_count, *cap);
	out->slots[out->slot_count] = (struct flow_slot){ .form = form, .repeat = repeat_root != NULL };
	if (repeat_root)
		out->slots[out->slot_count].repeat_root = *repeat_root;
	out->slot_count++;
}

static int
slot_cmp(const void *a, const void *b)
{
	const struct flow_slot *left = a, *right = b;

	if (left->form != right->form)
		return left->form < right->form ? -1 : 1; /* forms lie in one array, in the pack's order */
	return id_cmp(&left->repeat_root, &right->repeat_root);
}

static void
find_slots(const struct flow_input *input, struct flow_slots *out)
{
	size_t cap = 0;

	for (size_t f = 0; f < input->pack->form_count; f++) {
		const struct form *form = &input->pack->forms[f];

		if (!form->repeat)
			add_slot(out, &cap, form, NULL);
		for (size_t i = 0; form->repeat && i < input->step_count; i++)
			if (strcmp(input->steps[i].step->kind, form->name) == 0 && slot_root(input, i) == i)
				add_slot(out, &cap, form, &input->steps[i].id);
	}
	qsort(out->slots, out->slot_count, sizeof(*out->slots), slot_cmp);
	for (size_t i = 0; i < out->slot_count; i++)
		find_heads(input, out->step_reasons, &out->slots[i]);
}

static bool
wrote_head(const struct flow_input *input, const struct flow_slot *slot, const char *person)
{
	for (size_t h = 0; slot && h < slot->head_count; h++) {
		const struct credential *author = input->steps[slot->heads[h]].author;

		if (author && strcmp(author->person, person) == 0)
			return true;
	}
	return false;
}

bool
flow_wrote(const struct flow_input *input, const struct flow_slots *slots, const struct names *forms, const char *person)
{
	for (size_t i = 0; i < forms->count; i++)
		if (wrote_head(input, flow_slot(slots, forms->items[i]), person))
			return true;
	return false;
}

/* distinct_from: judged against the heads as they are without this rule, so that two such forms cannot chase each other. */
static void
apply_distinct(const struct flow_input *input, struct flow_slots *out)
{
	enum flow_reason *after = mem_array(input->step_count, sizeof(*after));
	bool changed = false;

	memcpy(after, out->step_reasons, input->step_count * sizeof(*after));
	for (size_t i = 0; i < input->step_count; i++) {
		const struct flow_step *flow = &input->steps[i];
		const struct form *form;

		if (!is_form(flow) || after[i] != FLOW_COUNTS)
			continue;
		form = pack_form(flow->pack, flow->step->kind);
		if (flow_wrote(input, out, &form->distinct_from, flow->author->person)) {
			after[i] = FLOW_SAME_PERSON;
			changed = true;
		}
	}
	memcpy(out->step_reasons, after, input->step_count * sizeof(*after));
	free(after);
	for (size_t i = 0; changed && i < out->slot_count; i++)
		find_heads(input, out->step_reasons, &out->slots[i]);
}

void
flow_slots_eval(const struct flow_input *input, struct flow_slots *out)
{
	*out = (struct flow_slots){ 0 };
	out->step_reasons = mem_array(input->step_count, sizeof(*out->step_reasons));
	judge_all(input, out->step_reasons);
	find_slots(input, out);
	apply_distinct(input, out);
	for (size_t i = 0; i < input->step_count; i++) {
		bool head = false;

		if (!is_form(&input->steps[i]) || out->step_reasons[i] != FLOW_COUNTS)
			continue;
		for (size_t s = 0; s < out->slot_count; s++)
			for (size_t h = 0; h < out->slots[s].head_count; h++)
				head |= out->slots[s].heads[h] == i;
		if (!head)
			out->step_reasons[i] = FLOW_SUPERSEDED;
	}
}

void
flow_slots_release(struct flow_slots *slots)
{
	for (size_t i = 0; i < slots->slot_count; i++)
		free(slots->slots[i].heads);
	free(slots->slots);
	free(slots->step_reasons);
	*slots = (struct flow_slots){ 0 };
}

const struct flow_slot *
flow_slot(const struct flow_slots *slots, const char *form)
{
	for (size_t i = 0; i < slots->slot_count; i++)
		if (!slots->slots[i].repeat && strcmp(slots->slots[i].form->name, form) == 0)
			return &slots->slots[i];
	return NULL;
}

const struct flow_slot *
flow_slot_of(const struct flow_slots *slots, const char *form, const struct id *root)
{
	for (size_t i = 0; i < slots->slot_count; i++)
		if (slots->slots[i].repeat && strcmp(slots->slots[i].form->name, form) == 0 && id_equal(&slots->slots[i].repeat_root, root))
			return &slots->slots[i];
	return NULL;
}

struct id *
flow_covers(const struct flow_input *input, const struct flow_slots *slots, size_t *count)
{
	struct id *covers = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < input->pack->chains[0].covers.count; i++) {
		const struct flow_slot *slot = flow_slot(slots, input->pack->chains[0].covers.items[i]);

		for (size_t h = 0; slot && h < slot->head_count; h++) {
			MEM_GROW(covers, *count, cap);
			covers[(*count)++] = input->steps[slot->heads[h]].id;
		}
	}
	*count = id_sort_unique(covers, *count);
	return covers;
}
