#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Tables out, as text or CSV (table/write/xlsx_out.h has XLSX): rows of texts, and columns that know whether they are numbers, codes, days or words. */

enum table_kind { TABLE_TEXT, TABLE_NUMBER, TABLE_CODE, TABLE_DECIMAL, TABLE_DATE };

struct table_column {
	char *name, *label;
	enum table_kind kind;
	bool bar; /* a bar beside its figures says sooner how they compare */
};

struct table {
	char *title;
	char *part;		     /* its short name in a file of several; NULL: it has none */
	bool official;		     /* an office's own paper: a red head, and lines to sign on */
	const char *lang;	     /* of its texts, "zh" or "en"; NULL: "zh". Borrowed */
	char *notice;		     /* on every page: whose eyes it is for; NULL: none */
	bool has_total, total_first; /* the first row, or the last, sums the others */
	char **heads;		     /* texts between the title and the columns: what is counted */
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
void table_release_cells(struct table *table); /* the rows alone */
void table_release(struct table *table);

const char *table_signatures(void); /* who signs an office's own paper, below it */

/* Writes the table for a terminal: aligned by cells, numbers to the right. */
/* Where the columns' labels stand in it. */
struct table_heading {
	size_t from, count; /* lines */
};
void table_write_text(const struct table *table, struct buf *out, struct table_heading *heading);
bool table_is_number(enum table_kind kind);		     /* to the right, and compared by size */
bool table_is_plain(enum table_kind kind, const char *text); /* is the text what a column of numbers, or of days, holds? */
bool table_is_total(const struct table *table, size_t row);
/* The first column whose cells are drawn as bars, SIZE_MAX: none is; and the largest number in it, the total left out. */
size_t table_bar_column(const struct table *table);
double table_bar_most(const struct table *table);
/* The cell's text, "" for an empty one. Borrowed. */
const char *table_cell_text(const struct table *table, size_t row, size_t column);

/* Writes CSV (RFC 4180, LF): the columns' labels as the first row, then the rows; behind a blank line the title, the heads, the notice and the lines
 * below. A text that a spreadsheet would run as a formula gets an apostrophe; codes are written ="..." when `codes_quoted`, so that a spreadsheet
 * keeps their digits. */
void table_write_csv(const struct table *table, bool codes_quoted, struct buf *out);

/* Would some spreadsheet compute the text? It is written with an apostrophe before it. */
bool table_begins_formula(const char *text);

/* Appends one cell of CSV: quoted where it must be, with an apostrophe before what a spreadsheet would run as a formula, and as ="..." where it would change
 * digits. Our own reader takes these off again. */
void table_csv_text(struct buf *out, const char *text, char separator);

#endif
