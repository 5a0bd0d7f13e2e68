#ifndef EXCHANGE_RECEIPT_H
#define EXCHANGE_RECEIPT_H

#include "base/value.h"
#include "store/store.h"

/* Receipts: what a device says it holds, feed by feed without a gap, and which photos and boxes it lacks.
 * data {no, feeds: [{device, epoch, seq, tip}], held, missing: [id], missing_count when the list was cut}. */

#define RECEIPT_MISSING_MAX 2000

/* Whose receipts are asked for: by the device they were signed on, or by one of some credentials. */
struct receipt_by {
	const struct device_id *device;	    /* NULL: any */
	const struct device_id *not_device; /* NULL: none */
	const struct id *authors;	    /* NULL: any */
	size_t author_count;
};

/* What receipts say of the newest by number of each device, as far as each of those devices holds it. */
struct coverage {
	struct covered_feed {
		struct device_id device;
		int64_t epoch, seq;
		struct id tip;
	} * feeds; /* by device, epoch */
	size_t feed_count, feed_cap;
	struct id *missing; /* ascending */
	size_t missing_count, missing_cap;
	size_t devices; /* how many devices' receipts were found; 0: nothing is known to be held */
	int64_t no;	/* the highest number found */
	int64_t held;
};
MUST_CHECK enum status coverage_load(struct store *store, const struct receipt_by *by, struct coverage *out, struct err *err);
void coverage_release(struct coverage *coverage);
const struct covered_feed *coverage_of(const struct coverage *coverage, const struct device_id *device, int64_t epoch); /* or NULL */

/* The data of this device's next receipt. `missing`: what is known to lack besides what its last receipt named. *news: it says more than
 * the last one did (of other devices' feeds, or of what is missing). */
MUST_CHECK enum status receipt_compose(struct store *store, const struct device_id *device, const struct id *missing, size_t missing_count,
				       struct value *data, bool *news, struct err *err);

#endif
