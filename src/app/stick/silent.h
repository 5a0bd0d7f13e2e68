#ifndef APP_STICK_SILENT_H
#define APP_STICK_SILENT_H

#include "app/session/workspace.h"

/* People who fell silent: in areas below those of the unlocked person, whose files were taken in here once and have not come for long, by the day that
 * the last file of each claims. Somebody who never sent a file is not among them. */

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
	bool read;		      /* the people were looked for, after the steps, on the day and for the person below */
	int64_t last_ack, last_trust; /* the newest trailer, and the newest step about rights */
	char day[11], by[33];
};
/* Looks for silent people, into zeros at first. Nothing is read again before a file has come, a right, the day or the person has changed. The list is
 * empty when nobody is unlocked or no one works below. */
MUST_CHECK enum status app_silent(struct app *app, struct app_silent *silent, struct err *err);
/* Those in a sentence, the first by name; the caller frees. */
char *app_silent_words(const struct app_silent *silent);
void app_silent_release(struct app_silent *silent);

#endif
