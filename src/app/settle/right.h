#ifndef APP_SETTLE_RIGHT_H
#define APP_SETTLE_RIGHT_H

#include "app/session/workspace.h"
#include "step/step.h"

/* Who may settle what, and putting the step that does. Internal to settle. */

/* NOT_FOUND when no form pack is in force: the pack says who may settle. */
MUST_CHECK enum status settle_needs_pack(const struct app *app, struct err *err);
/* Acts from here on in one of the roles; DENIED when the unlocked person has none of them. */
MUST_CHECK enum status settle_needs_role(struct app *app, const struct names *roles, struct err *err);
/* May one of the person's rights decide about houses all over the area? Acts under it from here on. */
bool settle_decides_in(struct app *app, const char *area);
/* Does one of them cover the area, whatever its role? Acts under it from here on, or as before. */
bool settle_speaks_in(struct app *app, const char *area);
/* Signs and puts one step in a transaction of its own. CONFLICT where another window wrote since `generation`, at which it was judged (act_still_judged). */
MUST_CHECK enum status settle_put(struct app *app, struct step *step, unsigned generation, struct err *err);
/* Words that say something, and no more than everybody reads; `wanted`: the sentence where they say nothing. */
MUST_CHECK enum status settle_check_reason(const char *reason, const char *wanted, struct err *err);

#endif
