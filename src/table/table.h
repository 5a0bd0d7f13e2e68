#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Tables out, as text or CSV: rows of texts, and columns that know whether they are numbers, codes or words. */

enum table_kind { TABLE_TEXT, TABLE_NUMBER, TABLE_CODE };

struct table_column {
	char *name, *label;
	enum table_kind kind;
};

struct table {
	char *title;
	char **heads; /* texts between the title and the columns: what is counted */
	size_t head_count;
	struct table_column *columns;
	size_t column_count;
	char **cells; /* row_count x column_count; NULL is empty */
	size_t row_count, row_cap;
	char **lines; /* texts below the table */
	size_t line_count;
};

/* Adds a row of empty cells; returns its first cell. Cells are the table's to free. */
char **table_add_row(struct table *table);
void table_add_head(struct table *table, const char *head);
void table_add_line(struct table *table, const char *line);
void table_release(struct table *table);

/* Writes the table for a terminal: aligned by cells, numbers to the right. */
void table_write_text(const struct table *table, struct buf *out);
/* Writes CSV (RFC 4180, LF), column names as the first row. A text that a spreadsheet would run as a formula gets an apostrophe; codes are
 * written ="..." when `codes_quoted`, so that a spreadsheet keeps their digits. Title, heads and the lines below are left out. */
void table_write_csv(const struct table *table, bool codes_quoted, struct buf *out);

/* Appends one cell of CSV: quoted where it must be, with an apostrophe before what a spreadsheet would run as a formula, and as ="..." where it would change
 * digits. Our own reader takes these off again. */
void table_csv_text(struct buf *out, const char *text, char separator);

#endif
