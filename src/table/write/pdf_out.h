#ifndef TABLE_PDF_OUT_H
#define TABLE_PDF_OUT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "table/table.h"

/* A table as PDF: A4 across, columns as wide as their texts need, the names of the columns and whose eyes it is for on every page, page x of y; an
 * office's own paper with a red head and room to sign. */

/* Appends the bytes of a file of so many tables, each on pages of its own, numbered by themselves, and in the outline by its `part`. `at_unix`: when it was made, as it says of itself. INVALID: no font here shows one of its characters, or louce was built without
 * what makes PDF. */
MUST_CHECK enum status table_write_pdf(const struct table *tables, size_t count, int64_t at_unix, struct buf *out, struct err *err);

#endif
