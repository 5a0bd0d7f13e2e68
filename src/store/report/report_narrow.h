#ifndef STORE_REPORT_NARROW_H
#define STORE_REPORT_NARROW_H

#include <stdbool.h>

#include "base/buf.h"

/* The view of all houses without what a query does not ask for: a sum over the county else looks every house up in every table, and a join from the left
 * makes all columns anew. Internal to the folder. */

struct sqlite3;

/* Does the text of the query name each column that it reads? False: a star, a comment or NATURAL may ask for more. */
bool report_names_columns(const char *query);
/* Appends the names of the view's columns that a query reads, which the view's own names must not hide in it: as SQLite reads it. False: they are not known,
 * and all may be. */
bool report_columns_read(struct sqlite3 *db, const char *query, struct buf *out);
/* Is the column named in the text, in whatever case of letters? */
bool report_names(const char *text, const char *column);
/* Appends the view's SELECT with the columns and joins that the text names. Appends nothing when the view is not as this program writes it. */
void report_narrow(struct sqlite3 *db, const char *text, struct buf *out);

#endif
