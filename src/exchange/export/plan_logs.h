#ifndef EXCHANGE_PLAN_LOGS_H
#define EXCHANGE_PLAN_LOGS_H

#include "exchange/export/holds.h"
#include "exchange/export/plan.h"
#include "store/settle/runs.h"

/* Which steps of which logs an export takes. Internal to the floor. */

struct planning {
	struct store *store;
	const struct plan_to *to;
	struct plan *out;
	struct holds holds;   /* all that is here */
	struct idmap planned; /* steps that go */
	struct idmap led;     /* credentials whose chain goes */
	struct idmap blobs;   /* photos and boxes that go */
	struct id *authors;   /* of the logs of which something goes, with doubles */
	size_t author_count, author_cap;
};

/* Adds a step unless it goes already. */
void plan_add(struct planning *planning, const struct store_item *item, bool trust);
/* Adds, for each addressee, what he lacks of the logs in his areas, the end of each run on his devices, and the steps whose photos or boxes he
 * lacks. */
MUST_CHECK enum status plan_logs(struct planning *planning, struct err *err);

#endif
