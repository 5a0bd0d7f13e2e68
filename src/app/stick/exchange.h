#ifndef APP_STICK_EXCHANGE_H
#define APP_STICK_EXCHANGE_H

#include "app/app.h"

/* Sticks between laptops, and what follows from them: receipts, revocations, new epochs, decisions. */

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

/* What an older copy lacks of this laptop's own steps, as far as that is known. */
struct app_loss {
	int64_t steps; /* 0: not known how many */
	char last[17]; /* when the newest one here was signed; "": none is */
};
MUST_CHECK enum status app_loss(struct app *app, struct app_loss *out, struct err *err);

/* The file is an older copy, or this laptop's feed splits: unlocks `person` all the same and begins a new epoch of this device. */
MUST_CHECK enum status app_epoch(struct app *app, const char *person, const struct app_ask *ask, const char *reason, struct err *err);

/* Settles: a step keeps its effect where its device's feed splits. */
MUST_CHECK enum status app_decide_keep(struct app *app, const char *step, const char *reason, struct err *err);
/* Two buildings are one house; `same` false undoes the decisions that said so. */
MUST_CHECK enum status app_decide_same(struct app *app, const char *building, const char *other, bool same, const char *reason,
				       struct err *err);
/* What waits for a decision in an area: {forks: [{device, people, own, epoch, seq, settled, rivals: [{step, kind, by, at, steps, keeps}]}],
 * same: [{building, other, why}], joined: [{building, other, step}]}. `compare`: addresses and owners too, as far as the unlocked person may
 * read them; each house is opened for it. */
MUST_CHECK enum status app_questions(struct app *app, const char *area, bool compare, struct value *out, struct err *err);
/* The versions of a form that stand side by side (or its one version): list of {step, by, at, values, photos: {field: id}}; private values when unlocked. A
 * form filled anew (app_fill) names them all and ends the conflict. */
MUST_CHECK enum status app_versions(struct app *app, const char *building, const char *form, struct value *out, struct err *err);

#endif
