#include "app/fill/sheet_photos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/inbox.h"
#include "app/house/looks.h"
#include "app/house/place.h"
#include "app/house/twins.h"
#include "app/fill/sheet_keep.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "app/fill/sheet_undo.h"
#include "app/session/draft.h"
#include "app/session/look.h"
#include "app/session/vault.h"
#include "store/store.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/place.h"
#include "seal/seal.h"
#include "store/blob.h"
#include "store/houses/looks.h"
#include "store/houses/photos.h"

/* Photos of a form that is being filled: taken from files, kept sealed beside the draft until the form is signed, so that a stick
 * pulled out or an emptied folder loses none. */

void
sheet_photo_release(struct sheet_photo *photo)
{
	free(photo->field);
	free(photo->name);
	buf_release(&photo->bytes);
	*photo = (struct sheet_photo){ 0 };
}

static struct sheet_photo *
find(const struct sheet *sheet, const struct field *field, int row)
{
	char *path = sheet_path(field, row);
	struct sheet_photo *found = NULL;

	for (size_t i = 0; i < sheet->photo_count && !found; i++)
		if (strcmp(sheet->photos[i].field, path) == 0)
			found = &sheet->photos[i];
	free(path);
	return found;
}

const struct sheet_photo *
sheet_photo(const struct sheet *sheet, const struct field *field, int row)
{
	return find(sheet, field, row);
}

static enum status
keep_bytes(struct sheet *sheet, const struct sheet_photo *photo, struct err *err)
{
	struct data_key key;
	char name[ID_HEX_LEN + 1];
	enum status status = sheet_key(sheet, &key, err);

	if (status)
		return status;
	/* The draft keeps a photo by its id, since its field may become that of another row. */
	status = draft_put_photo(sheet->app, &key, &sheet->root, sheet->draft, id_hex(&photo->id, name), photo->bytes.data,
				 photo->bytes.len, err);
	secret_zero(&key, sizeof(key));
	return status;
}

enum status
sheet_set_photo(struct sheet *sheet, const struct field *field, int row, const char *path, struct err *err)
{
	struct photo_taken taken = { 0 };
	struct sheet_photo photo = { 0 };
	const char *base = strrchr(path, '/');
	enum status status;

	status = photo_take(path, &taken, err);
	if (status)
		return status;
	photo = (struct sheet_photo){ .field = sheet_path(field, row),
				      .name = mem_strdup(base ? base + 1 : path),
				      .bytes = taken.bytes,
				      .id = taken.id,
				      .has_original = true,
				      .original = taken.original,
				      .has_taken = taken.has_taken,
				      .taken_unix = taken.taken_unix,
				      .has_position = taken.has_position,
				      .lat = taken.lat,
				      .lon = taken.lon };
	status = keep_bytes(sheet, &photo, err);
	if (status) {
		sheet_photo_release(&photo);
		return status;
	}
	sheet_remember(sheet, field, row);
	sheet_drop_photo(sheet, field, row);
	MEM_GROW(sheet->photos, sheet->photo_count, sheet->photo_cap);
	sheet->photos[sheet->photo_count++] = photo;
	sheet->changed = true;
	sheet_check(sheet);
	return sheet_save(sheet, err);
}

const struct id *
sheet_photo_content(const struct sheet *sheet, const struct sheet_photo *photo)
{
	const struct step_photo *as_signed = photo->kept && sheet->dossier ? dossier_photo(sheet->dossier, &photo->id) : NULL;

	return as_signed && as_signed->has_content ? &as_signed->content : &photo->id;
}

int64_t
sheet_photo_houses(const struct sheet *sheet, const struct sheet_photo *photo, const struct id *content)
{
	int row;
	const struct field *field = field_place_find(app_pack(sheet->app), photo->field, &row);
	bool shared = field && field->is_shared;
	int64_t count = store_photo_elsewhere(app_store(sheet->app), content, &sheet->root, shared);

	if (field && field->is_private && sheet->dossier)
		count += twins_paper_elsewhere(sheet->app, sheet->dossier->division, content, &sheet->root, shared, NULL);
	return count;
}

char *
sheet_photo_elsewhere(const struct sheet *sheet, const struct field *field, int row)
{
	const struct sheet_photo *photo = find(sheet, field, row);
	struct id house;

	return photo && store_photo_holder(app_store(sheet->app), &photo->id, &sheet->root, field->is_shared, &house)
		       ? app_building_place(sheet->app, &house)
		       : NULL;
}

void
sheet_drop_photo(struct sheet *sheet, const struct field *field, int row)
{
	struct sheet_photo *photo = find(sheet, field, row);
	size_t index;

	if (!photo)
		return;
	sheet_remember(sheet, field, row);
	index = (size_t)(photo - sheet->photos);
	sheet_bury_photo(sheet, photo);
	memmove(photo, photo + 1, (sheet->photo_count - index - 1) * sizeof(*photo));
	sheet->photo_count--;
	sheet->changed = true;
	sheet_check(sheet);
}

bool
sheet_position(const struct sheet *sheet, char out[64])
{
	for (size_t i = 0; i < sheet->photo_count; i++)
		if (sheet->photos[i].has_position) {
			snprintf(out, 64, "%.6f %.6f WGS-84", sheet->photos[i].lat, sheet->photos[i].lon);
			return true;
		}
	return false;
}

/* ---- what they look like */

void
sheet_pictures_release(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->picture_count; i++)
		free(sheet->pictures[i]);
	free(sheet->pictures);
	sheet->pictures = NULL;
	sheet->picture_count = 0;
}

/* The name of the set of photos, each in its place. */
static void
name_photos(const struct sheet *sheet, struct id *out)
{
	struct buf text = { 0 };
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < sheet->photo_count; i++)
		buf_printf(&text, "%s %s\n", sheet->photos[i].field, id_hex(&sheet->photos[i].id, hex));
	hash_bytes(buf_text(&text), text.len, out);
	buf_release(&text);
}

char *const *
sheet_pictures(struct sheet *sheet)
{
	struct looks_photo *photos;
	struct id name;
	int row;

	name_photos(sheet, &name);
	if (sheet->pictures && id_equal(&name, &sheet->pictured))
		return sheet->pictures;
	sheet_pictures_release(sheet);
	photos = mem_array(sheet->photo_count, sizeof(*photos));
	sheet->pictures = mem_array(sheet->photo_count + 1, sizeof(*sheet->pictures));
	sheet->picture_count = sheet->photo_count;
	sheet->pictured = name;
	for (size_t i = 0; i < sheet->photo_count; i++) {
		const struct sheet_photo *photo = &sheet->photos[i];
		const struct field *field = field_place_find(app_pack(sheet->app), photo->field, &row);

		photos[i] = (struct looks_photo){ .place = photo->field, .id = photo->id, .content = *sheet_photo_content(sheet, photo) };
		if (field && !field->is_private)
			photos[i].look = photo->kept || !photo->bytes.len ? store_photo_look(app_store(sheet->app), &photo->id)
									  : look_of_bytes(photo->bytes.data, photo->bytes.len);
	}
	for (size_t i = 0; i < sheet->photo_count; i++)
		sheet->pictures[i] = looks_words(sheet->app, sheet->dossier, sheet_slot(sheet), sheet->form, photos, sheet->photo_count, i);
	free(photos);
	return sheet->pictures;
}

/* ---- to look at */

struct showing {
	const struct sheet *sheet;
	const struct step *step;
	struct shown_photo *photos;
	size_t count, cap;
};

static bool
show_field(const struct field *field, void *ctx)
{
	struct showing *showing = ctx;

	/* That a photo was asked for may be the answer that is hidden. */
	if (field->type != FIELD_PHOTO || field->is_private ||
	    eval_field_tells(store_eval(app_store(showing->sheet->app)), showing->sheet->form, field))
		return true;
	for (size_t i = 0; i < showing->step->photo_count; i++)
		if (strcmp(showing->step->photos[i].field, field->name) == 0) {
			MEM_GROW(showing->photos, showing->count, showing->cap);
			showing->photos[showing->count++] = (struct shown_photo){ field, showing->step->photos[i].id };
		}
	return true;
}

size_t
sheet_shown_photos(const struct sheet *sheet, struct shown_photo **out)
{
	struct showing showing = { .sheet = sheet };

	for (size_t i = 0; sheet->dossier && sheet->form->blind.count && i < sheet->form->after.count; i++) {
		const struct form *before = pack_form(app_pack(sheet->app), sheet->form->after.items[i]);
		const struct flow_step *head = before ? dossier_head(sheet->dossier, before->name) : NULL;

		showing.step = head ? head->step : NULL;
		if (head)
			form_each_field(before, show_field, &showing);
	}
	*out = showing.photos;
	return showing.count;
}

/* ---- from the draft */

/* Reads a photo of the form as it was signed: without bytes where it is sealed for others, or these are not in this file and may come yet. */
static bool
is_signed(struct sheet *sheet, struct sheet_photo *photo)
{
	struct err why = { 0 };

	if (!vault_photo(sheet->app, &photo->id, &photo->bytes, &why))
		return true;
	buf_clear(&photo->bytes);
	return why.status == STATUS_DENIED || (sheet->dossier && dossier_photo(sheet->dossier, &photo->id));
}

bool
sheet_has_photo_field(const struct sheet *sheet, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const struct field *field = pack_field(app_pack(sheet->app), name);

	return field && field->type == FIELD_PHOTO && pack_form_of_field(app_pack(sheet->app), name) == sheet->form;
}

static void
read_one(struct sheet *sheet, const struct value *item)
{
	const char *field = value_get_text(item, "field"), *name = value_get_text(item, "name"), *id = value_get_text(item, "id"),
		   *original = value_get_text(item, "original");
	const struct value *lat = value_get(item, "lat"), *lon = value_get(item, "lon");
	struct sheet_photo photo = { .kept = value_get_boolean(item, "kept", false) };
	struct err why = { 0 };

	if (!field || !sheet_has_photo_field(sheet, field) || !id || !id_from_hex(id, &photo.id))
		return;
	photo.has_original = original && id_from_hex(original, &photo.original);
	photo.has_taken = value_get(item, "taken") != NULL;
	photo.taken_unix = value_get_integer(item, "taken", 0);
	photo.has_position = lat && lon && lat->type == VALUE_REAL && lon->type == VALUE_REAL;
	if (photo.has_position) {
		photo.lat = lat->real;
		photo.lon = lon->real;
	}
	if (photo.kept ? !is_signed(sheet, &photo)
		       : draft_get_photo(sheet->app, &sheet->root, sheet->draft, id, &photo.bytes, &why) &&
				 draft_get_photo(sheet->app, &sheet->root, sheet->draft, field, &photo.bytes, &why)) {
		buf_release(&photo.bytes);
		return; /* the field is empty again and says so; an earlier louce kept photos by their field */
	}
	photo.field = mem_strdup(field);
	photo.name = name ? mem_strdup(name) : NULL;
	MEM_GROW(sheet->photos, sheet->photo_count, sheet->photo_cap);
	sheet->photos[sheet->photo_count++] = photo;
}

void
sheet_read_photos(struct sheet *sheet, const struct value *list)
{
	for (size_t i = 0; list && i < list->list.count; i++)
		read_one(sheet, &list->list.items[i]);
}

/* ---- photos of all drafts, to find one again and to move it to the right house */

enum status
app_draft_photos(struct app *app, struct draft_photo **out, size_t *count, struct err *err)
{
	struct draft_row *drafts = NULL;
	size_t draft_count = 0, cap = 0;
	enum status status = app_drafts(app, &drafts, &draft_count, err);

	*out = NULL;
	*count = 0;
	for (size_t i = 0; i < draft_count && !status; i++) {
		struct value draft = { 0 };
		struct err ignored = { 0 };
		const struct value *list;

		if (draft_get(app, &drafts[i].building, drafts[i].form, &draft, &ignored))
			continue;
		list = value_get_list(&draft, "photos");
		for (size_t k = 0; list && k < list->list.count; k++) {
			const char *original = value_get_text(&list->list.items[k], "original"),
				   *field = value_get_text(&list->list.items[k], "field"),
				   *name = value_get_text(&list->list.items[k], "name");
			struct draft_photo photo = { .building = drafts[i].building };

			if (!original || !field || !name || !id_from_hex(original, &photo.original))
				continue;
			photo.form = mem_strdup(drafts[i].form);
			photo.field = mem_strdup(field);
			photo.name = mem_strdup(name);
			MEM_GROW(*out, *count, cap);
			(*out)[(*count)++] = photo;
		}
		value_release(&draft);
	}
	free(drafts);
	return status;
}

void
draft_photos_free(struct draft_photo *photos, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(photos[i].form);
		free(photos[i].field);
		free(photos[i].name);
	}
	free(photos);
}

enum status
app_draft_drop_photo(struct app *app, const struct draft_photo *photo, struct err *err)
{
	struct sheet *sheet = NULL;
	int row;
	const struct field *field = field_place_find(app_pack(app), photo->field, &row);
	const char *at = strchr(photo->form, '@');
	char *form = mem_strndup(photo->form, strcspn(photo->form, "@"));
	struct id slot = { 0 };
	bool known = !at || id_from_hex(at + 1, &slot);
	enum status status = known ? sheet_open(app, &photo->building, form, &slot, &sheet, err)
				   : err_set(err, STATUS_BUG, "%s", photo->form);

	free(form);
	if (status)
		return status;
	if (field)
		sheet_drop_photo(sheet, field, row);
	status = sheet_save(sheet, err);
	sheet_free(sheet);
	return status;
}
