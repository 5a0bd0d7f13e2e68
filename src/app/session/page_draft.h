#ifndef APP_SESSION_PAGE_DRAFT_H
#define APP_SESSION_PAGE_DRAFT_H

#include "app/session/workspace.h"
#include "base/value.h"

/* What is typed on pages that fill no form: a reason, the quotas of a draw. Kept beside the workspace as drafts of forms are, sealed for a
 * village of the unlocked person and found again by the same person alone. `page`: the page and what it is about, as "decide:ID". */

/* Keeps an object in place of what was kept before; an empty one: nothing is kept any more. False: it is kept nowhere, as nobody is unlocked, the
 * person holds no key to seal with, or the disk takes nothing. */
bool page_draft_put(struct app *app, const char *page, const struct value *content);
/* False: nothing is kept. The caller releases it. */
bool page_draft_get(struct app *app, const char *page, struct value *out);

#endif
