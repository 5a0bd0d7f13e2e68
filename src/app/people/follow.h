#ifndef APP_PEOPLE_FOLLOW_H
#define APP_PEOPLE_FOLLOW_H

#include "app/people/request.h"
#include "app/session/workspace.h"
#include "base/id.h"

/* Whom this file follows: the foundings of the county that are here, and the one that a person chooses by its digits, because two contend or
 * because the keys of the old officers are lost. Nothing is signed by that; each file is told for itself. */

enum app_founding_kind {
	FOUNDING_IN_FORCE, /* the newest that is followed */
	FOUNDING_BEFORE,   /* one that it came after */
	FOUNDING_OTHER,	   /* stored, and not followed */
	FOUNDING_WAITS,	   /* brought by somebody who is not known here */
	FOUNDING_KIND_COUNT
};
struct app_founding {
	struct id id;
	enum app_founding_kind kind;
	struct id author;
	char *county, *by; /* by: the signer's name; NULL: not known here */
	char at[17];	   /* time of signing, to the minute */
	int64_t officers, threshold;
};
struct app_foundings {
	struct app_founding *items;
	size_t count;
};
MUST_CHECK enum status app_foundings(struct app *app, struct app_foundings *out, struct err *err);
/* The code of the founding step that this file follows; false: none. */
bool app_founding_code(const struct app *app, char code[REQUEST_CODE_LEN + 1]);
/* Is this the office that reads the digits out: an officer is unlocked, or this laptop writes the county's receipts? */
bool app_is_office(const struct app *app);
/* The file came from elsewhere just now: a person is to compare the digits of its founding. */
void app_founding_ask(struct app *app);
bool app_founding_is_asked(struct app *app);
/* Were the digits compared with the office on this laptop: of the founding that this file follows, or of one from which its officers led there? */
bool app_founding_is_compared(struct app *app);
void app_founding_compared(struct app *app);
void app_foundings_release(struct app_foundings *foundings);

/* How many foundings contend for a place, whichever is followed: an alarm. `open`: a person has not said yet which it is. */
size_t app_foundings_contend(const struct app *app, bool *open);

/* A founding by its digits: the whole code, or the first 16 of it. */
MUST_CHECK enum status app_founding_find(struct app *app, const char *digits, struct id *out, struct err *err);
/* Follows it from now on. Whoever is unlocked is locked: he may have no right any more. */
MUST_CHECK enum status app_follow(struct app *app, const struct id *founding, struct err *err);

#endif
