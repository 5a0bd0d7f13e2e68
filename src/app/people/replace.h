#ifndef APP_PEOPLE_REPLACE_H
#define APP_PEOPLE_REPLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* The words by which a right was taken back, and writing another one in their place: work that came late is let in, or more of it falls. */

/* The last word about a right that was taken back. A dropped officer's right has none: a later founding step took it. */
struct app_revocation {
	bool found;
	char at[17];	 /* when it was signed, to the minute */
	char *by;	 /* who signed it; NULL: not known here */
	char reason[16]; /* as in app_revoke */
};
MUST_CHECK enum status app_revocation_of(struct app *app, const struct id *credential, struct app_revocation *out, struct err *err);
void app_revocation_release(struct app_revocation *revocation);

/* What a further word of the person who acts now finds. */
struct revoke_words {
	struct id *parents; /* those that it replaces, ascending; owned */
	size_t count;
	bool wants_officers; /* some of them only when enough officers agree */
	char *bar;	     /* why no word of this person lets anything in again, as a sentence; NULL: nothing is in the way; owned */
};
void revoke_words_release(struct revoke_words *words);
/* May the right be taken back, or, `again`, may another word be written about one that was? *out is what it replaces, where it may. */
MUST_CHECK enum status revoke_words_check(struct app *app, const struct id *credential, const char *reason, bool again,
					  struct revoke_words *out, struct err *err);

#endif
