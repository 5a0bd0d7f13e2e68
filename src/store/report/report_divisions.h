#ifndef STORE_REPORT_DIVISIONS_H
#define STORE_REPORT_DIVISIONS_H

#include "store/report/report.h"

struct sqlite3;
struct sqlite3_stmt;

/* Forms about divisions as tables of a report: FORM (division, root, head, nth, its fields) and the repeats in it (division, root, row, fields), by their
 * names. No table of the register has them: they are judged when a query names one. */

/* Writes the tables that the query names, each read from a parameter of its own. */
void report_divisions_tables(struct sqlite3 *db, const struct pack *pack, const char *query, struct buf *out);
/* Gives the parameters their rows. */
MUST_CHECK enum status report_divisions_bind(struct store *store, struct sqlite3_stmt *stmt, struct err *err);
/* Does a query that was written so read this table, or call this function? Only those that name such a form do. */
bool report_divisions_reads(const char *table);
bool report_divisions_calls(const char *function);
bool report_divisions_asks(const char *parameter); /* is it one of its tables'? */

#endif
