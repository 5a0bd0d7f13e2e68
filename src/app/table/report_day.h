#ifndef APP_TABLE_REPORT_DAY_H
#define APP_TABLE_REPORT_DAY_H

#include <stdint.h>

#include "app/session/workspace.h"
#include "app/table/then.h"

/* What a report counts: the register as it stands, or as it stood on a day that is past, by the county receipt that was newest then. */

struct store;
struct report;

struct report_day {
	struct store *store;	   /* what is counted; borrowed from the workspace, or of a file of its own */
	const struct form **blind; /* of the store's own pack */
	size_t blind_count;
	char date[11];		   /* the day it is asked for */
	int64_t receipt;	   /* its number; 0: the register as it stands */
	char received[11];	   /* the receipt's day */
	struct register_then then; /* the store's own file, where the day is past */
};

/* `date`: YYYY-MM-DD, or NULL: today. NOT_FOUND: a day before today, and no county receipt of then is here. */
MUST_CHECK enum status report_day_open(struct app *app, const char *date, struct report_day *out, struct err *err);
/* Closes it, whatever `status` is, and returns that; where it is OK and a read failed whose status nobody could pass on, that of the read. */
MUST_CHECK enum status report_day_close(struct report_day *day, enum status status, struct err *err);

/* The days before today on which the county wrote a receipt that is here, the newest first and each once: what a report is compared with. At most `most`;
 * *count of them. */
struct report_receipt_day {
	char date[11];
};
MUST_CHECK enum status report_receipt_days(struct app *app, struct report_receipt_day *out, size_t most, size_t *count, struct err *err);
/* Did the county write a receipt that is here on that day or before? */
MUST_CHECK enum status report_stood_on(struct app *app, const char *date, bool *stood, struct err *err);

/* Does it count as of a day? */
bool report_asks_day(const struct pack *pack, const struct report *report);
/* How many houses of the area something is hidden of from this person, since a form that is blind to it does not stand. */
MUST_CHECK enum status report_day_hidden(const struct report_day *day, const char *area, size_t *out, struct err *err);

#endif
