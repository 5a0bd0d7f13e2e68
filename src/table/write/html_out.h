#ifndef TABLE_HTML_OUT_H
#define TABLE_HTML_OUT_H

#include "table/table.h"

/* A table as one HTML page that needs nothing beside it and runs nothing: title, what is counted, bars of the column that has them (SVG), the rows, the
 * lines below. Every text is escaped. */

void table_write_html(const struct table *table, struct buf *out);

#endif
