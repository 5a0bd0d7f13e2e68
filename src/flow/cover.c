#include "flow/cover.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* ---- lists of hex ids */

static bool
is_id(const struct value *text, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	return text->type == VALUE_TEXT && strcmp(text->text, id_hex(id, hex)) == 0;
}

bool
cover_list_names(const struct value *ids, const struct id *id)
{
	for (size_t i = 0; ids && i < ids->list.count; i++)
		if (is_id(&ids->list.items[i], id))
			return true;
	return false;
}

size_t
cover_step_named(const struct flow_slots *slots, const struct value *ids, size_t at)
{
	const struct value *text = &ids->list.items[at];
	struct id id;

	return text->type == VALUE_TEXT && id_from_hex(text->text, &id) ? idmap_get(&slots->steps, &id) : IDMAP_NONE;
}

/* ---- a head by itself */

bool
cover_same_value(const struct field *field, const struct step *a, const struct step *b)
{
	const struct value *left = value_get(&a->data, field->name), *right = value_get(&b->data, field->name);

	if (field->type == FIELD_PHOTO)
		return step_same_photos(a, b, field->name);
	return left && right ? value_equal(left, right) : !left && !right;
}

/* It is when the form of the field stands once, and every step of that form here that `upon` names has the same value; or when the form stands
 * nowhere and `upon` names none. */
bool
flow_is_as_seen(const struct flow_step *steps, const struct flow_slots *slots, const struct pack *pack, const char *name,
		const struct value *upon)
{
	const struct form *form = pack_form_of_field(pack, name);
	const struct flow_slot *slot = flow_slot(slots, form->name);
	const struct step *now = slot && slot->head_count == 1 ? steps[slot->heads[0]].step : NULL;
	size_t seen = 0;

	for (size_t i = 0; upon && i < upon->list.count; i++) {
		size_t at = cover_step_named(slots, upon, i);
		const struct step *then = at == IDMAP_NONE ? NULL : steps[at].step;

		if (!then || strcmp(then->kind, form->name) != 0)
			continue;
		seen++;
		if (!now || !cover_same_value(pack_field(pack, name), now, then))
			return false;
	}
	return seen ? now != NULL : !slot || slot->head_count == 0;
}

enum flow_reason
cover_head_fault(const struct flow_input *input, const struct flow_slots *slots, const struct pack *pack, const struct form *form,
		 size_t head)
{
	const struct flow_step *flow = &input->steps[head];
	const struct value *upon = value_get_list(&flow->step->data, "_upon");

	if (flow_wrote(slots, &form->distinct_from, flow->author))
		return FLOW_SAME_PERSON;
	for (size_t i = 0; i < form->depends.count; i++)
		if (!flow_is_as_seen(input->steps, slots, pack, form->depends.items[i], upon))
			return FLOW_OUTDATED;
	return FLOW_COUNTS;
}

/* ---- making a cover */

struct cover_making {
	struct flow_judging *judging;
	struct flow_cover *cover;
	size_t cap;
};

/* Of several reasons the gravest stays, of equal ones the first. */
static void
blame(struct flow_cover *cover, enum flow_reason reason, const struct form *form)
{
	static const int gravity[FLOW_REASON_COUNT] = {
		[FLOW_CONFLICT] = 4, [FLOW_INCOMPLETE] = 3, [FLOW_SAME_PERSON] = 2, [FLOW_OUTDATED] = 1
	};

	if (gravity[reason] <= gravity[cover->reason])
		return;
	cover->reason = reason;
	cover->form = form;
}

static void
add_slot_heads(struct cover_making *making, const struct form *form, const struct flow_slot *slot)
{
	const struct flow_input *input = making->judging->input;
	struct flow_cover *cover = making->cover;

	for (size_t h = 0; h < slot->head_count; h++) {
		MEM_GROW(cover->heads, cover->head_count, making->cap);
		cover->heads[cover->head_count++] = input->steps[slot->heads[h]].id;
	}
	if (slot->head_count > 1)
		blame(cover, FLOW_CONFLICT, form);
	else if (slot->head_count == 1)
		blame(cover, cover_head_fault(input, making->judging->slots, cover->pack, form, slot->heads[0]), form);
}

static bool
is_called_for(const struct flow_facts *facts, const struct pack *pack, const struct form *form)
{
	for (size_t i = 0; i < facts->called_count; i++)
		if (facts->called[i].pack == pack)
			return facts->called[i].forms[form - pack->forms];
	return true;
}

/* Takes every slot of the forms: of those that a case is about. */
static void
take_of(struct cover_making *making, const struct names *names)
{
	const struct flow_slots *slots = making->judging->slots;

	for (size_t i = 0; i < slots->slot_count; i++)
		if (names_has(names, slots->slots[i].form->name))
			add_slot_heads(making, pack_form(making->cover->pack, slots->slots[i].form->name), &slots->slots[i]);
}

static void
take_list(struct cover_making *making)
{
	const struct flow_judging *judging = making->judging;
	const struct chain *chain = making->cover->chain;

	for (size_t i = 0; i < chain->covers.count; i++) {
		const struct form *form = pack_form(making->cover->pack, chain->covers.items[i]);
		const struct flow_slot *slot = flow_slot(judging->slots, form->name);

		if (slot && slot->head_count)
			add_slot_heads(making, form, slot);
		else if (is_called_for(judging->facts, making->cover->pack, form))
			blame(making->cover, FLOW_INCOMPLETE, form);
	}
	if (!making->cover->head_count)
		blame(making->cover, FLOW_INCOMPLETE, pack_form(making->cover->pack, chain->covers.items[0]));
}

static const char *
shown_of(const struct flow_judging *judging, const struct flow_cover *cover)
{
	const struct form *form = cover->chain->summary ? pack_form_of_field(cover->pack, cover->chain->summary->name) : NULL;
	const struct flow_slot *slot = !form	      ? NULL
				       : form->repeat ? flow_slot_of(judging->slots, form->name, &cover->root)
						      : flow_slot(judging->slots, form->name);
	const char *shown = slot && slot->head_count == 1
				    ? value_get_text(&judging->input->steps[slot->heads[0]].step->data, cover->chain->summary->name)
				    : NULL;

	return shown ? shown : "";
}

/* What covers of a chain over a repeat form have in common, the heads that its case is about, is a cover of its own (no root). The key of a
 * cover is a hash, since a root is whatever the signer of an item wrote. */
static struct id
cover_key(const struct chain *chain, const struct id *root)
{
	uint8_t place[sizeof(chain) + 1 + ID_BYTES] = { 0 };
	struct id key;

	memcpy(place, &chain, sizeof(chain)); /* the chain itself, of one pack */
	place[sizeof(chain)] = root != NULL;
	if (root)
		memcpy(&place[sizeof(chain) + 1], root->b, ID_BYTES);
	hash_bytes(place, sizeof(place), &key);
	return key;
}

static size_t
make_cover(struct flow_judging *judging, const struct pack *pack, const struct chain *chain, const struct id *root, const struct id *key)
{
	struct flow_state *out = judging->out;
	struct flow_cover cover = { .pack = pack, .chain = chain, .rest = SIZE_MAX };
	struct cover_making making = { .judging = judging, .cover = &cover };
	const struct flow_slot *slot;

	if (!chain->each) {
		take_list(&making);
	} else if (!root) {
		take_of(&making, &chain->of);
	} else {
		cover.root = *root;
		slot = flow_slot_of(judging->slots, chain->each->name, root);
		if (slot)
			add_slot_heads(&making, chain->each, slot);
		else
			blame(&cover, FLOW_INCOMPLETE, chain->each);
		if (chain->of.count) {
			cover.rest = cover_of(judging, pack, chain, NULL);
			blame(&cover, out->covers[cover.rest].reason, out->covers[cover.rest].form);
		}
	}
	cover.head_count = id_sort_unique(cover.heads, cover.head_count);
	cover.shown = shown_of(judging, &cover);
	MEM_GROW(out->covers, out->cover_count, out->cover_cap);
	out->covers[out->cover_count] = cover;
	idmap_put(&out->cover_index, key, out->cover_count);
	return out->cover_count++;
}

size_t
cover_of(struct flow_judging *judging, const struct pack *pack, const struct chain *chain, const struct id *root)
{
	struct id key = cover_key(chain, root);
	size_t at = idmap_get(&judging->out->cover_index, &key);

	return at == IDMAP_NONE ? make_cover(judging, pack, chain, root, &key) : at;
}

struct id
cover_place(const char *chain, const struct id *root)
{
	struct buf text = { 0 };
	char hex[ID_HEX_LEN + 1];
	struct id place;

	buf_printf(&text, "%s %s", chain, id_hex(root, hex));
	hash_bytes(buf_text(&text), text.len, &place);
	buf_release(&text);
	return place;
}

/* ---- its heads */

struct cover_walk {
	const struct flow_cover *own, *rest;
	size_t at, rest_at;
};

static struct cover_walk
walk_start(const struct flow_state *state, size_t cover)
{
	const struct flow_cover *own = &state->covers[cover];

	return (struct cover_walk){ .own = own, .rest = own->rest == SIZE_MAX ? NULL : &state->covers[own->rest] };
}

/* The next head, ascending; NULL: that was all. */
static const struct id *
walk_next(struct cover_walk *walk)
{
	const struct id *left = walk->at < walk->own->head_count ? &walk->own->heads[walk->at] : NULL;
	const struct id *right = walk->rest && walk->rest_at < walk->rest->head_count ? &walk->rest->heads[walk->rest_at] : NULL;

	if (left && (!right || id_cmp(left, right) < 0)) {
		walk->at++;
		return left;
	}
	walk->rest_at += right != NULL;
	return right;
}

bool
cover_is(const struct flow_state *state, size_t cover, const struct value *ids)
{
	struct cover_walk walk = walk_start(state, cover);
	const struct id *head;
	size_t count = 0;

	for (; (head = walk_next(&walk)); count++)
		if (!ids || count == ids->list.count || !is_id(&ids->list.items[count], head))
			return false;
	return count > 0 && count == ids->list.count;
}

bool
cover_holds(const struct flow_state *state, size_t cover, size_t other)
{
	struct cover_walk walk = walk_start(state, cover), wanted = walk_start(state, other);
	const struct id *head, *one;
	bool any = false;

	for (; (one = walk_next(&wanted)); any = true) {
		while ((head = walk_next(&walk)) && id_cmp(head, one) < 0)
			;
		if (!head || !id_equal(head, one))
			return false;
	}
	return any;
}

struct id *
flow_cover_heads(const struct flow_state *state, size_t cover, size_t *count)
{
	struct cover_walk walk = walk_start(state, cover);
	struct id *heads = NULL;
	const struct id *head;
	size_t cap = 0;

	*count = 0;
	while ((head = walk_next(&walk))) {
		MEM_GROW(heads, *count, cap);
		heads[(*count)++] = *head;
	}
	return heads;
}
