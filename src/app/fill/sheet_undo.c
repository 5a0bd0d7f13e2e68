#include "app/fill/sheet_undo.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "base/mem.h"

/* What a form was before each change since it was opened. The bytes of photos that are taken out are kept once, beside. */

#define PAST_MAX 200 /* changes that can be taken back */

static struct sheet_photo
photo_facts(const struct sheet_photo *photo)
{
	struct sheet_photo facts = *photo;

	facts.field = mem_strdup(photo->field);
	facts.name = photo->name ? mem_strdup(photo->name) : NULL;
	facts.bytes = (struct buf){ 0 };
	return facts;
}

static void
past_release(struct sheet_past *past)
{
	for (size_t i = 0; i < past->photo_count; i++)
		sheet_photo_release(&past->photos[i]);
	free(past->photos);
	value_release(&past->typed);
	value_release(&past->raw);
	value_release(&past->unfit);
	value_release(&past->again);
}

static void
remember(struct sheet *sheet, const struct field *field, int row)
{
	struct sheet_past past = { .typed = value_copy(&sheet->typed),
				   .raw = value_copy(&sheet->raw),
				   .unfit = value_copy(&sheet->unfit),
				   .again = value_copy(&sheet->again),
				   .field = field,
				   .row = row,
				   .photo_count = sheet->photo_count };

	past.photos = mem_array(sheet->photo_count, sizeof(*past.photos));
	for (size_t i = 0; i < sheet->photo_count; i++)
		past.photos[i] = photo_facts(&sheet->photos[i]);
	if (sheet->past_count == PAST_MAX) {
		past_release(&sheet->past[0]);
		memmove(sheet->past, sheet->past + 1, --sheet->past_count * sizeof(*sheet->past));
	}
	MEM_GROW(sheet->past, sheet->past_count, sheet->past_cap);
	sheet->past[sheet->past_count++] = past;
}

void
sheet_remember(struct sheet *sheet, const struct field *field, int row)
{
	sheet->past_typing = false;
	remember(sheet, field, row);
}

void
sheet_remember_typing(struct sheet *sheet, const struct field *field, int row)
{
	const struct sheet_past *last = sheet->past_count ? &sheet->past[sheet->past_count - 1] : NULL;

	if (!sheet->past_typing || !last || last->field != field || last->row != row)
		remember(sheet, field, row);
	sheet->past_typing = true;
}

void
sheet_undo_point(struct sheet *sheet)
{
	sheet->past_typing = false;
}

void
sheet_bury_photo(struct sheet *sheet, struct sheet_photo *photo_take)
{
	MEM_GROW(sheet->buried, sheet->buried_count, sheet->buried_cap);
	sheet->buried[sheet->buried_count++] = *photo_take;
	*photo_take = (struct sheet_photo){ 0 };
}

static bool
is_now(const struct sheet *sheet, const struct sheet_past *past)
{
	bool same = past->photo_count == sheet->photo_count && value_equal(&past->typed, &sheet->typed) &&
		    value_equal(&past->raw, &sheet->raw) && value_equal(&past->unfit, &sheet->unfit);

	for (size_t i = 0; i < past->photo_count && same; i++)
		same = id_equal(&past->photos[i].id, &sheet->photos[i].id) && strcmp(past->photos[i].field, sheet->photos[i].field) == 0;
	return same;
}

bool
sheet_can_undo(const struct sheet *sheet)
{
	for (size_t i = sheet->past_count; i > 0; i--)
		if (!is_now(sheet, &sheet->past[i - 1]))
			return true;
	return false;
}

/* Among photos the one with these bytes, if they still lie there. */
static struct sheet_photo *
with_bytes(struct sheet_photo *photos, size_t count, const struct id *id)
{
	for (size_t i = 0; i < count; i++)
		if (photos[i].bytes.len && id_equal(&photos[i].id, id))
			return &photos[i];
	return NULL;
}

/* Gives a photo of the past its bytes: they move there from where they lie now. Of one photo in two fields the second gets a copy. */
static void
take_bytes(struct sheet *sheet, struct sheet_past *past, size_t index)
{
	struct sheet_photo *to = &past->photos[index];
	struct sheet_photo *from = with_bytes(sheet->photos, sheet->photo_count, &to->id);

	if (!from)
		from = with_bytes(sheet->buried, sheet->buried_count, &to->id);
	if (from) {
		to->bytes = from->bytes;
		from->bytes = (struct buf){ 0 };
		return;
	}
	from = with_bytes(past->photos, index, &to->id);
	if (from)
		buf_add(&to->bytes, from->bytes.data, from->bytes.len);
}

/* Makes the sheet what it was; takes what `past` holds. */
static void
go_back(struct sheet *sheet, struct sheet_past *past)
{
	for (size_t i = 0; i < past->photo_count; i++)
		take_bytes(sheet, past, i);
	for (size_t i = 0; i < sheet->photo_count; i++) {
		if (sheet->photos[i].bytes.len)
			sheet_bury_photo(sheet, &sheet->photos[i]);
		else
			sheet_photo_release(&sheet->photos[i]);
	}
	free(sheet->photos);
	value_release(&sheet->typed);
	value_release(&sheet->raw);
	value_release(&sheet->unfit);
	value_release(&sheet->again);
	sheet->photos = past->photos;
	sheet->photo_count = sheet->photo_cap = past->photo_count;
	sheet->typed = past->typed;
	sheet->raw = past->raw;
	sheet->unfit = past->unfit;
	sheet->again = past->again;
	sheet->changed = true;
	sheet_check(sheet);
}

bool
sheet_undo(struct sheet *sheet, const struct field **field, int *row)
{
	sheet->past_typing = false;
	while (sheet->past_count) {
		struct sheet_past *past = &sheet->past[--sheet->past_count];

		if (is_now(sheet, past)) { /* a key that changed nothing */
			past_release(past);
			continue;
		}
		*field = past->field;
		*row = past->row;
		go_back(sheet, past);
		return true;
	}
	return false;
}

void
sheet_past_release(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->past_count; i++)
		past_release(&sheet->past[i]);
	free(sheet->past);
	for (size_t i = 0; i < sheet->buried_count; i++)
		sheet_photo_release(&sheet->buried[i]);
	free(sheet->buried);
}
