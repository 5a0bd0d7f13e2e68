#include "app/settle/move_state.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/upon.h"
#include "app/house/fall.h"
#include "app/house/slots.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
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

/* What a step says, with what is private of it where that opens. The caller releases. */
static struct value
said_by(const struct moving *moving, const struct form *form, const struct step *step)
{
	struct private_reader reader = vault_reader(moving->app);
	struct value said = value_copy(&step->data);

	if (step->has_private && app_is_unlocked(moving->app))
		(void)reader.open(reader.ctx, step, &said);
	step_data_drop_filling(&said);
	form_drop_unknown(form, &said);
	return said;
}

static bool
say_the_same(const struct moving *moving, const struct form *form, const struct step *a, const struct step *b)
{
	struct value one = said_by(moving, form, a), other = said_by(moving, form, b);
	bool same = value_equal(&one, &other);

	value_release(&one);
	value_release(&other);
	return same;
}

/* Sealed photos are other bytes at each house: they are counted. */
static bool
show_the_same(const struct step *a, const struct step *b)
{
	bool same = a->photo_count == b->photo_count;

	for (size_t i = 0; i < a->photo_count && same; i++)
		same = strcmp(a->photos[i].mime, PRIVATE_PHOTO_MIME) == 0 || step_same_photos(a, b, a->photos[i].field);
	return same;
}

static bool
is_of_slot(const struct dossier *dossier, const struct flow_slot *slot, size_t step)
{
	return dossier->slots.slot_of[step] == (size_t)(slot - dossier->slots.slots);
}

/* Slots of a form that repeats are known by what some version of them says. */
static bool
are_one_slot(const struct moving *moving, const struct form *form, const struct flow_slot *old, const struct flow_slot *new)
{
	const struct dossier *from = moving->from, *to = moving->to;

	if (!form->repeat)
		return true;
	for (size_t i = 0; i < from->step_count; i++)
		for (size_t k = 0; k < to->step_count && is_of_slot(from, old, i); k++)
			if (is_of_slot(to, new, k) && say_the_same(moving, form, from->steps[i].step, to->steps[k].step))
				return true;
	return false;
}

void
moving_pair_all(struct moving *moving)
{
	for (size_t f = 0; f < moving->pack->form_count; f++) {
		const struct form *form = &moving->pack->forms[f];
		size_t old_count, new_count;
		const struct flow_slot **old = house_slots(moving->from, form, &old_count),
				       **new = house_slots(moving->to, form, &new_count);

		for (size_t i = 0; i < old_count; i++)
			for (size_t k = 0; k < new_count; k++)
				if (are_one_slot(moving, form, old[i], new[k])) {
					moving_pair(moving, form, &moving_head(moving->from, old[i])->id,
						    &moving_head(moving->to, new[k])->id);
					break;
				}
		free(old);
		free(new);
	}
}

/* Does the new house say what the old one said before, and says no more? */
static bool
is_behind(const struct moving *moving, const struct form *form, const struct flow_slot *old, const struct flow_slot *new)
{
	const struct step *now = moving_head(moving->from, old)->step, *there = moving_head(moving->to, new)->step;

	if (old->head_count > 1 || new->head_count > 1 || (say_the_same(moving, form, now, there) && show_the_same(now, there)))
		return false;
	for (size_t i = 0; i < moving->from->step_count; i++) {
		const struct step *then = moving->from->steps[i].step;

		if (is_of_slot(moving->from, old, i) && then != now && say_the_same(moving, form, then, there) &&
		    show_the_same(then, there))
			return true;
	}
	return false;
}

struct move_slot *
moving_slots(const struct moving *moving, const struct form *form, size_t *count)
{
	size_t old_count, new_count, paired = 0;
	const struct flow_slot **old = house_slots(moving->from, form, &old_count), **new = house_slots(moving->to, form, &new_count);
	struct move_slot *slots = mem_array(old_count, sizeof(*slots));

	*count = 0;
	for (size_t i = 0; i < old_count; i++) {
		const struct flow_slot *same = NULL;

		for (size_t k = 0; k < new_count && !same; k++)
			same = are_one_slot(moving, form, old[i], new[k]) ? new[k] : NULL;
		paired += same != NULL;
		if (!same || is_behind(moving, form, old[i], same))
			slots[(*count)++] = (struct move_slot){ old[i], same };
	}
	if (new_count && !paired) /* it was filled there by hand */
		*count = 0;
	free(old);
	free(new);
	return slots;
}

void
moving_tell_falls(struct moving *moving, const struct form *form, const struct move_slot *slot)
{
	const struct value *values = &moving_head(moving->from, slot->old)->step->data;
	const struct id *root = slot->new && slot->new->repeat ? &slot->new->repeat_root : NULL;
	char *falls = slot->new ? house_falls_with(moving->pack, moving->to, form, root, values) : NULL, *was = moving->told->falls;

	if (!falls || (was && strstr(was, falls))) {
		free(falls);
		return;
	}
	moving->told->falls = was ? mem_printf("%s%s%s", was, _("; "), falls) : mem_strdup(falls);
	free(was);
	free(falls);
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
