#ifndef APP_SESSION_ENDS_H
#define APP_SESSION_ENDS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "store/tip.h"

/* Where the logs of this laptop end: by the notes beside the file, and by what receipts claim. */

/* An end behind which the log cannot go on. */
struct app_lost_end {
	struct own_end end;
	enum app_loss_kind {
		APP_LOSS_GONE,	  /* noted here, and not in the file: an older copy */
		APP_LOSS_CLAIMED, /* a county receipt names it, and it is not in the file: perhaps it never was */
		APP_LOSS_DROPPED, /* two laptops went on from one file, and the other's account was decided to count */
		APP_LOSS_FORKED,  /* ... and nothing was decided yet */
	} kind;
};
struct app_lost_ends {
	struct app_lost_end *items;
	size_t count, cap;
};

/* Hands the notes to the store (store_know_own_end); those of the transaction that is open are forgotten. */
MUST_CHECK enum status ends_note(struct app *app, struct err *err);
/* Lists what is lost and was not given up yet. */
MUST_CHECK enum status ends_lost(struct app *app, struct app_lost_ends *out, struct err *err);
void ends_lost_release(struct app_lost_ends *lost);
/* Gives up what is lost, but for one author's (NULL: nobody's): the others' next acts begin other logs. */
MUST_CHECK enum status ends_give_up(struct app *app, const struct app_lost_ends *lost, const struct id *but, const char *reason,
				    struct err *err);
/* What is lost counts as given up until ends_note, and nothing is written: for the act that begins the other logs. */
void ends_suppose_lost(struct app *app, const struct app_lost_ends *lost, const char *reason);
/* The same of what receipts claim alone, for any act. */
MUST_CHECK enum status ends_suppose_claimed(struct app *app, struct err *err);
/* Gives up what receipts claim alone: the next acts in these logs begin others. */
MUST_CHECK enum status ends_give_up_claimed(struct app *app, struct err *err);

#endif
