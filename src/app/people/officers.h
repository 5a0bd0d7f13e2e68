#ifndef APP_PEOPLE_OFFICERS_H
#define APP_PEOPLE_OFFICERS_H

#include <stdbool.h>

#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/id.h"

/* Who the county's officers are from now on. What waits for their agreement: app/people/waiting.h. */

bool app_person_is_officer(const struct app *app); /* is the unlocked person one of the officers in office? */
int app_threshold(const struct app *app);	   /* how many officers must agree */
/* An officer in office, or a person who asks to become an officer: by name, or the first digits of the credential's or the person's number. */
MUST_CHECK enum status app_officer_find(const struct app *app, const char *text, struct id *out, struct err *err);

/* How many of so many officers may have to agree: at least, at most. False: a county cannot have so many officers. */
bool app_threshold_bounds(size_t persons, int *least, int *most);

struct app_officers {
	const struct id *officers; /* credentials: of officers, and requests of a county role */
	size_t officer_count;
	int threshold;	   /* 0: more than half of the persons */
	bool receive_here; /* this laptop writes the county's receipts from now on */
};
/* What the county's rules say of officers to be named. */
struct app_officers_fit {
	size_t persons;	   /* who have one number or one key are one person */
	int least, most;   /* that may have to agree; 0: so many persons a county cannot have */
	bool signer_stays; /* the unlocked officer is among them, under the right he signs with */
};
MUST_CHECK enum status app_officers_fit(const struct app *app, const struct id *officers, size_t count, struct app_officers_fit *out,
					struct err *err);
/* Signs a later genesis by the unlocked officer, who stays an officer. The genesis is in force when the thresholds of the old and of the new
 * officers endorsed it. */
MUST_CHECK enum status app_new_officers(struct app *app, const struct app_officers *ask, struct id *step, struct err *err);

/* Founds the county anew when too few of its officers have their keys: by new ones, of whom `person` signs with his key, on the laptop that
 * receives from now on. This file follows it at once; every other one must be told by its digits (app_follow). */
MUST_CHECK enum status app_found_anew(struct app *app, const struct app_officers *ask, const char *person, const struct app_ask *keys,
				      struct id *step, struct err *err);

/* ---- for the files of people/ */

struct credential;

/* Can a later genesis name the credential: a county role's, that vouches for itself and gives others their right? */
bool officer_may_be(const struct app *app, const struct credential *credential);

#endif
