#ifndef APP_SESSION_DRAFT_H
#define APP_SESSION_DRAFT_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/value.h"

/* Drafts beside the workspace, sealed like private values from the first key on. What a draft of a form holds: {"typed": {...}, "raw": {...},
 * "photos": [...], "seconds", "keys"}. Names of drafts: FORM, "photo:FORM:FIELD" (bytes), "carry:FORM" under a root of zeros. */

struct data_key;

MUST_CHECK enum status draft_put(struct local *local, const struct data_key *key, const struct id *root, const char *name,
				 const struct value *content, struct err *err);
MUST_CHECK enum status draft_put_bytes(struct local *local, const struct data_key *key, const struct id *root, const char *name,
				       const void *bytes, size_t len, struct err *err);
/* NOT_FOUND: none. DENIED: sealed for others. The caller zeroes what is private in it. */
MUST_CHECK enum status draft_get(struct app *app, const struct id *root, const char *name, struct value *out, struct err *err);
MUST_CHECK enum status draft_get_bytes(struct app *app, const struct id *root, const char *name, struct buf *out, struct err *err);

/* Drafts of this laptop that the unlocked person can open. */
struct draft_row {
	char building[65]; /* "" a new one */
	char form[64];
	int64_t at_unix;
};
MUST_CHECK enum status app_drafts(struct app *app, struct draft_row **out, size_t *count, struct err *err);

#endif
