#ifndef APP_SETTLE_DECIDE_H
#define APP_SETTLE_DECIDE_H

#include "app/session/workspace.h"
#include "base/id.h"

struct act_tries;

/* Decisions of the unlocked person, each signed with its reason. */

/* A step, named by its first digits, keeps its effect where its device's log forks. */
MUST_CHECK enum status app_decide_keep(struct app *app, const char *step, const char *reason, struct err *err);

struct app_decide {
	const struct id *building, *other;
	bool same; /* two buildings are one house; false undoes the decisions that said so */
	const char *reason;
};
/* *first_stays: once they are one, `building` is counted, and not the other. */
MUST_CHECK enum status app_decide_same(struct app *app, const struct app_decide *ask, bool *first_stays, struct err *err);
/* What is asked about two houses rests on what stands of them: CONFLICT where something was signed about one since (act_rests_on). */
MUST_CHECK enum status app_decide_rests(struct app *app, const struct id *building, const struct id *other, struct act_tries *tries,
					struct err *err);

/* Which of two houses is counted once they are one: of two villages the one for which, as somebody who moved the house proposed, the other is to step aside; else the one with an open case, or the worse finding, that the other has not; else the one signed furthest,
 * else the one with the most forms. *first false: the other. */
MUST_CHECK enum status app_decide_stays(struct app *app, const struct id *building, const struct id *other, bool *first, struct err *err);

#endif
