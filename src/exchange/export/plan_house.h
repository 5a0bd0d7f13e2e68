#ifndef EXCHANGE_PLAN_HOUSE_H
#define EXCHANGE_PLAN_HOUSE_H

#include "exchange/export/plan.h"
#include "step/step.h"

/* What of an export is about one house. Internal to the floor. */

/* Is the step about the house itself? Only of those photos and boxes go. */
bool plan_house_is_about(const struct plan_house *house, const struct id *id, const struct step *step);

#endif
