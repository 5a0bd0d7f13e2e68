#ifndef TABLE_WRITER_H
#define TABLE_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

/* A table out, cell by cell, as CSV or XLSX. Every cell is a text: no spreadsheet takes it for a date, a number or a formula, and digits and leading zeros stay. What
 * is written has a new name: nothing that is there is replaced. */

struct table_writer;

/* By the end of the path: .xlsx, or else CSV with this separator. Writes nothing before table_writer_close. */
struct table_writer *table_writer_new(const char *path, char separator, bool gb18030);
/* Begins a sheet; before the first cell. In CSV there is one, without a name. */
void table_writer_sheet(struct table_writer *writer, const char *name, bool hidden);
/* Rows and columns from 0, rows ascending. `strong`: a name of a column. */
void table_writer_cell(struct table_writer *writer, size_t row, size_t column, const char *text, bool strong);
void table_writer_width(struct table_writer *writer, size_t column, size_t cells);
/* Cells of this column, from a row to a row, are chosen from the first `count` rows of a column of another sheet. CSV has nothing of the kind. */
void table_writer_choices(struct table_writer *writer, size_t column, size_t from_row, size_t to_row, const char *sheet, size_t list_column,
			  size_t count);
/* Writes it, readable for its owner alone, and frees the writer. CONFLICT: something of that name is there. */
MUST_CHECK enum status table_writer_close(struct table_writer *writer, struct err *err);
/* Frees it and leaves nothing behind. */
void table_writer_drop(struct table_writer *writer);

#endif
