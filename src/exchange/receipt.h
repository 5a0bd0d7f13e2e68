#ifndef EXCHANGE_RECEIPT_H
#define EXCHANGE_RECEIPT_H

#include "base/value.h"
#include "step/log.h"
#include "store/store.h"

/* Receipts: what a device says it holds, log by log without a gap, and which photos and boxes it lacks. A receipt's step has
 * data {no, logs: [{author, device, area, epoch, seq, tip}], held, missing: [id], missing_count when the list was cut}. */

#define RECEIPT_MISSING_MAX 2000

/* Whose receipts are asked for: by the device they were signed on, or by one of some credentials. */
struct receipt_by {
	const struct device_id *device;	    /* NULL: any */
	const struct device_id *not_device; /* NULL: none */
	const struct id *authors;	    /* NULL: any */
	size_t author_count;
};

/* What the newest receipt by number of each device says; of a log, as far as all of these devices hold it. */
struct coverage {
	struct covered_log {
		struct log_key log;
		int64_t seq;
		struct id tip;
	} * logs; /* by log */
	size_t log_count, log_cap;
	struct id *missing; /* ascending */
	size_t missing_count, missing_cap;
	size_t devices; /* how many devices' receipts were found; 0: nothing is known to be held */
	int64_t no;	/* the highest number found */
	int64_t held;
};
MUST_CHECK enum status coverage_load(struct store *store, const struct receipt_by *by, struct coverage *out, struct err *err);
void coverage_release(struct coverage *coverage);
const struct covered_log *coverage_of(const struct coverage *coverage, const struct log_key *log); /* or NULL */

/* The data of this device's next receipt. `missing`: photos and boxes that lack besides those that its last receipt named. *news: the receipt
 * says more than the last one did, of other devices' logs or of what is missing. */
MUST_CHECK enum status receipt_compose(struct store *store, const struct device_id *device, const struct id *missing, size_t missing_count,
				       struct value *data, bool *news, struct err *err);

#endif
