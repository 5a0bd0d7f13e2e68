#ifndef EXCHANGE_PLAN_HOUSE_H
#define EXCHANGE_PLAN_HOUSE_H

#include "exchange/plan_logs.h"

/* What of an export is about one house. Internal to the floor. */

/* Does the log, one of a division of the house or above it, go? Those above decide about the house, and go; of its village's own logs go those that tell of
 * it or of who is joined with it. */
MUST_CHECK enum status plan_house_needs(struct planning *planning, const struct store_run *run, bool *needs, struct err *err);
/* Is the step about the house itself? Only of those photos and boxes go. */
bool plan_house_is_about(const struct plan_house *house, const struct id *id, const struct step *step);

#endif
