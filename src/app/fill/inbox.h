#ifndef APP_FILL_INBOX_H
#define APP_FILL_INBOX_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"

/* Photos from the camera's folder. */

struct photo_taken {
	struct buf bytes;   /* as they will be stored; caller releases */
	struct id id;	    /* of those bytes */
	struct id original; /* of the file */
	bool has_taken;
	int64_t taken_unix;
	bool has_position;
	double lat, lon; /* WGS-84 */
};
/* Reads and prepares one file. INVALID: no photo, or damaged. */
MUST_CHECK enum status photo_take(const char *path, struct photo_taken *out, struct err *err);

/* The inbox: a folder, newest first; a pause of more than ten minutes starts another group, which is nearly always another house. */
struct inbox_photo {
	char *path, *name;
	bool has_taken;
	int64_t taken_unix; /* by the camera, else when the file was written */
	int group;	    /* from 0 */
	char *why;	    /* it cannot be read: HEIC, PNG, empty, cut short ..., in a sentence; NULL: it can */
	char *used;	    /* the house whose signed form or draft here holds it, or NULL */
	bool in_draft;
};
struct inbox {
	struct inbox_photo *photos;
	size_t count;
};
MUST_CHECK enum status inbox_open(struct app *app, const char *dir, struct inbox *out, struct err *err);
/* Notes that a photo went into a signed form of a building: it is not offered again. */
struct sheet_photo;
void inbox_note_signed(struct app *app, const struct sheet_photo *photo, const struct id *building);
void inbox_release(struct inbox *inbox);
/* A number that is another one when files came into the folder, went out of it or were written. */
uint64_t inbox_stamp(const char *dir);
/* The photos shot at the same house as the one at `index`, as far as the pause between tells: indices of those that can be read and are not in
 * use, as they were shot. Caller frees. */
size_t *inbox_burst(const struct inbox *inbox, size_t index, size_t *count);
/* Where one goes on for a house (as it is called) behind the photo of that name, which was taken last: what was shot at the same house after
 * it; for another house, or when nothing of that is left, the next photos shot of which none is in use, then the newest such; else the newest
 * not in use, else the first. */
size_t inbox_next(const struct inbox *inbox, const char *name, const char *house);
/* The folder where this person's photos are looked for; caller frees. */
char *app_inbox_dir(struct app *app);

#endif
