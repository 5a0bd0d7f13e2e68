#ifndef APP_FILL_SHEET_PHOTOS_H
#define APP_FILL_SHEET_PHOTOS_H

#include "app/fill/sheet.h"
#include "base/buf.h"

/* Photos of a form that is being filled, kept sealed beside its draft until it is signed. */

struct sheet_photo {
	char *field;	  /* its place: form/place.h */
	char *name;	  /* of the file it came from; NULL: from the form as it was signed */
	bool kept;	  /* of the form as it was signed */
	struct buf bytes; /* as they will be stored */
	struct id id, original;
	bool has_original, has_taken;
	int64_t taken_unix;
	bool has_position;
	double lat, lon;
};
const struct sheet_photo *sheet_photo(const struct sheet *sheet, const struct field *field, int row); /* NULL: none */
/* Takes a photo from a file; kept in the draft at once. */
MUST_CHECK enum status sheet_set_photo(struct sheet *sheet, const struct field *field, int row, const char *path, struct err *err);
/* The other house whose form, as it stands, has this very photo, as people call it; NULL: none. Caller frees. */
char *sheet_photo_elsewhere(const struct sheet *sheet, const struct field *field, int row);
void sheet_drop_photo(struct sheet *sheet, const struct field *field, int row);
/* What each photo looks like (house/looks.h), in words or NULL: found when a photo came or went, not at each key. */
char *const *sheet_pictures(struct sheet *sheet);
void sheet_pictures_release(struct sheet *sheet);
/* "24.51120 107.37390 WGS-84" of the first photo that knows where it was taken; false: none does. */
bool sheet_position(const struct sheet *sheet, char out[64]);

/* The photos that who fills the form has to look at: of a form that is blind to others' answers those of the forms before it, as they stand;
 * no private ones. Their number; caller frees the array. */
struct shown_photo {
	const struct field *field;
	struct id id;
};
size_t sheet_shown_photos(const struct sheet *sheet, struct shown_photo **out);

/* A photo of a file that some draft here holds. */
struct draft_photo {
	struct id building; /* zeros: a new one */
	char *form, *field, *name;
	struct id original;
};
MUST_CHECK enum status app_draft_photos(struct app *app, struct draft_photo **out, size_t *count, struct err *err);
void draft_photos_free(struct draft_photo *photos, size_t count);
/* Takes a photo out of the draft that holds it, so that it may go to another house. */
MUST_CHECK enum status app_draft_drop_photo(struct app *app, const struct draft_photo *photo, struct err *err);

#endif
