#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include "base/buf.h"
#include "store/store.h"

/* Reports: whole queries of the pack over the register, read-only and confined to what doc/pack-format names. */

/* Prepares every report's SQL against an empty register; a bad one is a pack error. */
MUST_CHECK enum status report_check_all(const struct pack *pack, struct buf *problems, struct err *err);

/* Where a private value stands. */
struct private_place {
	int64_t building;
	const struct id *root;
	const struct form *form;
	const struct field *field;
};
/* Gives private values; *out: the caller's, with secret_free, or NULL: there is none. What it answers but OK ends the query. */
struct report_private {
	enum status (*value)(void *ctx, const struct private_place *place, char **out, struct err *err);
	void *ctx;
};

struct report_ask {
	const char *area, *date; /* answer :area and :date */
	const char *office;	 /* answers :for; NULL: all */
	const struct form *const
		*blind; /* where one is not filled, nothing of what it is blind to is read (NULL), nor what a rule finds in it */
	size_t blind_count;
	bool compares; /* the query holds houses against each other: what it reads of all of them is worked out once, not each time that it names them */
	const struct report_private *opened; /* gives what pf_FORM holds; NULL: the query may not read it */
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
