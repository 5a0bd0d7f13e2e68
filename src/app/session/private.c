#include "app/session/private.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/place.h"
#include "step/json.h"

bool
private_has_values(const struct pack *pack, const struct value *values)
{
	for (size_t i = 0; i < values->object.count; i++) {
		const struct field *field = pack_field(pack, values->object.members[i].name);

		if (field && field->is_private)
			return true;
	}
	return false;
}

#define JPEG_BEGINS "\xff\xd8\xff"

void
private_photo_seal(const struct data_key *key, const void *bytes, size_t len, struct buf *out)
{
	struct buf box = { 0 };
	struct id commit, id;

	do /* one commitment in 16 million begins as a JPEG does */
		private_seal(key, bytes, len, &commit, &box, &id);
	while (memcmp(commit.b, JPEG_BEGINS, strlen(JPEG_BEGINS)) == 0);
	buf_add(out, commit.b, ID_BYTES);
	buf_add(out, box.data, box.len);
	buf_release(&box);
}

bool
private_photo_is_sealed(const struct buf *stored)
{
	return stored->len > ID_BYTES && memcmp(stored->data, JPEG_BEGINS, strlen(JPEG_BEGINS)) != 0;
}

static int
name_cmp(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A private field inside a row cannot be sealed by itself: the row's other fields stay in the body. */
static enum status
check_rows(const struct pack *pack, const struct member *member, struct err *err)
{
	for (size_t r = 0; member->value.type == VALUE_LIST && r < member->value.list.count; r++) {
		const struct value *row = &member->value.list.items[r];

		if (row->type == VALUE_OBJECT && private_has_values(pack, row))
			return err_set(
				err, STATUS_DENIED,
				_("row %zu of \"%s\" holds a private value, and these cannot be sealed inside a row yet; leave it out"),
				r + 1, member->name);
	}
	return STATUS_OK;
}

/* Nothing is sealed that could not be opened again: it is read by the reader that will open it. */
static enum status
read_back(const struct buf *json, struct err *err)
{
	struct value again = { 0 };
	enum status status = json_parse(json->data, json->len, PRIVATE_DEPTH, &again, err);

	value_release(&again);
	return status;
}

/* ---- what is known of private photos */

#define PHOTOS_MEMBER "_photos"

static bool
is_private_place(const struct pack *pack, const struct step_photo *photo)
{
	int row;
	const struct field *field = field_place_find(pack, photo->field, &row);

	return field && field->is_private;
}

/* Puts it among what is sealed: { "_photos": { PLACE: { "content": ID, "taken": UNIX } } }. */
static void
add_photos(const struct pack *pack, const struct step *step, struct value *private)
{
	struct value photos = value_object();

	for (size_t i = 0; i < step->photo_count; i++) {
		const struct step_photo *photo = &step->photos[i];
		struct value about = value_object();
		char hex[ID_HEX_LEN + 1];

		if (is_private_place(pack, photo) && photo->has_content)
			value_set_text(&about, "content", id_hex(&photo->content, hex));
		if (is_private_place(pack, photo) && photo->has_taken)
			value_set_take(&about, "taken", value_integer(photo->taken_unix));
		if (about.object.count)
			value_set_take(&photos, photo->field, about);
		else
			value_release(&about);
	}
	if (photos.object.count)
		value_set_take(private, PHOTOS_MEMBER, photos);
	else
		value_release(&photos);
}

static void
name_private(struct step *step, const char *name)
{
	step->private_fields = mem_resize(step->private_fields, step->private_field_count + 1, sizeof(char *));
	step->private_fields[step->private_field_count++] = mem_strdup(name);
}

static bool
is_named(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->private_field_count; i++)
		if (strcmp(step->private_fields[i], name) == 0)
			return true;
	return false;
}

/* Where nothing else is sealed the fields of the photos are named: a box has one at least. */
static void
name_photos(const struct value *photos, struct step *step)
{
	for (size_t i = 0; i < photos->object.count; i++) {
		const char *place = photos->object.members[i].name, *slash = strrchr(place, '/'), *name = slash ? slash + 1 : place;

		if (!is_named(step, name))
			name_private(step, name);
	}
}

void
private_note_photos(const struct pack *pack, const struct value *opened, struct step *step)
{
	const struct value *photos = value_get(opened, PHOTOS_MEMBER);

	for (size_t i = 0; photos && photos->type == VALUE_OBJECT && i < step->photo_count; i++) {
		struct step_photo *photo = &step->photos[i];
		const struct value *about = value_get(photos, photo->field), *taken;
		const char *content;

		if (!about || about->type != VALUE_OBJECT || strcmp(photo->mime, PRIVATE_PHOTO_MIME) != 0 || !is_private_place(pack, photo))
			continue;
		taken = value_get(about, "taken");
		content = value_get_text(about, "content");
		photo->has_taken = taken && taken->type == VALUE_INTEGER;
		photo->taken_unix = photo->has_taken ? taken->integer : 0;
		photo->has_content = content && id_from_hex(content, &photo->content);
	}
}

enum status
private_split(const struct pack *pack, const struct form *form, const struct value *values, const struct data_key *key, struct step *step,
	      struct buf *box, struct err *err)
{
	struct value private = value_object();
	struct buf json = { 0 };
	enum status status = STATUS_OK;

	/* Rows are checked before anything is put into the step: a refusal leaves nothing in clear. */
	for (size_t i = 0; i < values->object.count && !status; i++) {
		const struct field *field = pack_field(pack, values->object.members[i].name);

		if (!field || !field->is_private) /* a repeat that is private itself is sealed whole */
			status = check_rows(pack, &values->object.members[i], err);
	}
	if (status)
		return status;

	for (size_t i = 0; i < values->object.count; i++) {
		const struct member *member = &values->object.members[i];
		const struct field *field = pack_field(pack, member->name);
		bool hidden = field && field->is_private && pack_form_of_field(pack, member->name) == form;

		value_set_take(hidden ? &private : &step->data, member->name, value_copy(&member->value));
		if (!hidden)
			continue;
		name_private(step, member->name);
	}
	add_photos(pack, step, &private);
	if (!step->private_field_count && private.object.count)
		name_photos(value_get(&private, PHOTOS_MEMBER), step);
	if (step->private_field_count) {
		qsort(step->private_fields, step->private_field_count, sizeof(char *), name_cmp);
		json_write(&private, &json);
		status = read_back(&json, err);
		if (!status) {
			private_seal(key, json.data, json.len, &step->commit, box, &step->box);
			step->has_private = true;
		}
		secret_zero(json.data, json.cap);
	}
	buf_release(&json);
	value_release(&private);
	return status;
}

static bool
belongs_in_box(const struct pack *pack, const struct step *step, const struct member *member)
{
	const struct field *field = pack_field(pack, member->name);
	const struct form *form = field ? pack_form_of_field(pack, member->name) : NULL;

	if (!field || !field->is_private || !form || strcmp(form->name, step->kind) != 0 || !is_named(step, member->name))
		return false;
	return field_value_is_of_type(pack, field, &member->value);
}

void
private_join(const struct pack *pack, const struct step *step, struct value *opened, struct value *into)
{
	for (size_t i = 0; i < opened->object.count; i++) {
		struct member *member = &opened->object.members[i];

		if (!belongs_in_box(pack, step, member))
			continue;
		value_set_take(into, member->name, member->value);
		member->value = (struct value){ 0 };
	}
}
