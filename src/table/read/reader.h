#ifndef TABLE_READER_H
#define TABLE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

/* Tables in: CSV and XLSX read row by row, with one face. Each cell comes with its kind, the value as written, and its place as a person counts. Memory
 * holds one row, of XLSX also the shared texts and the merged cells; what a hostile file may cost is bounded, and beyond it refused. What the columns mean is
 * the caller's. */

enum table_cell_kind {
	TABLE_CELL_EMPTY,
	TABLE_CELL_TEXT,
	TABLE_CELL_NUMBER,
	TABLE_CELL_DATE,    /* also what a spreadsheet made of 3-1: "3月1日" */
	TABLE_CELL_ROUNDED, /* digits that end in zeros as a number does whose last digits a spreadsheet lost: 451224101201123000 */
	TABLE_CELL_LOST,    /* digits are lost for certain: 4.5E+17, a number of more than 15 digits */
	TABLE_CELL_WIDE,    /* ########: too wide for its column when it was saved */
	TABLE_CELL_ERROR,   /* #N/A, #REF! ... */
	TABLE_CELL_DAMAGED, /* bytes in it are no text */
	TABLE_CELL_FORMULA, /* a formula whose result was not saved */
};

struct table_cell {
	enum table_cell_kind kind;
	const char *text;  /* the value; of a date that a spreadsheet knows as one "YYYY-MM-DD"; "" when empty */
	const char *shown; /* as the spreadsheet shows it; mostly the same */
	bool filled;	   /* empty, and within a merged cell: it has the text of that one's first row */
};

struct table_row {
	size_t number; /* from 1, blank rows counted */
	const struct table_cell *cells;
	size_t count; /* up to the last that is not empty; 0: a blank row */
	bool hidden;  /* by a filter, or by hand: nobody sees it in the spreadsheet */
};

struct table_sheet {
	char *name; /* "" of a CSV file */
	bool hidden;
};

struct table_reader;

/* INVALID for what is neither, with what to do about it (an .xls, an .ods, a web page, a file with a password). */
MUST_CHECK enum status table_reader_open(const char *path, struct table_reader **out, struct err *err);
void table_reader_close(struct table_reader *reader);

/* "UTF-8", "UTF-8 BOM", "UTF-16", "GB 18030", "XLSX". */
const char *table_reader_format(const struct table_reader *reader);
/* Of a CSV file ',', ';', '|' or a tab, known once it was started; '\0' of XLSX. */
char table_reader_separator(const struct table_reader *reader);
/* At least one. Borrowed. */
const struct table_sheet *table_reader_sheets(const struct table_reader *reader, size_t *count);

/* Begins at the first row of a sheet; may be called again, also for another one. The first was begun by nobody: call it before the first row. */
MUST_CHECK enum status table_reader_start(struct table_reader *reader, size_t sheet, struct err *err);
/* The next row, valid until the next call; *more false: there is none. */
MUST_CHECK enum status table_reader_next(struct table_reader *reader, struct table_row *row, bool *more, struct err *err);
/* The kind of a text that stands in a cell, by how it looks. */
enum table_cell_kind table_kind_of_text(const char *whole);

/* A column's letters from its number, 0 is A; `out` has room for a NUL. */
void table_column_letters(size_t column, char out[8]);

/* Of libzip and of expat. */
const char *table_zip_version(void);
const char *table_expat_version(void);

#endif
