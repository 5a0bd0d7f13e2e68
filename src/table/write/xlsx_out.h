#ifndef TABLE_XLSX_OUT_H
#define TABLE_XLSX_OUT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "table/table.h"

/* A table as XLSX, ready to be printed: title and what is counted merged above the columns, numbers and days as such, codes and words as texts that no
 * spreadsheet takes for anything else, head frozen, filtered and on every page, the lines below the rows. */

/* Appends the bytes of a file of so many tables, each on a sheet of its own, named by its `part` or else its title. `at_unix`: when it was made, as it says of itself. */
MUST_CHECK enum status table_write_xlsx(const struct table *tables, size_t count, int64_t at_unix, struct buf *out, struct err *err);

#endif
