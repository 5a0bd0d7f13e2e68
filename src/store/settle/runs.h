#ifndef STORE_RUNS_H
#define STORE_RUNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "step/log.h"

/* Runs: what is here of each log, as unbroken runs of steps. An honest log that is here whole is one run; a gap or a fork begins another.
 * Derived, and kept up step by step, so that nobody need walk a log to tell what is held of it. */

struct store;

struct store_run {
	int64_t log_no; /* log.log */
	struct log_key log;
	int64_t first_n;   /* the run's first step by arrival: a name that stays while the run grows */
	int64_t from, seq; /* seq of its first step, and of its end */
	struct id end;
	bool receipt; /* the end is a receipt */
};

/* Every run, by log, then by where it begins. The callback's false stops. */
MUST_CHECK enum status store_each_run(struct store *store, bool (*visit)(const struct store_run *, void *), void *ctx, struct err *err);

/* Steps of a log that stand behind seq `after` and at most at `to`, by seq, then in the order they came. */
struct store_item {
	int64_t n, seq;
	struct id id;
	size_t len; /* of the body, bytes */
};
MUST_CHECK enum status store_each_in_log(struct store *store, int64_t log_no, int64_t after, int64_t to,
					 bool (*visit)(const struct store_item *, void *), void *ctx, struct err *err);
/* A log's steps by seq and id, with the `prev` that each names (has_prev false: none). */
struct store_link {
	int64_t seq;
	struct id id, prev;
	bool has_prev, receipt;
	int64_t at_unix;
};
MUST_CHECK enum status store_each_link(struct store *store, const struct log_key *log, bool (*visit)(const struct store_link *, void *),
				       void *ctx, struct err *err);
MUST_CHECK enum status store_find_item(struct store *store, const struct id *id, struct store_item *out, bool *found, struct err *err);
/* Counts the log's steps behind seq `after` and at most at `to`, receipts aside, that bear a time before `before_unix`; *oldest_unix: the least
 * of their times, 0: there are none. */
MUST_CHECK enum status store_count_acts(struct store *store, int64_t log_no, int64_t after, int64_t to, int64_t before_unix, int64_t *count,
					int64_t *oldest_unix, struct err *err);
/* A step's log and seq; *found false: it is not here, or stands in no log. */
MUST_CHECK enum status store_place_of(struct store *store, const struct id *id, int64_t *log_no, int64_t *seq, bool *found,
				      struct err *err);

/* The building that step n is about, by its number in the register; 0: about none. */
MUST_CHECK enum status store_building_at(struct store *store, int64_t n, int64_t *building, struct err *err);

#endif
