#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "base/buf.h"
#include "store/store.h"

/* Reports: whole queries of the pack over the register, read-only and confined to what doc/pack-format names. */

/* Prepares every report's SQL against an empty register; a bad one is a pack error. */
MUST_CHECK enum status report_check_all(const struct pack *pack, struct buf *problems, struct err *err);

struct report_ask {
	const char *area, *date; /* answer :area and :date */
	const struct form *const
		*blind; /* where one is not filled, nothing of what it is blind to is read (NULL), nor what a rule finds in it */
	size_t blind_count;
};

/* Runs one query. Calls row with the columns' names and texts (NULL for NULL), borrowed. */
struct report_row {
	int count;
	const char *const *names;
	const char *const *texts;
	const bool *numbers;
};
MUST_CHECK enum status report_run(struct store *store, const struct expr *sql, const struct report_ask *ask,
				  void (*row)(const struct report_row *, void *), void *ctx, struct err *err);

#endif
