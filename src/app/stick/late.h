#ifndef APP_STICK_LATE_H
#define APP_STICK_LATE_H

#include "app/session/workspace.h"

/* What was signed long ago and is not known to be with the county: whatever trailers of others say, only a county receipt does. */

#define LATE_DAYS 14

struct app_late {
	int64_t steps;	/* about the areas of the unlocked person, signed more than LATE_DAYS ago, that no county receipt here covers */
	char since[11]; /* the day of the oldest */
	bool read;	/* when they were counted: */
	int64_t last_step;
	char day[11], person[33];
};
/* Counts them, into zeros at first. Nothing is counted again before a step has come, the day or the person has changed. No steps: nobody is unlocked, or
 * the county receives on this laptop. */
MUST_CHECK enum status app_late(struct app *app, struct app_late *late, struct err *err);

#endif
