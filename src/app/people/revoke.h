#ifndef APP_PEOPLE_REVOKE_H
#define APP_PEOPLE_REVOKE_H

#include "app/session/workspace.h"
#include "base/id.h"

/* Taking a credential back: of someone who retired, or whose laptop or stick was stolen. */

/* A standing credential, or, `revoked`, one that was taken back: by the first digits of its number, or by the person's name when one has it. */
MUST_CHECK enum status app_standing_find(const struct app *app, const char *text, bool revoked, struct id *out, struct err *err);

struct app_revoke {
	struct id credential;
	const char *reason; /* "retired", "stolen" or "mistake" */
	int64_t receipt; /* acts covered by county receipts up to this number keep their effect; below 0: all that is here, or, of a stolen key, up to the newest */
	bool again;	    /* the right was taken back already: this word takes the place of those before (app/people/replace.h) */
	bool receipt_first; /* on the laptop that writes the county's receipts: writes today's first and uses its number */
};
/* What a revocation would do to the steps held here. */
struct app_reach {
	int64_t receipt, steps,
		kept; /* steps under the credential, of a stolen key under each on it, and by those who got their right under it */
	int64_t let_in, felled; /* of the steps: that do not count now and would; that count now and would not */
	int64_t people;		/* how many of these lose their right */
	bool wants_officers;	/* what it lets in counts only when enough officers agree */
};
MUST_CHECK enum status app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err);
/* *endorse: how many more officers must endorse the revocation before it has its whole effect; see app_revocation_holds. */
MUST_CHECK enum status app_revoke(struct app *app, const struct app_revoke *ask, struct id *step, int *endorse, struct err *err);
/* Has a revocation that waits for officers an effect already? Then it holds beside those that it is to replace: what it fells has fallen, and only what it
 * lets in waits. */
bool app_revocation_holds(const struct app *app, const struct id *step);

/* The county's receipts held here, newest first. */
struct app_county_receipt {
	int64_t no;
	char at[17]; /* to the minute */
};
struct app_county_receipts {
	struct app_county_receipt *items;
	size_t count;
};
MUST_CHECK enum status app_county_receipts(struct app *app, struct app_county_receipts *out, struct err *err);
void app_county_receipts_release(struct app_county_receipts *receipts);

#endif
