#ifndef APP_STICK_RECEIPT_H
#define APP_STICK_RECEIPT_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"

/* Receipts: what this device says it holds, the slip about it, and the photos it still lacks. */

/* Writes a receipt when there is something new to say since the last one of this device; *no is its number, 0: there was nothing. */
MUST_CHECK enum status app_receipt(struct app *app, int64_t *no, struct err *err);
/* The same after an import, by whoever is unlocked; `missing`: photos and boxes that the import found to lack. */
MUST_CHECK enum status app_receipt_lacking(struct app *app, const struct id *missing, size_t missing_count, int64_t *no, struct err *err);
/* The slip of this device's last receipt, two lines that both sides sign. NOT_FOUND: there is none. */
MUST_CHECK enum status app_slip(struct app *app, struct buf *out, struct err *err);

/* Photos that forms name and that are not here. */
struct app_missing {
	int64_t photos;
	struct app_missing_house {
		struct id building;
		int64_t photos;
	} * houses; /* the first 100; owned */
	size_t house_count;
	int64_t receipt; /* number of this device's last receipt; 0: none */
	int64_t asked;	 /* photos and boxes that this receipt asked for */
};
MUST_CHECK enum status app_missing(struct app *app, struct app_missing *out, struct err *err);
void app_missing_release(struct app_missing *missing);

#endif
