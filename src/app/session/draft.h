#ifndef APP_SESSION_DRAFT_H
#define APP_SESSION_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/value.h"

/* Drafts beside the workspace, sealed like private values from the first key on. What a draft of a form holds: {"typed": {...}, "raw": {...},
 * "photos": [...], "upon": [ids of the heads it was typed over], "seen": [of those of the forms before],
 * "seconds", "keys"}. Names of drafts: FORM, "sitting:CHAIN:LEVEL:PERSON", "carry:FORM", "page:PAGE:PERSON" under a root of zeros. */

struct data_key;
struct drafts;

/* CONFLICT when this window does not hold it (any more): draft_hold. */
MUST_CHECK enum status draft_put(struct app *app, const struct data_key *key, const struct id *root, const char *name,
				 const struct value *content, struct err *err);
/* The same for what no window holds, and the last one who writes wins: what is carried to the next house. */
MUST_CHECK enum status draft_put_shared(struct app *app, const struct data_key *key, const struct id *root, const char *name,
					const struct value *content, struct err *err);
/* Puts a draft into a file of drafts that no workspace is open over. */
MUST_CHECK enum status draft_write(struct drafts *drafts, const struct data_key *key, const struct id *root, const char *name,
				   const struct value *content, struct err *err);
/* NOT_FOUND: none. DENIED: sealed for others. The caller zeroes what is private in it. */
MUST_CHECK enum status draft_get(struct app *app, const struct id *root, const char *name, struct value *out, struct err *err);
/* The photo of a field, sealed as well. */
MUST_CHECK enum status draft_put_photo(struct app *app, const struct data_key *key, const struct id *root, const char *form,
				       const char *field, const void *bytes, size_t len, struct err *err);
MUST_CHECK enum status draft_get_photo(struct app *app, const struct id *root, const char *form, const char *field, struct buf *out,
				       struct err *err);
/* The draft and its photos; of what no window holds, draft_drop_shared. */
MUST_CHECK enum status draft_drop_shared(struct app *app, const struct id *root, const char *name, struct err *err);
MUST_CHECK enum status draft_drop(struct app *app, const struct id *root, const char *name, struct err *err);
/* See drafts_note_end. */
MUST_CHECK enum status draft_note_end(struct app *app, const struct id *root, const char *name, const struct id *step, struct err *err);

/* ---- which window has it open */

struct draft_holder {
	bool other; /* another window */
	bool own;   /* this window has it already */
	int64_t since_unix;
};
/* Takes a draft for this window unless another window has it; `take`: also then, and the other window is told when it next keeps
 * something. */
MUST_CHECK enum status draft_hold(struct app *app, const struct id *root, const char *name, bool take, struct draft_holder *out,
				  struct err *err);
/* CONFLICT when another window has taken it over. */
MUST_CHECK enum status draft_still_held(struct app *app, const struct id *root, const char *name, struct err *err);
void draft_let_go(struct app *app, const struct id *root, const char *name);

/* Drafts of this laptop that the unlocked person can open. */
struct draft_row {
	struct id building; /* zeros: a new one */
	char form[112];	    /* FORM, or FORM@SLOT of a form that repeats */
	int64_t at_unix;
	char person[33], by[256]; /* who began it, number and name (as far as it goes); "": an earlier louce does not say */
};
MUST_CHECK enum status app_drafts(struct app *app, struct draft_row **out, size_t *count, struct err *err);

#endif
