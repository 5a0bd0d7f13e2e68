#ifndef EXCHANGE_PLAN_EXCLUDED_H
#define EXCHANGE_PLAN_EXCLUDED_H

#include "exchange/plan_logs.h"

/* What an upto excludes stays here, but for what somebody needs (doc/file-format, E6). Internal to the floor. */

/* Does an upto exclude the step? Never what was signed on the machine that exports. */
bool plan_is_excluded(const struct planning *planning, const struct log_key *log, const struct id *step);
/* Holds an excluded step back. `log` stays where it is while it is planned. */
void plan_hold_back(struct planning *planning, const struct log_key *log, const struct store_item *item);
/* Adds those that were held back and are needed: a county receipt or an upto names them or what descends from them, or a step leans on them that
 * no upto excludes. */
MUST_CHECK enum status plan_let_go(struct planning *planning, struct err *err);

#endif
