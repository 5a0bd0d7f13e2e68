#ifndef EVAL_SQL_TEXT_H
#define EVAL_SQL_TEXT_H

#include "base/buf.h"

/* Texts inside SQL that is written: where a pack's own words become a query or a table, and nothing can be bound. */

/* Appends the text in quotation marks, each of its own twice; NULL as an empty one. */
void sql_text_add(struct buf *sql, const char *text);

#endif
