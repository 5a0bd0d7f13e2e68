#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Tables in and out: rows of texts with columns that know whether they are numbers, codes or words. */

enum table_kind { TABLE_TEXT, TABLE_NUMBER, TABLE_CODE };

struct table_column {
	char *name, *label;
	enum table_kind kind;
};

struct table {
	char *title;
	struct table_column *columns;
	size_t column_count;
	char **cells; /* row_count x column_count; NULL is empty */
	size_t row_count, row_cap;
	char **lines; /* below the table */
	size_t line_count;
};

/* Room for a row of empty cells; its first cell. Cells are the table's to free. */
char **table_add_row(struct table *table);
void table_add_line(struct table *table, const char *line);
void table_release(struct table *table);

/* For a terminal: aligned by cells, numbers to the right. */
void table_write_text(const struct table *table, struct buf *out);
/* RFC 4180, LF. Column names as the first row. Texts that a spreadsheet would run as a formula get an apostrophe; codes
 * are written ="..." when `codes_quoted`, so that a spreadsheet keeps their digits. Lines below are left out. */
void table_write_csv(const struct table *table, bool codes_quoted, struct buf *out);

/* Reads CSV (UTF-8 already): the first row names the columns. INVALID with row and column. */
MUST_CHECK enum status table_read_csv(const char *text, size_t len, struct table *out, struct err *err);
/* A number that a spreadsheet turned into 4.51224E+17, or whose last digits it lost. */
bool table_code_is_mangled(const char *text);

#endif
