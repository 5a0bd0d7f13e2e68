#ifndef APP_SESSION_CLOCK_H
#define APP_SESSION_CLOCK_H

#include "app/session/workspace.h"

/* A machine's clock that is wrong: the day is asked once, and the answer kept beside the workspace as what to add to the clock. Dates are
 * never judged, so a wrong clock stops nobody; and nothing that others signed moves the day here. */

enum app_clock_doubt {
	APP_CLOCK_FINE,
	APP_CLOCK_BEFORE_LOUCE, /* behind the day this louce was made */
	APP_CLOCK_BEFORE_OWN,	/* behind what was last signed on this laptop, or behind an answer */
	APP_CLOCK_AHEAD,	/* over a year ahead of all that gives a day: this louce, the newest county receipt, an answer */
};
struct app_clock {
	enum app_clock_doubt doubt;
	char today[11];	 /* the day by the clock, as corrected by now */
	char beside[11]; /* the day that the doubt comes from; "" for none */
};
/* Judges the clock of this machine. A clock that was given (LOUCE_CLOCK) is not doubted. */
MUST_CHECK enum status app_clock_judge(struct app *app, struct app_clock *out, struct err *err);
/* Takes what a person says today is, with its year (clock_day_meant), and keeps it. INVALID: no such day, or not from 2000 to 2099.
 * Without notes beside the workspace the answer holds for this run. Readers who came since get their keys now (app_share). */
MUST_CHECK enum status app_clock_answer(struct app *app, const char *today, struct err *err);

/* Corrects the clock of this run so that today is that day; nothing is kept. INVALID as above. */
MUST_CHECK enum status clock_set_day(const char *today, struct err *err);

/* ---- for the files of session/ */

void clock_restore(struct app *app); /* takes up the correction kept for this workspace; without one the clock stays as it is */

#endif
