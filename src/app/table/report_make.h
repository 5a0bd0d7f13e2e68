#ifndef APP_TABLE_REPORT_MAKE_H
#define APP_TABLE_REPORT_MAKE_H

#include "app/table/report.h"
#include "table/table.h"

/* A report as a table, and a table in a format. Internal to the folder. */

/* *table: zeros; to be released in any case. */
MUST_CHECK enum status report_make(struct app *app, const struct app_report *ask, struct table *table, struct err *err);
MUST_CHECK enum status report_write(const struct table *table, const struct app_report *ask, struct buf *out, struct err *err);

#endif
