#ifndef APP_PEOPLE_UPTO_H
#define APP_PEOPLE_UPTO_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* What a revocation or a later genesis leaves to whom it takes a right from: ids of county receipts and of ends of logs, as texts (rule U1). */

/* Adds the newest county receipts. */
void upto_add_receipts(const struct app *app, struct value *upto);
/* Adds the end of each run that is here of an author who is `wanted` and that the receipts do not cover, then puts all in order. CONFLICT: there
 * are more of them than a step may name, so that something signed would silently lose its effect. */
MUST_CHECK enum status upto_add_ends(struct app *app, bool (*wanted)(const struct id *author, const void *ctx), const void *ctx,
				     struct value *upto, struct err *err);

#endif
