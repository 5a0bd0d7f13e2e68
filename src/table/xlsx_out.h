#ifndef TABLE_XLSX_OUT_H
#define TABLE_XLSX_OUT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "table/table.h"

/* A table as XLSX, ready to be printed: title and what is counted merged above the columns, numbers and days as such, codes and words as texts that no
 * spreadsheet takes for anything else, head frozen, filtered and on every page, the lines below the rows. */

/* Appends the file's bytes. `at_unix`: when it was made, as it says of itself. */
MUST_CHECK enum status table_write_xlsx(const struct table *table, int64_t at_unix, struct buf *out, struct err *err);

#endif
