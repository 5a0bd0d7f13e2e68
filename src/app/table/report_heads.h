#ifndef APP_TABLE_REPORT_HEADS_H
#define APP_TABLE_REPORT_HEADS_H

#include "app/table/report.h"
#include "app/table/report_day.h"
#include "table/table.h"

/* What stands above a report: whoever holds a paper in his hands reads what it counts. */

/* Which area and which file, as of which day, and which villages are not in it. NOT_FOUND: nothing of the area is here. */
MUST_CHECK enum status report_add_heads(struct app *app, const struct report_day *day, const char *area, struct table *table,
					struct err *err);
/* Of how many houses something is hidden from who makes it. DENIED: it is an office's own paper. */
MUST_CHECK enum status report_add_hidden(const struct report_day *day, const struct report *report, const struct app_report *ask,
					 struct table *table, struct err *err);

#endif
