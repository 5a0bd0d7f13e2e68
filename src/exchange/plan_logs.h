#ifndef EXCHANGE_PLAN_LOGS_H
#define EXCHANGE_PLAN_LOGS_H

#include "exchange/holds.h"
#include "exchange/plan.h"
#include "store/runs.h"

/* Which steps of which logs an export takes. Internal to the floor. */

/* Steps that an upto excludes, each once. */
struct held_back {
	struct held_step {
		struct store_item item;
		const struct log_key *log;
		bool goes; /* since something names it or leans on it */
	} * items;
	size_t count, cap;
	struct idmap index;
};

struct planning {
	struct store *store;
	const struct plan_to *to;
	struct plan *out;
	struct holds holds;   /* all that is here */
	struct idmap planned; /* steps that go */
	struct idmap led;     /* credentials whose chain goes */
	struct idmap blobs;   /* photos and boxes that go */
	struct held_back held;
	struct id *authors; /* of the logs of which something goes, with doubles */
	size_t author_count, author_cap;
};

/* Adds a step unless it goes already. */
void plan_add(struct planning *planning, const struct store_item *item, bool trust);
/* The credentials by which this author leads go. */
void note_author(struct planning *planning, const struct id *author);
/* Adds, for each addressee, what he lacks of the logs in his areas, the end of each run on his devices, and the steps whose photos or boxes he
 * lacks. */
MUST_CHECK enum status plan_logs(struct planning *planning, struct err *err);

#endif
