#ifndef EXCHANGE_HOLDS_H
#define EXCHANGE_HOLDS_H

#include "base/map.h"
#include "exchange/trailer.h"
#include "store/settle/runs.h"

/* What this file holds of logs, as trailers and county receipts name it: the unbroken runs, of one author in one area at most LOG_RUNS_MAX.
 * Those that are named are the ones that came first, so that the choice stands while logs grow. */

struct store;

struct held_run {
	struct store_run run;
	bool named; /* false: beyond LOG_RUNS_MAX */
};

struct holds {
	struct held_run *runs; /* by log, then by where they begin */
	size_t count, cap;
};

/* Runs of logs whose area touches one of the areas (area_count 0: all). *out needs holds_release. */
MUST_CHECK enum status holds_gather(struct store *store, const char *const *areas, size_t area_count, struct holds *out, struct err *err);
void holds_release(struct holds *holds);
/* The runs from `first` on that are of one log: the index behind the last. */
size_t holds_log_end(const struct holds *holds, size_t first);

/* The steps of one log as a forest of links. */
struct log_links {
	struct log_link {
		struct id id, prev;
		int64_t seq, at_unix;
		bool has_prev, receipt, marked;
	} * items; /* by seq */
	size_t count, cap;
	struct idmap index;
};
MUST_CHECK enum status log_links_load(struct store *store, const struct log_key *log, struct log_links *out, struct err *err);
void log_links_release(struct log_links *links);
/* Marks the step `end` and those that it descends from down to seq `from`; nothing when it is not in the log at seq `seq`. */
void log_links_mark(struct log_links *links, const struct id *end, int64_t from, int64_t seq);

/* Fills the runs and rests of a trailer for somebody in these areas. */
MUST_CHECK enum status holds_tell(struct store *store, const char *const *areas, size_t area_count, struct trailer *trailer,
				  struct err *err);

#endif
