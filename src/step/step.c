#include "step/step.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "step/check.h"

void
step_release(struct step *step)
{
	if (step->arena.last || step->lies_in) {
		arena_release(&step->arena);
		*step = (struct step){ 0 };
		return;
	}
	free(step->parents);
	value_release(&step->data);
	for (size_t i = 0; i < step->private_field_count; i++)
		free(step->private_fields[i]);
	free(step->private_fields);
	for (size_t i = 0; i < step->photo_count; i++) {
		free(step->photos[i].field);
		free(step->photos[i].mime);
	}
	free(step->photos);
	*step = (struct step){ 0 };
}

void
step_id(const char *body, size_t len, struct id *out)
{
	hash_pae(seal_step_type(), body, len, out);
}

/* Makes room for one item more behind `count`, in the arena or memory where the step lies. */
static void *
grow(struct step *step, void *old, size_t count, size_t size)
{
	struct arena *arena = step->lies_in ? step->lies_in : step->arena.last ? &step->arena : NULL;
	void *grown;

	if (!arena)
		return mem_resize(old, count + 1, size);
	grown = arena_take(arena, (count + 1) * size);
	if (count)
		memcpy(grown, old, count * size);
	return grown;
}

void
step_set_area(struct step *step, const char *area)
{
	*step->area = '\0';
	if (area && division_level(area) != DIVISION_LEVEL_COUNT)
		strcpy(step->area, area);
}

void
step_add_parent(struct step *step, const struct id *parent)
{
	step->parents = grow(step, step->parents, step->parent_count, sizeof(*step->parents));
	step->parents[step->parent_count++] = *parent;
	step->parent_count = id_sort_unique(step->parents, step->parent_count);
}

struct step_photo *
step_add_photo(struct step *step)
{
	step->photos = grow(step, step->photos, step->photo_count, sizeof(*step->photos));
	step->photos[step->photo_count] = (struct step_photo){ 0 };
	return &step->photos[step->photo_count++];
}

bool
step_photo_is_shut(const struct step_photo *photo)
{
	return strcmp(photo->mime, PRIVATE_PHOTO_MIME) == 0 && !photo->has_taken && !photo->has_content;
}

bool
step_has_photo(const struct step *step, const char *place, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(step->photos[i].field, place) == 0)
			return true;
	return false;
}

bool
step_same_photos(const struct step *a, const struct step *b, const char *place)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a->photo_count && strcmp(a->photos[i].field, place) != 0)
			i++;
		while (k < b->photo_count && strcmp(b->photos[k].field, place) != 0)
			k++;
		if (i == a->photo_count || k == b->photo_count)
			return i == a->photo_count && k == b->photo_count;
		if (!id_equal(&a->photos[i++].id, &b->photos[k++].id))
			return false;
	}
}

static const char *const kind_names[STEP_SYSTEM_COUNT] = {
	[STEP_GENESIS] = "genesis",
	[STEP_CREDENTIAL] = "credential",
	[STEP_ENDORSEMENT] = "endorsement",
	[STEP_REVOCATION] = "revocation",
	[STEP_PACK] = "pack",
	[STEP_SIGNOFF] = "signoff",
	[STEP_WITHDRAWAL] = "withdrawal",
	[STEP_MANIFEST] = "manifest",
	[STEP_SHARE] = "share",
	[STEP_RECEIPT] = "receipt",
	[STEP_EPOCH] = "epoch",
	[STEP_DECISION] = "decision",
};

enum step_kind
step_kind_of(const char *kind)
{
	for (int i = 0; i < STEP_SYSTEM_COUNT; i++)
		if (*kind == *kind_names[i] && strcmp(kind, kind_names[i]) == 0)
			return (enum step_kind)i;
	return STEP_FORM;
}

const char *
step_kind_name(enum step_kind kind)
{
	return kind < STEP_SYSTEM_COUNT ? kind_names[kind] : NULL;
}

bool
step_kind_has_pack(enum step_kind kind)
{
	return kind == STEP_FORM || kind == STEP_SIGNOFF || kind == STEP_WITHDRAWAL || kind == STEP_MANIFEST || kind == STEP_DECISION;
}

bool
step_kind_is_trust(enum step_kind kind)
{
	switch (kind) {
	case STEP_GENESIS:
	case STEP_CREDENTIAL:
	case STEP_ENDORSEMENT:
	case STEP_REVOCATION:
	case STEP_PACK:
	case STEP_RECEIPT:
	case STEP_EPOCH:
	case STEP_DECISION:
		return true;
	case STEP_SIGNOFF:
	case STEP_WITHDRAWAL:
	case STEP_MANIFEST:
	case STEP_SHARE:
	case STEP_FORM:
		return false;
	}
	return false;
}

bool
step_data_id(const struct value *object, const char *name, struct id *out)
{
	const char *hex = value_get_text(object, name);

	return hex && id_from_hex(hex, out);
}

static const char *const of_filling[] = { "_seconds", "_keys", "_upon", "_answers" };

void
step_data_drop_filling(struct value *data)
{
	for (size_t i = 0; i < ARRAY_LEN(of_filling); i++)
		value_remove(data, of_filling[i]);
}

bool
step_data_is_of_filling(const char *name)
{
	bool is = strcmp(name, "_reasons") == 0;

	for (size_t i = 0; i < ARRAY_LEN(of_filling); i++)
		is |= strcmp(name, of_filling[i]) == 0;
	return is;
}

enum status
step_data_check_filling(const struct value *data, struct err *err)
{
	return check_form_data(data, err);
}

void
step_data_set_id(struct value *object, const char *name, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	value_set_text(object, name, id_hex(id, hex));
}
