#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/place.h"
#include "store/dossier/dossier.h"
#include "store/inside.h"
#include "store/houses/photos.h"

/* A building's heads, loaded into an evaluator for expressions to read. */

static int64_t
count_elsewhere(struct store *store, const char *place, const struct id *photo, const struct id *root)
{
	int row;
	const struct field *field = field_place_find(store_pack(store), place, &row);

	return store_photo_elsewhere(store, photo, root, field && field->is_shared);
}

struct eval_photo *
dossier_photos(struct store *store, const struct step *step, const struct id *root)
{
	struct eval_photo *photos = mem_array(step->photo_count ? step->photo_count : 1, sizeof(*photos));

	for (size_t i = 0; i < step->photo_count; i++) {
		const struct step_photo *from = &step->photos[i];
		const struct id *id = from->has_content ? &from->content : &from->id; /* one picture is one, sealed or not */

		photos[i] = (struct eval_photo){ .field = from->field,
						 .mime = from->mime,
						 .size_bytes = from->size,
						 .has_taken = from->has_taken,
						 .taken_unix = from->taken_unix,
						 .is_sealed = step_photo_is_shut(from),
						 .elsewhere = root ? count_elsewhere(store, from->field, id, root) : 0 };
		id_hex(id, photos[i].id_hex);
	}
	return photos;
}

struct eval_slot *
dossier_form_slots(struct store *store, const struct dossier *dossier, const struct form *form, const bool *left_out, size_t *count)
{
	struct eval_slot *slots = NULL;
	size_t cap = 0;

	*count = 0;
	for (size_t i = 0; i < dossier->slots.slot_count; i++) {
		const struct flow_slot *slot = &dossier->slots.slots[i];
		const struct flow_step *head;

		if (slot->head_count != 1 || (left_out && left_out[i]) || strcmp(slot->form->name, form->name) != 0)
			continue;
		head = &dossier->steps[slot->heads[0]];
		MEM_GROW(slots, *count, cap);
		slots[(*count)++] = (struct eval_slot){ .form = form,
							.root = slot->repeat_root,
							.head = head->id,
							.values = &head->step->data,
							.photos = dossier_photos(store, head->step, NULL),
							.photo_count = head->step->photo_count };
	}
	return slots;
}

void
dossier_form_slots_free(struct eval_slot *slots, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free((void *)(uintptr_t)slots[i].photos);
	free(slots);
}

void
dossier_load_slots(struct eval *eval, const struct form *form, const struct dossier *dossier, const bool *left_out)
{
	size_t count;
	struct eval_slot *slots = dossier_form_slots(NULL, dossier, form, left_out, &count);

	eval_load_slots(eval, form, slots, count);
	dossier_form_slots_free(slots, count);
}

/* Loads what stands in the slots of one form; `except`: as if nothing did, where it stands once. */
static void
load_form(struct eval *eval, const struct form *form, struct store *store, const struct dossier *dossier, bool except)
{
	const struct flow_slot *slot = form->repeat ? NULL : flow_slot(&dossier->slots, form->name);
	const struct value *values = value_get(&dossier->values, form->name);
	struct eval_photo *photos;
	const struct flow_step *head;
	bool open;

	if (form->repeat) {
		eval_unload(eval, form);
		dossier_load_slots(eval, form, dossier, NULL);
		return;
	}
	if (!slot || !values || slot->head_count != 1 || except) {
		eval_unload(eval, form);
		return;
	}
	head = &dossier->steps[slot->heads[0]];
	open = dossier->private_open[slot - dossier->slots.slots];
	photos = dossier_photos(store, head->step, store ? &dossier->root : NULL);
	if (!store && (!head->step->has_private || !open))
		eval_load_step(eval, form, &head->id, values, open, photos, head->step->photo_count);
	else
		eval_load(eval, form, values, open, photos, head->step->photo_count);
	free(photos);
}

void
dossier_load_heads(struct eval *eval, const struct pack *pack, struct store *store, const struct dossier *dossier, const char *except_form)
{
	for (size_t i = 0; i < pack->form_count; i++)
		load_form(eval, &pack->forms[i], store, dossier, except_form && strcmp(pack->forms[i].name, except_form) == 0);
}

void
dossier_load_some(struct eval *eval, const struct names *forms, const struct dossier *dossier)
{
	for (size_t i = 0; i < forms->count; i++)
		load_form(eval, pack_form(dossier->input.pack, forms->items[i]), NULL, dossier, false);
}

void
dossier_load_eval(struct store *store, const struct dossier *dossier, const char *except_form, const char *today)
{
	struct eval *eval = store_eval(store);

	if (!eval)
		return;
	eval_clear(eval, today);
	eval_set_floors(eval, dossier->fact_floors.type == VALUE_OBJECT ? &dossier->fact_floors : NULL);
	dossier_load_heads(eval, dossier->input.pack, store, dossier, except_form);
	if (dossier->of_division)
		eval_set_division(eval, dossier->division);
}

void
dossier_leave_slot(struct store *store, const struct dossier *dossier, const struct form *form, const struct id *slot)
{
	const struct flow_slots *slots = &dossier->slots;
	bool *left_out;

	if (!store_eval(store) || !form->repeat)
		return;
	left_out = mem_array(slots->slot_count, sizeof(*left_out));
	for (size_t i = 0; i < slots->slot_count; i++)
		left_out[i] = slots->slots[i].form == form && id_equal(&slots->slots[i].repeat_root, slot);
	dossier_load_slots(store_eval(store), form, dossier, left_out);
	free(left_out);
}
