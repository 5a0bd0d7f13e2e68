#ifndef APP_STICK_SILENT_H
#define APP_STICK_SILENT_H

#include "app/session/workspace.h"

/* Whose files were taken in here once and have not come for long: people in areas below those of the unlocked person, by the day that the last
 * file of each claims. Who never sent one is not among them. */

#define SILENT_DAYS 14

struct app_silent_sender {
	char *name, *place;
	char since[11]; /* the day of the last file */
	int64_t since_unix;
	char person[33];
};

struct app_silent {
	struct app_silent_sender *items; /* the longest silent first */
	size_t count;
	bool read;		      /* when they were looked for: */
	int64_t last_ack, last_trust; /* the newest trailer, and the newest step about rights */
	char day[11], by[33];
};
/* Looks for them, into zeros at first. Nothing is looked for again before a file has come, a right, the day or the person has changed. Nobody: nobody is
 * unlocked, or no one works below. */
MUST_CHECK enum status app_silent(struct app *app, struct app_silent *silent, struct err *err);
void app_silent_release(struct app_silent *silent);

#endif
