#ifndef APP_TABLE_REPORT_MAKE_H
#define APP_TABLE_REPORT_MAKE_H

#include "app/table/report.h"
#include "table/table.h"

/* A report as a table, and a table in a format. Internal to the folder. */

/* *table: zeros; to be released in any case. */
MUST_CHECK enum status report_make(struct app *app, const struct app_report *ask, struct table *table, struct err *err);
MUST_CHECK enum status report_write(const struct table *table, const struct app_report *ask, struct buf *out, struct err *err);
/* Several tables in one file, each a sheet or pages of its own. INVALID: the format has no parts. */
MUST_CHECK enum status report_write_parts(const struct table *tables, size_t count, const struct app_report *ask, struct buf *out,
					  struct err *err);

/* The divisions of a level, as they are now, in which the report's area has a house on its day, ascending. *out: the array is the caller's to free.
 * NOT_FOUND: there is no house. INVALID: the area lies below the level. */
MUST_CHECK enum status report_places(struct app *app, const struct app_report *ask, enum division_level level, const struct division ***out,
				     size_t *count, struct err *err);
/* The report by divisions, in one file. */
MUST_CHECK enum status report_book(struct app *app, const struct app_report *ask, struct buf *out, struct err *err);

#endif
