#ifndef EXCHANGE_RECEIPT_H
#define EXCHANGE_RECEIPT_H

#include <stdint.h>

#include "base/value.h"
#include "exchange/trailer.h"

/* County receipts as they are written: the end of each unbroken run that moved since the county receipts that are here. doc/file-format, rule
 * R8. What they mean is trust's. */

struct store;
struct holds;

/* A run whose end no county receipt names. */
struct uncovered_run {
	const struct store_run *run;
	int64_t acts;	     /* its steps that none covers and that bear a time before the one asked for, receipts aside */
	int64_t oldest_unix; /* the least of their times; 0: there are none */
};
/* Visits the uncovered ones of the runs that may be named, by log. */
MUST_CHECK enum status county_each_uncovered(struct store *store, const struct holds *holds, int64_t before_unix,
					     void (*visit)(const struct uncovered_run *, void *), void *ctx, struct err *err);

#define RECEIPT_LINES_MAX 3000 /* in one step, whose body may have a MiB */

struct county_lines {
	struct log_run *lines; /* by author, device, area, epoch, seq */
	size_t count, cap;
};
/* The lines that are due: none while all that is held, receipts aside, is covered or may not be named. *out needs county_lines_release. */
MUST_CHECK enum status county_lines_due(struct store *store, struct county_lines *out, struct err *err);
void county_lines_release(struct county_lines *lines);
/* Sets `logs` of a receipt to lines[first..last). */
void county_lines_set(const struct county_lines *lines, size_t first, size_t last, struct value *data);

#endif
