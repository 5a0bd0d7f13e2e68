#ifndef APP_FILL_SHEET_KEEP_H
#define APP_FILL_SHEET_KEEP_H

#include "app/fill/sheet.h"
#include "base/buf.h"

/* Opening a form to fill it, keeping what was typed, and signing it. */

/* Opens a form of a building; NULL or zeros: of a new one, by the form that starts buildings. Of a form that repeats, `slot` is the first step
 * of what is corrected; NULL or zeros, as for other forms: another one. Takes up the draft, else the form as it stands, else empty. DENIED
 * when the unlocked person may not sign this form here; CONFLICT when another window has the form open (sheet_window.h). */
MUST_CHECK enum status sheet_open(struct app *app, const struct id *building, const char *form, const struct id *slot, struct sheet **out,
				  struct err *err);
void sheet_free(struct sheet *sheet);
/* Takes the photo of a field from one of two versions side by side, as app_versions counts them; none when that has none. */
void sheet_choose_version(struct sheet *sheet, const struct field *photo, size_t version);

/* Fills every empty field that the form carries over from the last house signed here; how many. */
int sheet_carry(struct sheet *sheet);
bool sheet_can_carry(const struct sheet *sheet);
bool sheet_has_carried_fields(const struct sheet *sheet); /* is any answer of this form ever carried over? */

void sheet_count_key(struct sheet *sheet);				    /* for _keys and _seconds */
MUST_CHECK enum status sheet_save(struct sheet *sheet, struct err *err);    /* the draft, sealed */
MUST_CHECK enum status sheet_discard(struct sheet *sheet, struct err *err); /* the draft, as if nothing had been typed */
/* Checks and signs; the draft is gone after that and the carried values are kept for the next house. `findings`: a line each. */
MUST_CHECK enum status sheet_sign(struct sheet *sheet, struct id *step, struct buf *findings, struct err *err);

#endif
