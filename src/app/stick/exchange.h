#ifndef APP_STICK_EXCHANGE_H
#define APP_STICK_EXCHANGE_H

#include "app/app.h"

/* Revocations. */

struct app_revoke {
	const char *credential; /* its first digits, or the person's name when one credential of that name stands */
	const char *reason;	/* "retired" or "stolen", or words */
	int64_t receipt;	/* acts covered by county receipts up to this number keep their effect; below 0: up to the newest */
	bool receipt_first;	/* where the county's receipts are written: today's is written before, and is the one meant */
};
/* What would follow for the steps held here, nothing done. */
struct app_reach {
	int64_t receipt, steps, kept; /* by the person and by those issued under the credential */
	int64_t people;		      /* how many those are */
};
MUST_CHECK enum status app_revoke_reach(struct app *app, const struct app_revoke *ask, struct app_reach *out, struct err *err);
/* The county's receipts held here, newest first: list of {no, at, held}. */
MUST_CHECK enum status app_receipts(struct app *app, struct value *out, struct err *err);
/* *endorse: how many more officers must endorse it before it takes effect. */
MUST_CHECK enum status app_revoke(struct app *app, const struct app_revoke *ask, struct id *step, int *endorse, struct err *err);

#endif
