#ifndef APP_STICK_RECEIPT_H
#define APP_STICK_RECEIPT_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"

/* County receipts, the slip about a hand-over, the photos that are still lacking. What other machines hold travels in trailers. */

/* Writes the county receipt that is due, when this is the machine that receives for the county and an officer is unlocked; *no is its number,
 * 0: none was due, or this is another machine. */
MUST_CHECK enum status app_receipt(struct app *app, int64_t *no, struct err *err);
/* The same inside an act that goes on (act_begin). *written: the receipt, behind which all others of the county stand; zeros: none was due. */
MUST_CHECK enum status app_receipt_within(struct app *app, struct id *written, struct err *err);
/* Would app_receipt write one now? */
bool app_receipt_is_due(struct app *app);
/* Is this the laptop that writes the county's receipts? */
bool app_receives(const struct app *app);
/* Is a county receipt due of what came from other laptops, that somebody else must be unlocked for, on this machine? *by: the name of who may; NULL: nobody is named for it. */
bool app_receipt_waits(struct app *app, const char **by);
/* What came from other laptops, and no county receipt covers, on the machine that receives for the county: on any other one all is zero. */
struct app_owed {
	size_t logs;	/* that moved */
	bool mine;	/* the unlocked person may write the receipt */
	const char *by; /* the name of who may; NULL: nobody is named for it */
	bool read;	/* when they were counted: */
	int64_t last_step;
};
/* Counts it, into zeros at first; nothing is counted again before a step has come. */
MUST_CHECK enum status app_receipt_owed(struct app *app, struct app_owed *owed, struct err *err);
/* The slip of a hand-over, two lines that both sides sign. NOT_FOUND: nothing was signed on this laptop yet. */
MUST_CHECK enum status app_slip(struct app *app, struct buf *out, struct err *err);

/* Photos that forms name and that are not here. */
struct app_missing {
	int64_t photos;
	struct app_missing_house {
		struct id building;
		int64_t photos;
	} * houses; /* the first 100; owned */
	size_t house_count, all_houses;
	int64_t asked; /* photos and boxes that every file for others asks for from now on */
};
/* Looks for them, and notes them as asked for. */
MUST_CHECK enum status app_missing(struct app *app, struct app_missing *out, struct err *err);
void app_missing_release(struct app_missing *missing);

#endif
