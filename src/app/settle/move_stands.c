#include "app/settle/move_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/upon.h"
#include "app/house/slots.h"
#include "base/mem.h"
#include "form/answer/check.h"

/* What stands at both houses of one that moves, and what a carried form came after. */

void
moving_pair(struct moving *moving, const struct form *form, const struct id *old, const struct id *new)
{
	MEM_GROW(moving->pairs, moving->pair_count, moving->pair_cap);
	moving->pairs[moving->pair_count++] = (struct move_pair){ form, *old, *new };
}

static const struct flow_step *
step_of(const struct dossier *dossier, const struct id *id)
{
	size_t at = idmap_get(&dossier->slots.steps, id);

	return at == IDMAP_NONE ? NULL : &dossier->steps[at];
}

const struct flow_step *
moving_head(const struct dossier *dossier, const struct flow_slot *slot)
{
	return &dossier->steps[slot->heads[0]];
}

static bool
say_the_same(const struct form *form, const struct step *a, const struct step *b)
{
	struct value one = value_copy(&a->data), other = value_copy(&b->data);
	bool same;

	step_data_drop_filling(&one);
	step_data_drop_filling(&other);
	form_drop_unknown(form, &one);
	form_drop_unknown(form, &other);
	same = value_equal(&one, &other);
	value_release(&one);
	value_release(&other);
	return same;
}

/* Slots of a form that repeats are known by what they say. */
void
moving_pair_all(struct moving *moving)
{
	for (size_t f = 0; f < moving->pack->form_count; f++) {
		const struct form *form = &moving->pack->forms[f];
		size_t old_count, new_count;
		const struct flow_slot **old = house_slots(moving->from, form, &old_count),
				       **new = house_slots(moving->to, form, &new_count);

		for (size_t i = 0; i < old_count; i++)
			for (size_t k = 0; k < new_count; k++) {
				const struct flow_step *one = moving_head(moving->from, old[i]), *other = moving_head(moving->to, new[k]);

				if (!form->repeat || say_the_same(form, one->step, other->step)) {
					moving_pair(moving, form, &one->id, &other->id);
					break;
				}
			}
		free(old);
		free(new);
	}
}

/* ---- what a carried form came after */

struct upon_moving {
	const struct moving *moving;
	const struct form *form;
	const struct value *seen; /* `_upon` of what stands at the old house, or NULL */
	struct value upon;
};

/* Do two versions of a form say the same, as far as the carried one hangs on it? */
static bool
is_as_seen(const struct upon_moving *carrying, const struct form *of, const struct step *then, const struct step *now)
{
	const struct pack *pack = carrying->moving->pack;
	const struct names *depends = &carrying->form->depends;
	bool same = true;

	for (size_t i = 0; i < depends->count && same; i++) {
		const struct field *field = pack_field(pack, depends->items[i]);
		const struct value *one = value_get(&then->data, depends->items[i]), *other = value_get(&now->data, depends->items[i]);

		if (pack_form_of_field(pack, depends->items[i]) == of)
			same = field->type == FIELD_PHOTO ? step_same_photos(then, now, depends->items[i])
			       : one && other		  ? value_equal(one, other)
							  : !one && !other;
	}
	for (size_t c = 0; c < pack->case_count && same; c++)
		for (size_t i = 0; case_has_form(&pack->cases[c], carrying->form) && i < pack->cases[c].same.count && same; i++) {
			const char *name = pack->cases[c].same.items[i];
			const struct value *one = value_get(&then->data, name), *other = value_get(&now->data, name);

			if (pack_form_of_field(pack, name) == of)
				same = one && other ? value_equal(one, other) : !one && !other;
		}
	return same;
}

/* Was the form that stands filled after this one, as it is now at the new house? What it saw that was changed since, it did not see here either. */
static bool
came_after(const struct upon_moving *carrying, const struct move_pair *pair)
{
	const struct dossier *from = carrying->moving->from, *to = carrying->moving->to;
	const struct flow_slots *slots = &from->slots;
	size_t old = idmap_get(&slots->steps, &pair->old);
	const struct flow_step *now = step_of(to, &pair->new);

	for (size_t i = 0; carrying->seen && old != IDMAP_NONE && now && i < carrying->seen->list.count; i++) {
		const struct value *text = &carrying->seen->list.items[i];
		struct id id;
		size_t at = text->type == VALUE_TEXT && id_from_hex(text->text, &id) ? idmap_get(&slots->steps, &id) : IDMAP_NONE;

		if (at != IDMAP_NONE && slots->slot_of[at] != SIZE_MAX && slots->slot_of[at] == slots->slot_of[old] &&
		    is_as_seen(carrying, pair->form, from->steps[at].step, now->step))
			return true;
	}
	return false;
}

static void
add_upon(const char *name, void *ctx)
{
	struct upon_moving *carrying = ctx;

	for (size_t i = 0; i < carrying->moving->pair_count; i++) {
		const struct move_pair *pair = &carrying->moving->pairs[i];
		char hex[ID_HEX_LEN + 1];

		if (strcmp(pair->form->name, name) == 0 && came_after(carrying, pair))
			value_append_take(&carrying->upon, value_text(id_hex(&pair->new, hex)));
	}
}

struct value
moving_upon(const struct moving *moving, const struct form *form, const struct step *stood)
{
	struct upon_moving carrying = { moving, form, value_get_list(&stood->data, "_upon"), value_list() };

	upon_each_form(moving->pack, form, add_upon, &carrying);
	value_sort_texts(&carrying.upon);
	return carrying.upon;
}

/* ---- what has to stand first */

struct seeking_lack {
	const struct moving *moving;
	const struct value *seen;
	const struct form *lacks;
};

static void
seek_lack(const char *name, void *ctx)
{
	struct seeking_lack *seeking = ctx;
	const struct dossier *from = seeking->moving->from;
	size_t stand = 0;

	for (size_t i = 0; i < seeking->moving->to->slots.slot_count; i++)
		stand += strcmp(seeking->moving->to->slots.slots[i].form->name, name) == 0 &&
			 seeking->moving->to->slots.slots[i].head_count > 0;
	for (size_t i = 0; !stand && !seeking->lacks && seeking->seen && i < seeking->seen->list.count; i++) {
		const struct value *text = &seeking->seen->list.items[i];
		struct id id;
		const struct flow_step *then = text->type == VALUE_TEXT && id_from_hex(text->text, &id) ? step_of(from, &id) : NULL;

		if (then && strcmp(then->step->kind, name) == 0)
			seeking->lacks = pack_form(seeking->moving->pack, name);
	}
}

const struct form *
moving_lacks(const struct moving *moving, const struct form *form, const struct step *stood)
{
	struct seeking_lack seeking = { moving, value_get_list(&stood->data, "_upon"), NULL };

	upon_each_form(moving->pack, form, seek_lack, &seeking);
	return seeking.lacks;
}

/* ---- a move that goes on */

bool
moving_is_carried(const struct pack *pack, const struct form *form)
{
	return form != pack->root && !form->of_division && form != pack->prints.form && form != pack->tally.form && form != pack->draw.form;
}

static bool
has_form(const struct dossier *dossier, const struct form *form)
{
	bool has = false;

	for (size_t i = 0; i < dossier->slots.slot_count && !has; i++)
		has = dossier->slots.slots[i].form == form && dossier->slots.slots[i].head_count > 0;
	return has;
}

static bool
is_to_be_carried(const struct pack *pack, const struct dossier *from, const struct dossier *to)
{
	bool is = false;

	for (size_t i = 0; i < pack->form_count && !is && strcmp(from->division, to->division) != 0; i++)
		is = moving_is_carried(pack, &pack->forms[i]) && has_form(from, &pack->forms[i]) && !has_form(to, &pack->forms[i]);
	return is;
}

bool
app_move_goes_on(struct app *app, const struct id *house, struct id *old, char village[DIVISION_CODE_LEN + 1])
{
	struct err ignored = { 0 }; /* then it is a house like any other */
	struct dossier *own = NULL;
	struct id *joined = NULL;
	size_t count = 0;
	bool found = false;

	if (!app_pack(app) || dossier_load(app_store(app), house, NULL, &own, &ignored))
		return false;
	joined = dossier_joined(app_store(app), own, &count);
	for (size_t i = 0; i < count && !found; i++) {
		struct dossier *other = NULL;
		bool steps_aside = id_is_among(own->input.aside, own->input.aside_count, &joined[i]);

		if (dossier_load(app_store(app), &joined[i], NULL, &other, &ignored))
			continue;
		found = steps_aside ? is_to_be_carried(app_pack(app), own, other) : is_to_be_carried(app_pack(app), other, own);
		if (found) {
			*old = steps_aside ? own->root : other->root;
			division_code(steps_aside ? other->division : own->division, village);
		}
		dossier_free(other);
	}
	free(joined);
	dossier_free(own);
	return found;
}
