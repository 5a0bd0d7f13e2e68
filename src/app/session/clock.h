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
	char today[11];	  /* the day by the clock, as corrected by now */
	char machine[11]; /* the same uncorrected */
	char beside[11];  /* the day that the doubt comes from; "" for none */
};
/* Judges the clock of this machine. A clock that was given (LOUCE_CLOCK) is not doubted. */
MUST_CHECK enum status app_clock_judge(struct app *app, struct app_clock *out, struct err *err);
/* Is a day likely? CONFLICT, with the reason: it lies before this louce was made or before what was signed on this laptop, or more than a year after all
 * that is known here; who means it says it once more. INVALID as below. */
MUST_CHECK enum status app_clock_check(struct app *app, const char *today, struct err *err);
MUST_CHECK enum status clock_check_day(const char *today, struct err *err); /* the same without a workspace */
/* Takes what a person says today is, with its year (clock_day_meant), and keeps it. INVALID: no such day, or not from 2000 to 2099.
 * Without notes beside the workspace the answer holds for this run. Readers who came since get their keys now (app_share). */
MUST_CHECK enum status app_clock_answer(struct app *app, const char *today, struct err *err);

/* Corrects the clock of this run so that today is that day; nothing is kept. INVALID as above. */
MUST_CHECK enum status clock_set_day(const char *today, struct err *err);

struct local;
/* Keeps beside a workspace, as an answer, what this run adds to the clock; `last`: the newest step there by arrival, 0: none before it was told. */
MUST_CHECK enum status clock_note(struct local *local, int64_t last, struct err *err);

/* From now on nothing is signed with a day that is doubted: such an act is refused (act_begin), and app_take_day_wanted says once that the day is to be
 * asked. For screens; commands only warn. */
void app_ask_day(struct app *app);
bool app_take_day_wanted(struct app *app);

/* ---- for the files of session/ */

MUST_CHECK enum status clock_before_signing(struct app *app, struct err *err); /* CONFLICT: the day is to be asked first */

void clock_restore(struct app *app); /* takes up the correction kept for this workspace; without one the clock stays as it is */

#endif
