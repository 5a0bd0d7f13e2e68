#ifndef STORE_REPORT_PRIVATE_H
#define STORE_REPORT_PRIVATE_H

#include <stdbool.h>

#include "store/report/report.h"

struct sqlite3;

/* What is private in a report: the tables pf_FORM (building, private fields), which stand nowhere. Each value is asked for when the query reads it, of
 * whoever may open it, and forgotten with the row. Internal to the folder. */

#define PRIVATE_FUNCTION "louce_private"

struct private_call {
	const struct pack *pack;
	const struct report_private *opened;
	enum status status; /* of the value that could not be had */
	struct err err;
};

/* Appends the tables as parts of a WITH, the first of all when nothing stands in `out`. `shape`: with no values, to check a query. */
void report_private_tables(const struct pack *pack, bool shape, struct buf *out);
/* Makes the values readable on the database until report_private_end; `call` is borrowed. */
MUST_CHECK enum status report_private_begin(struct sqlite3 *db, struct private_call *call, struct err *err);
void report_private_end(struct sqlite3 *db);

#endif
