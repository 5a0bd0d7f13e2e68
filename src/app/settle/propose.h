#ifndef APP_SETTLE_PROPOSE_H
#define APP_SETTLE_PROPOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* What one who may not decide proposes: two houses are one. It is signed without effect, as a decision of who has no role for it
 * (doc/file-format, C20), and asks who may. */

MUST_CHECK enum status app_propose_same(struct app *app, const struct id *building, const struct id *other, const char *reason,
					struct err *err);
/* May the unlocked person decide about both, by role and area? */
bool app_may_decide_same(struct app *app, const struct id *building, const struct id *other);
/* Who proposed that the two are one, when and why, a line each; NULL: nobody. The caller frees. */
char *app_proposed_words(struct app *app, const struct id *building, const struct id *other);
/* How many pairs that were proposed (twins_each_proposed) wait for the unlocked person's decision: by the person's role and areas. */
size_t app_proposals_to_decide(struct app *app);

#endif
