#ifndef APP_SETTLE_PROPOSE_H
#define APP_SETTLE_PROPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* What one who may not decide proposes: two houses are one. It is signed without effect, as a decision of who has no role for it
 * (doc/file-format, C20), and asks who may. */

MUST_CHECK enum status app_propose_same(struct app *app, const struct id *building, const struct id *other, const char *reason,
					struct err *err);
/* Takes back what this person proposed of the two, before anything is decided. What others proposed of them stands. */
MUST_CHECK enum status app_propose_withdraw(struct app *app, const struct id *building, const struct id *other, const char *reason,
					    struct err *err);
/* Did the unlocked person propose it, and not take it back? */
bool app_proposed_by_own(struct app *app, const struct id *building, const struct id *other);
/* May the unlocked person decide about both, by role and area? */
bool app_may_decide_same(struct app *app, const struct id *building, const struct id *other);
/* Who proposed that the two are one, when and why, a line each; NULL: nobody. The caller frees. */
char *app_proposed_words(struct app *app, const struct id *building, const struct id *other);
/* How many pairs that were proposed (twins_each_proposed) wait for the unlocked person's decision: by the person's role and areas. */
size_t app_proposals_to_decide(struct app *app);
/* How many such pairs wait in an area ("": all of the file), whoever may decide them; NULL *roles: nobody. The caller frees *roles, who may. */
size_t app_proposals_waiting(struct app *app, const char *area, char **roles);
/* Of so many proposals, and such ones taken back, that came with files: how many pairs wait in this file now, and who decides. NULL: none came; caller frees. */
char *app_proposals_came_words(struct app *app, int64_t proposals, int64_t withdrawals);

#endif
