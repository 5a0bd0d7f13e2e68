#ifndef APP_FILL_SHEET_H
#define APP_FILL_SHEET_H

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/value.h"

/* A form while somebody fills it: what was typed, what follows from it, what is wrong where, the photos, and the sealed draft. Nothing
 * typed is ever dropped: an answer whose question goes away is kept beside and returns with its question. */

struct sheet;

/* `building` NULL or zeros: a new one, by the form that starts buildings. Takes up the draft, else the form as it stands, else empty. DENIED when
 * the unlocked person may not sign this form here. */
MUST_CHECK enum status sheet_open(struct app *app, const struct id *building, const char *form, struct sheet **out, struct err *err);
/* CONFLICT when another window has the form open: see sheet_held. */
/* Opens one slot of a form that repeats, by its first step, to correct it; NULL or zeros, as sheet_open: another one. */
MUST_CHECK enum status sheet_open_slot(struct app *app, const struct id *building, const char *form, const struct id *slot,
				       struct sheet **out, struct err *err);
void sheet_free(struct sheet *sheet);

/* Has another window of louce this form of this building open, and since when? A window that was killed has nothing open. */
MUST_CHECK enum status sheet_held(struct app *app, const struct id *building, const char *form, const struct id *slot, bool *held,
				  int64_t *since_unix, struct err *err);
/* From then on the form is this window's: the other one is told when it next keeps or signs it. */
MUST_CHECK enum status sheet_take_over(struct app *app, const struct id *building, const char *form, const struct id *slot,
				       struct err *err);

const struct form *sheet_form(const struct sheet *sheet);
const struct id *sheet_building(const struct sheet *sheet); /* zeros for a new one */
const char *sheet_place(const struct sheet *sheet);	    /* what the house is called: hamlet, number, owner when known */

/* ---- fields; `row` of the repeat they stand in, from 1; 0: none */

bool sheet_is_relevant(const struct sheet *sheet, const struct field *field, int row);
/* The value that stands, borrowed until the next change; NULL: none. */
const struct value *sheet_value(const struct sheet *sheet, const struct field *field, int row);
/* The text that is shown for a field: labels of choices, or what was typed and does not fit. Caller frees. */
char *sheet_text(const struct sheet *sheet, const struct field *field, int row, const char *lang);
/* Sets what a person typed. A text that does not fit is kept as it is, with its problem. */
void sheet_set_text(struct sheet *sheet, const struct field *field, int row, const char *text);
void sheet_set_take(struct sheet *sheet, const struct field *field, int row, struct value value);
/* Switches one choice of a list on or off; an exclusive one stands alone. */
void sheet_toggle(struct sheet *sheet, const struct field *field, int row, const char *choice);
bool sheet_is_calculated(const struct field *field);

int sheet_row_count(const struct sheet *sheet, const struct field *repeat);
int sheet_add_row(struct sheet *sheet, const struct field *repeat); /* its number */
void sheet_remove_row(struct sheet *sheet, const struct field *repeat, int row);
bool sheet_row_is_empty(const struct sheet *sheet, const struct field *repeat, int row); /* nothing typed, no photo */

/* Fills every empty field that the form carries over from the last house signed here; how many. */
int sheet_carry(struct sheet *sheet);
bool sheet_can_carry(const struct sheet *sheet);

/* The kind of error that a signer who gave the building back marked at a field. */
const char *sheet_mark(const struct sheet *sheet, const struct field *field); /* the kind of error, or NULL */
const char *sheet_return_reason(const struct sheet *sheet);		      /* "" for none */
/* Does the form stand signed with just these answers and photos, and did nobody give it back? A signature would change nothing then, or
 * only its author. */
bool sheet_is_as_signed(const struct sheet *sheet);
const char *sheet_author(const struct sheet *sheet); /* who signed it as it stands; "" when nobody did, or the person at the laptop */
char *sheet_warning(const struct sheet *sheet);	     /* why somebody else should rather fill it, or NULL; caller frees */

/* ---- photos */

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
/* Takes the photo of a field from one of two versions side by side, as app_versions counts them; none when that has none. */
void sheet_choose_version(struct sheet *sheet, const struct field *photo, size_t version);
void sheet_drop_photo(struct sheet *sheet, const struct field *field, int row);
/* "24.51120 107.37390 WGS-84" of the first photo that knows where it was taken; false: none does. */
bool sheet_position(const struct sheet *sheet, char out[64]);

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

/* ---- keeping and signing */

void sheet_count_key(struct sheet *sheet);				    /* for _keys and _seconds */
MUST_CHECK enum status sheet_save(struct sheet *sheet, struct err *err);    /* the draft, sealed */
MUST_CHECK enum status sheet_discard(struct sheet *sheet, struct err *err); /* the draft, as if nothing had been typed */
/* Checks and signs; the draft is gone after that and the carried values are kept for the next house. `findings`: a line each. */
MUST_CHECK enum status sheet_sign(struct sheet *sheet, struct id *step, struct buf *findings, struct err *err);

#endif
