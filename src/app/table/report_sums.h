#ifndef APP_TABLE_REPORT_SUMS_H
#define APP_TABLE_REPORT_SUMS_H

#include <stddef.h>
#include <stdint.h>

#include "app/table/report.h"
#include "form/pack.h"
#include "store/report/report.h"
#include "table/table.h"

/* Totals of a report, what must add up in it, and the lines below it. */

size_t report_column(const struct report *report, const char *name); /* SIZE_MAX: there is none */
int64_t report_number_at(const struct table *table, size_t row, size_t column);

/* Adds the total row, first or last. */
void report_add_total(const struct report *report, struct table *table, const struct app_report *ask);
/* TAMPERED: some row, or the total, does not add up. */
MUST_CHECK enum status report_check_partitions(const struct report *report, const struct table *table, struct err *err);
/* Says below the table what its lines are, taken together; before the total is added. TAMPERED: they are not what they should be. */
MUST_CHECK enum status report_check_rows(struct store *store, const struct report *report, const struct report_ask *ask,
					 struct table *table, struct err *err);

/* A line below the table: each value of its one row fills a %s of the label. */
struct report_line_filling {
	struct table *table;
	const char *label;
};
void report_add_line(const struct report_row *row, void *ctx); /* ctx: the filling */

#endif
