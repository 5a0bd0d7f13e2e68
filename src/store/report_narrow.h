#ifndef STORE_REPORT_NARROW_H
#define STORE_REPORT_NARROW_H

#include <stdbool.h>

#include "base/buf.h"

/* The view of all houses without what a query does not ask for: a sum over the county else looks every house up in every table, and a join from the left
 * makes all columns anew. Internal to the reports. */

struct sqlite3;

/* May columns be left out that the query does not name? Not where it asks for all. */
bool report_names_columns(const char *query);
/* Is the column named in the text, in whatever case of letters? Words that hold its name count as well. */
bool report_names(const char *text, const char *column);
/* Appends the view's SELECT with the columns and joins that the text names. Appends nothing when the view is not as this program writes it. */
void report_narrow(struct sqlite3 *db, const char *text, struct buf *out);

#endif
