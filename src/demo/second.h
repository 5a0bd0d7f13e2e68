#ifndef DEMO_SECOND_H
#define DEMO_SECOND_H

#include "demo/county.h"

/* The second look at one township: what the platform holds of its houses, what somebody of the township's task force finds who sees neither, and what
 * is decided where they differ. Internal to the demonstration's files.
 *
 * Planted errors, by the number of a house in the township's order: of ten houses the first seven have one wrong field in the platform's record, so that
 * 70.0 % of its houses are wrong; of twenty houses one has the wrong trade in the survey. As many houses are looked at as twenties are full, so that these
 * shares are exact; of the rest nobody has the platform's record. */

#define DEMO_SECOND_STEP 20

/* Chooses the houses. A part of the county gets as many as one twenty; one of fewer than DEMO_PART_LEAST houses has no second look. */
void demo_second_plan(struct demo_county *county);
MUST_CHECK enum status demo_village_second(struct demo_county *county, size_t village, struct err *err);

#endif
