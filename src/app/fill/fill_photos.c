#include <stdlib.h>
#include <string.h>

#include "app/fill/filling.h"
#include "app/fill/inbox.h"
#include "app/fill/sheet_photos.h"
#include "app/house/looks.h"
#include "app/house/twins.h"
#include "app/session/look.h"
#include "app/session/private.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/eval.h"
#include "form/place.h"
#include "store/blob.h"
#include "store/houses/looks.h"
#include "store/store.h"

/* The photos of a form that is being signed: taken in, kept, sealed. */

static void
add_taken(struct form_filling *filling, const struct sheet_photo *taken, const char *place)
{
	struct step_photo *to = step_add_photo(&filling->step);

	*to = (struct step_photo){ .id = taken->id,
				   .field = mem_strdup(place),
				   .mime = mem_strdup("image/jpeg"),
				   .size = (int64_t)taken->bytes.len,
				   .has_original = taken->has_original,
				   .original = taken->original,
				   .has_taken = taken->has_taken,
				   .taken_unix = taken->taken_unix };
}

/* A file that is a photo of the form as it is stored: that photo is kept, as signed. Read anew it would become another. */
static bool
keep_photo(struct form_filling *filling, const struct id *file, const char *place)
{
	const struct flow_slot *slot = filling->slot;

	for (size_t h = 0; slot && h < slot->head_count; h++) {
		const struct step *head = filling->dossier->steps[slot->heads[h]].step;

		for (size_t i = 0; i < head->photo_count; i++) {
			const struct step_photo *as_signed = &head->photos[i];
			struct step_photo *kept;

			if (!id_equal(&as_signed->id, file))
				continue;
			kept = step_add_photo(&filling->step);
			*kept = *as_signed;
			kept->field = mem_strdup(place);
			kept->mime = mem_strdup(as_signed->mime);
			return true;
		}
	}
	return false;
}

static const struct field *
repeat_of(const struct field *field)
{
	while (field->parent && field->parent->type != FIELD_REPEAT)
		field = field->parent;
	return field->parent;
}

/* A photo stands in a photo field of the form that is signed, in a row where the field does, and alone there: what hung elsewhere would be part of what is
 * signed, and no question would show it. */
static enum status
check_place(const struct form_filling *filling, const char *text, struct err *err)
{
	const struct pack *pack = app_pack(filling->app);
	const struct field *field, *repeat;
	struct field_place place;

	field_place_read(text, &place);
	field = pack_field(pack, place.name);
	if (!field || field->type != FIELD_PHOTO || pack_form_of_field(pack, field->name) != filling->form)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no photo field of this form"), text);
	repeat = repeat_of(field);
	if (repeat && !(place.repeat && field_place_in(&place, repeat->name)))
		return err_set(err, STATUS_INVALID, _("\"%s\" is a photo of a row: name it with the row, as %s/1/%s"), text, repeat->name,
			       field->name);
	if (!repeat && place.repeat)
		return err_set(err, STATUS_INVALID, _("\"%s\" is a photo of no row: name it %s"), text, field->name);
	for (size_t i = 0; i < filling->step.photo_count; i++)
		if (strcmp(filling->step.photos[i].field, text) == 0)
			return err_set(err, STATUS_INVALID, _("\"%s\" is given two photos, and holds one"), text);
	return STATUS_OK;
}

enum status
filling_add_photo(struct form_filling *filling, const struct app_photo *photo, struct buf *bytes, struct err *err)
{
	struct photo_taken taken;
	struct err missing = { 0 };
	enum status status = check_place(filling, photo->field, err);

	if (status)
		return status;
	if (photo->ready) {
		const struct step_photo *as_signed = photo->ready->kept && filling->dossier
							     ? dossier_photo(filling->dossier, &photo->ready->id)
							     : NULL;

		add_taken(filling, photo->ready, photo->field);
		if (as_signed) { /* perhaps not in this file, or sealed for others */
			struct step_photo *kept = &filling->step.photos[filling->step.photo_count - 1];

			free(kept->mime);
			kept->mime = mem_strdup(as_signed->mime);
			kept->size = as_signed->size;
			kept->has_content = as_signed->has_content;
			kept->content = as_signed->content;
		}
		/* One that was signed before keeps what is stored of it: a private one is never sealed again. */
		if (photo->ready->kept && !store_get_blob(app_store(filling->app), BLOB_PHOTO, &photo->ready->id, bytes, &missing))
			return STATUS_OK;
		buf_add(bytes, buf_text(&photo->ready->bytes), photo->ready->bytes.len);
		return STATUS_OK;
	}
	status = photo_take(photo->path, &taken, err);
	if (!status && keep_photo(filling, &taken.original, photo->field)) {
		buf_release(&taken.bytes);
		return STATUS_OK;
	}
	if (!status) {
		struct sheet_photo from_file = { .id = taken.id,
						 .bytes = taken.bytes,
						 .has_original = true,
						 .original = taken.original,
						 .has_taken = taken.has_taken,
						 .taken_unix = taken.taken_unix };

		add_taken(filling, &from_file, photo->field);
		*bytes = taken.bytes;
	}
	return status;
}

/* ---- private ones */

static const struct field *
photo_field(const struct form_filling *filling, size_t index)
{
	int row;

	return field_place_find(store_pack(app_store(filling->app)), filling->step.photos[index].field, &row);
}

static bool
is_private_photo(const struct form_filling *filling, size_t index)
{
	const struct field *field = photo_field(filling, index);

	return field && field->is_private;
}

struct eval_photo *
filling_photos(const struct form_filling *filling)
{
	const struct id *root = filling->dossier ? &filling->dossier->root : NULL;
	struct eval_photo *photos = dossier_photos(app_store(filling->app), &filling->step, root);

	for (size_t i = 0; root && i < filling->step.photo_count; i++) {
		const struct step_photo *photo = &filling->step.photos[i];

		if (is_private_photo(filling, i))
			photos[i].elsewhere += twins_paper_elsewhere(filling->app, filling->dossier->division,
								     photo->has_content ? &photo->content : &photo->id, root,
								     photo_field(filling, i)->is_shared, NULL);
	}
	return photos;
}

char **
filling_pictures(const struct form_filling *filling)
{
	size_t count = filling->step.photo_count;
	struct looks_photo *photos = mem_array(count, sizeof(*photos));
	char **words = mem_array(count, sizeof(*words));

	for (size_t i = 0; i < count; i++) {
		const struct step_photo *photo = &filling->step.photos[i];
		const struct buf *bytes = &filling->photo_bytes[i];

		photos[i] = (struct looks_photo){ .place = photo->field,
						  .id = photo->id,
						  .content = photo->has_content ? photo->content : photo->id };
		if (!is_private_photo(filling, i))
			photos[i].look = bytes->len ? look_of_bytes(bytes->data, bytes->len)
						    : store_photo_look(app_store(filling->app), &photo->id);
	}
	for (size_t i = 0; i < count; i++)
		words[i] = looks_words(filling->app, filling->dossier, filling->slot, filling->form, photos, count, i);
	free(photos);
	return words;
}

bool
filling_has_private_photo(const struct form_filling *filling)
{
	bool has = false;

	for (size_t i = 0; i < filling->step.photo_count; i++)
		has |= is_private_photo(filling, i);
	return has;
}

void
filling_note_content(struct form_filling *filling)
{
	for (size_t i = 0; i < filling->step.photo_count; i++) {
		struct step_photo *photo = &filling->step.photos[i];

		if (!is_private_photo(filling, i) || photo->has_content || strcmp(photo->mime, PRIVATE_PHOTO_MIME) == 0)
			continue;
		photo->has_content = true;
		photo->content = photo->id;
	}
}

/* When and from which file a private photo was taken is private as well. */
void
filling_seal_photos(struct form_filling *filling, const struct data_key *key)
{
	for (size_t i = 0; i < filling->step.photo_count; i++) {
		struct step_photo *photo = &filling->step.photos[i];
		struct buf *bytes = &filling->photo_bytes[i], sealed = { 0 };

		if (is_private_photo(filling, i) && bytes->len && !private_photo_is_sealed(bytes)) {
			private_photo_seal(key, bytes->data, bytes->len, &sealed);
			secret_zero(bytes->data, bytes->len);
			buf_release(bytes);
			*bytes = sealed;
			hash_bytes(sealed.data, sealed.len, &photo->id);
		}
		if (private_photo_is_sealed(bytes)) {
			free(photo->mime);
			photo->mime = mem_strdup(PRIVATE_PHOTO_MIME);
			photo->size = (int64_t)bytes->len;
		}
		if (strcmp(photo->mime, PRIVATE_PHOTO_MIME) == 0) /* also one that is kept, and not in this file */
			photo->has_original = photo->has_taken = photo->has_content = false;
	}
}
