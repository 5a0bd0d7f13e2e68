#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "flow/flow.h"
#include "form/parts/office.h"

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
		[FLOW_NO_SLOT] = N_("what it was to correct is not here"),
		[FLOW_WRONG_PARENT] = N_("it replaces a step that is not here, or of another form"),
		[FLOW_ITEMS] = N_("its list of houses is too long, doubled or not in order"),
		[FLOW_LEVEL_UNKNOWN] = N_("the chain has no such level"),
		[FLOW_STALE] = N_("it signed an older version"),
		[FLOW_CONFLICT] = N_("two versions of a form stand side by side and must be merged first"),
		[FLOW_INCOMPLETE] = N_("a form that must be signed is not filled"),
		[FLOW_OUTDATED] = N_("what a form was based on has changed since; it must be looked at again"),
		[FLOW_NO_PRIOR] = N_("the level below has not approved this version"),
		[FLOW_LOWER_LEVEL] = N_("the same person signed a lower level"),
		[FLOW_DECIDES_OWN] = N_("two answers differ and both stay, and one of them is the signer's own: another person decides"),
		[FLOW_RETURNED] = N_("it was returned"),
		[FLOW_ANSWERED] = N_("a later version answers it"),
		[FLOW_WITHDRAWN] = N_("the signer withdrew it"),
		[FLOW_STAGES] = N_("what has to be done before it is not done yet"),
		[FLOW_ADDED] = N_("a question that was added to a form is not answered yet"),
		[FLOW_FINDINGS] = N_("errors must be corrected before it may be signed"),
		[FLOW_AREA] = N_("the building lies outside the signer's area"),
		[FLOW_SUPERSEDED] = N_("a newer version replaced it"),
	};

	return _(texts[reason]);
}

/* A manifest stands like a form about a village; who signs one is in the pack's acts. */
static const struct form manifest = { .name = (char *)(uintptr_t) "manifest", .of_division = true, .about = DIVISION_VILLAGE };

/* Is the step one that has a slot: a form, or where divisions are looked at, a manifest? */
static bool
is_form(const struct flow_input *input, const struct flow_step *flow)
{
	enum step_kind kind = step_kind_of(flow->step->kind);

	return kind == STEP_FORM || (kind == STEP_MANIFEST && input->of_division);
}

static const struct form *
form_in(const struct pack *pack, const struct flow_step *flow)
{
	return step_kind_of(flow->step->kind) == STEP_MANIFEST ? &manifest : pack_form(pack, flow->step->kind);
}

static const struct names *
signers_of(const struct flow_step *flow, const struct form *form)
{
	return form == &manifest ? &flow->pack->acts_manifest : &form->by;
}

static size_t
index_of(const struct flow_slots *out, const struct id *id)
{
	return idmap_get(&out->steps, id);
}

/* The name under which a slot is found: its first step, or the name of a form that has one slot. */
static struct id
slot_key(const char *form, const struct id *repeat_root)
{
	struct id key = { { 0 } };

	_Static_assert(STEP_KIND_MAX <= sizeof(key), "a form's name fits into an id");
	if (repeat_root)
		return *repeat_root;
	memcpy(key.b, form, strlen(form));
	return key;
}

/* The first step of the slot that a step of a repeat form says it is of. */
static const struct id *
root_of(const struct flow_step *flow)
{
	return flow->step->has_root ? &flow->step->root : &flow->id;
}

/* ---- which steps count */

/* Does a step name this building, or is it the building's root? Of a division: is its area this one? */
static bool
is_of_building(const struct flow_input *input, const struct flow_step *flow)
{
	if (input->of_division)
		return !flow->step->has_building && strcmp(flow->step->area, input->division) == 0;
	return flow->step->has_building ? id_equal(&flow->step->building, &input->root) : id_equal(&flow->id, &input->root);
}

/* Is a step, counting or not, of the same slot as another of this form? */
static bool
is_of_slot(const struct flow_input *input, const struct form *form, const struct flow_step *flow, const struct flow_step *other)
{
	if (strcmp(flow->step->kind, other->step->kind) != 0 || !is_of_building(input, other))
		return false;
	return form->repeat ? id_equal(root_of(flow), root_of(other)) : !other->step->has_root;
}

/* Is the slot that a step names there: begun by a step of its form? */
static bool
names_slot(const struct flow_input *input, const struct flow_slots *out, const struct form *form, const struct flow_step *flow)
{
	const struct flow_step *first;
	size_t at;

	if (!form->repeat || !flow->step->has_root)
		return !flow->step->has_root;
	at = index_of(out, &flow->step->root);
	first = at == IDMAP_NONE ? NULL : &input->steps[at];
	return first && strcmp(first->step->kind, flow->step->kind) == 0 && !first->step->has_root && is_of_building(input, first);
}

/* Is the form one of this level of divisions, or of buildings? */
static bool
is_about(const struct flow_input *input, const struct form *form)
{
	return form->of_division == input->of_division && (!form->of_division || form->about == division_level(input->division));
}

/* A manifest names its division once more. */
static bool
names_division(const struct flow_step *flow, const struct form *form)
{
	const char *division = form == &manifest ? value_get_text(&flow->step->data, "division") : flow->step->area;

	return division && strcmp(division, flow->step->area) == 0;
}

/* One step by itself: right, form, role, values, slot. The building is judged by the caller. */
static enum flow_reason
judge_alone(const struct flow_input *input, const struct flow_slots *out, const struct flow_step *flow)
{
	const struct form *form;

	if (flow->trust != TRUST_COUNTS)
		return FLOW_TRUST;
	if (!flow->pack)
		return FLOW_NO_PACK;
	form = form_in(flow->pack, flow);
	if (!form)
		return FLOW_UNKNOWN_FORM;
	if (!flow->author || !names_has(signers_of(flow, form), flow->author->role))
		return FLOW_WRONG_ROLE;
	if (!office_may_answer(flow->pack, form, flow->author->role, &flow->step->data))
		return FLOW_WRONG_ROLE;
	if (input->division && (strcmp(flow->step->area, input->division) != 0 || !names_division(flow, form)))
		return FLOW_AREA;
	if (flow->value_problem)
		return FLOW_VALUES;
	if (!is_about(input, form) || !is_of_building(input, flow) || !names_slot(input, out, form, flow))
		return FLOW_NO_SLOT;
	for (size_t p = 0; p < flow->step->parent_count; p++) {
		size_t parent = index_of(out, &flow->step->parents[p]);

		if (parent == IDMAP_NONE || !is_of_slot(input, form, flow, &input->steps[parent]))
			return FLOW_WRONG_PARENT;
	}
	return FLOW_COUNTS;
}

/* The root is the listing that started the building: the pack's root form, about no building itself. */
static bool
root_counts(const struct flow_input *input, const struct flow_slots *out)
{
	size_t root = index_of(out, &input->root);
	const struct flow_step *flow = root == IDMAP_NONE ? NULL : &input->steps[root];

	return flow && out->step_reasons[root] == FLOW_COUNTS && is_form(input, flow) &&
	       strcmp(flow->step->kind, flow->pack->root->name) == 0 && input->division;
}

static void
judge_all(const struct flow_input *input, struct flow_slots *out)
{
	bool rooted;

	for (size_t i = 0; i < input->step_count; i++)
		out->step_reasons[i] = is_form(input, &input->steps[i]) ? judge_alone(input, out, &input->steps[i]) : FLOW_COUNTS;
	rooted = input->of_division || root_counts(input, out);
	for (size_t i = 0; i < input->step_count; i++)
		if (is_form(input, &input->steps[i]) && out->step_reasons[i] == FLOW_COUNTS && !rooted)
			out->step_reasons[i] = FLOW_NO_ROOT;
}

/* ---- slots */

/* Where a form stands in a pack; the count of its forms: it has none of the name. */
static size_t
place_of(const struct pack *pack, const char *form)
{
	size_t at = 0;

	while (at < pack->form_count && strcmp(pack->forms[at].name, form) != 0)
		at++;
	return at;
}

static void
add_slot(const struct pack *pack, struct flow_slots *out, size_t *cap, const struct form *form, const struct id *repeat_root)
{
	struct id key = slot_key(form->name, repeat_root);

	if (idmap_get(&out->index, &key) != IDMAP_NONE)
		return;
	MEM_GROW(out->slots, out->slot_count, *cap);
	out->slots[out->slot_count] = (struct flow_slot){ .form = form,
							  .place = place_of(pack, form->name),
							  .repeat = repeat_root != NULL };
	if (repeat_root)
		out->slots[out->slot_count].repeat_root = *repeat_root;
	idmap_put(&out->index, &key, out->slot_count++);
}

/* The form of a slot: by the pack in force; when that has none of this name, by the step's own. */
static const struct form *
form_of(const struct flow_input *input, const struct flow_step *flow)
{
	const struct form *form = form_in(input->pack, flow);

	return form ? form : form_in(flow->pack, flow);
}

static int
slot_cmp(const void *a, const void *b)
{
	const struct flow_slot *left = a, *right = b;
	int order = (int)left->place - (int)right->place;

	order = order ? order : strcmp(left->form->name, right->form->name);
	return order ? order : id_cmp(&left->repeat_root, &right->repeat_root);
}

/* Finds the slots of all steps that count, and one for each form of the pack in force that has one slot. */
static void
find_slots(const struct flow_input *input, struct flow_slots *out)
{
	size_t cap = 0;

	for (size_t f = 0; f < input->pack->form_count; f++)
		if (!input->of_division && !input->pack->forms[f].of_division && !input->pack->forms[f].repeat)
			add_slot(input->pack, out, &cap, &input->pack->forms[f], NULL);
	for (size_t i = 0; i < input->step_count; i++)
		if (is_form(input, &input->steps[i]) && out->step_reasons[i] == FLOW_COUNTS) {
			const struct form *form = form_of(input, &input->steps[i]);

			add_slot(input->pack, out, &cap, form, form->repeat ? root_of(&input->steps[i]) : NULL);
		}
	if (out->slot_count)
		qsort(out->slots, out->slot_count, sizeof(*out->slots), slot_cmp);
	for (size_t i = 0; i < out->slot_count; i++) {
		struct id key = slot_key(out->slots[i].form->name, out->slots[i].repeat ? &out->slots[i].repeat_root : NULL);

		idmap_put(&out->index, &key, i);
	}
	for (size_t i = 0; i < input->step_count; i++) {
		struct id key;

		out->slot_of[i] = SIZE_MAX;
		if (!is_form(input, &input->steps[i]) || out->step_reasons[i] != FLOW_COUNTS)
			continue;
		key = slot_key(input->steps[i].step->kind, form_of(input, &input->steps[i])->repeat ? root_of(&input->steps[i]) : NULL);
		out->slot_of[i] = idmap_get(&out->index, &key);
	}
}

/* ---- heads */

/* Marks the ancestors of every step that counts, through the steps of its slot that are here, counting or not. */
static void
mark_ancestors(const struct flow_input *input, const struct flow_slots *out, bool *older)
{
	size_t *waiting = mem_array(input->step_count, sizeof(*waiting)), count = 0;

	for (size_t i = 0; i < input->step_count; i++) {
		const struct form *form = out->slot_of[i] == SIZE_MAX ? NULL : out->slots[out->slot_of[i]].form;
		const struct flow_step *at = &input->steps[i];

		while (form) {
			for (size_t p = 0; p < at->step->parent_count; p++) {
				size_t parent = index_of(out, &at->step->parents[p]);

				if (parent == IDMAP_NONE || older[parent] ||
				    !is_of_slot(input, form, &input->steps[i], &input->steps[parent]))
					continue;
				older[parent] = true; /* so each step waits once, and there is room for all */
				waiting[count++] = parent;
			}
			if (!count)
				break;
			at = &input->steps[waiting[--count]];
		}
	}
	free(waiting);
}

static int
head_cmp(const void *a, const void *b, void *ctx)
{
	const struct flow_step *steps = ctx;

	return id_cmp(&steps[*(const size_t *)a].id, &steps[*(const size_t *)b].id);
}

static int
author_cmp(const void *a, const void *b)
{
	const struct credential *left = *(const struct credential *const *)a, *right = *(const struct credential *const *)b;

	return id_cmp(&left->id, &right->id);
}

/* The credentials that wrote the heads, each once. */
static void
find_authors(const struct flow_input *input, struct flow_slot *slot)
{
	size_t count = 0;

	slot->authors = mem_array(slot->head_count, sizeof(*slot->authors));
	for (size_t h = 0; h < slot->head_count; h++)
		slot->authors[h] = input->steps[slot->heads[h]].author;
	qsort(slot->authors, slot->head_count, sizeof(*slot->authors), author_cmp);
	for (size_t h = 0; h < slot->head_count; h++)
		if (!h || slot->authors[h] != slot->authors[count - 1])
			slot->authors[count++] = slot->authors[h];
	slot->author_count = count;
}

static void
find_heads(const struct flow_input *input, struct flow_slots *out)
{
	bool *older = mem_array(input->step_count, sizeof(*older));

	mark_ancestors(input, out, older);
	for (size_t i = 0; i < input->step_count; i++) {
		if (out->slot_of[i] == SIZE_MAX)
			continue;
		if (older[i])
			out->step_reasons[i] = FLOW_SUPERSEDED;
		else
			out->slots[out->slot_of[i]].head_count++;
	}
	for (size_t i = 0; i < out->slot_count; i++) {
		out->slots[i].heads = mem_array(out->slots[i].head_count, sizeof(*out->slots[i].heads));
		out->slots[i].head_count = 0;
	}
	for (size_t i = 0; i < input->step_count; i++)
		if (out->slot_of[i] != SIZE_MAX && !older[i])
			out->slots[out->slot_of[i]].heads[out->slots[out->slot_of[i]].head_count++] = i;
	for (size_t i = 0; i < out->slot_count; i++) {
		struct flow_slot *slot = &out->slots[i];

		qsort_r(slot->heads, slot->head_count, sizeof(*slot->heads), head_cmp, (void *)(uintptr_t)input->steps);
		find_authors(input, slot);
	}
	free(older);
}

/* ---- who wrote what */

bool
flow_same_person(const struct credential *a, const struct credential *b)
{
	return strcmp(a->person, b->person) == 0 || sign_key_equal(&a->sign_key, &b->sign_key);
}

bool
flow_wrote(const struct flow_slots *slots, const struct names *forms, const struct credential *person)
{
	for (size_t i = 0; i < forms->count; i++) {
		const struct flow_slot *slot = flow_slot(slots, forms->items[i]);

		for (size_t a = 0; slot && a < slot->author_count; a++)
			if (flow_same_person(slot->authors[a], person))
				return true;
	}
	return false;
}

/* ---- the whole */

void
flow_slots_eval(const struct flow_input *input, struct flow_slots *out)
{
	*out = (struct flow_slots){ 0 };
	out->step_reasons = mem_array(input->step_count, sizeof(*out->step_reasons));
	out->slot_of = mem_array(input->step_count, sizeof(*out->slot_of));
	for (size_t i = 0; i < input->step_count; i++)
		idmap_put(&out->steps, &input->steps[i].id, i);
	judge_all(input, out);
	find_slots(input, out);
	find_heads(input, out);
}

void
flow_slots_release(struct flow_slots *slots)
{
	for (size_t i = 0; i < slots->slot_count; i++) {
		free(slots->slots[i].heads);
		free(slots->slots[i].authors);
	}
	free(slots->slots);
	free(slots->step_reasons);
	free(slots->slot_of);
	idmap_release(&slots->steps);
	idmap_release(&slots->index);
	*slots = (struct flow_slots){ 0 };
}

static const struct flow_slot *
slot_at(const struct flow_slots *slots, const struct id *key)
{
	size_t at = idmap_get(&slots->index, key);

	return at == IDMAP_NONE ? NULL : &slots->slots[at];
}

const struct flow_slot *
flow_slot(const struct flow_slots *slots, const char *form)
{
	struct id key = slot_key(form, NULL);

	return slot_at(slots, &key);
}

const struct flow_slot *
flow_slot_of(const struct flow_slots *slots, const char *form, const struct id *root)
{
	const struct flow_slot *slot = slot_at(slots, root);

	return slot && slot->repeat && strcmp(slot->form->name, form) == 0 ? slot : NULL;
}
