#ifndef TABLE_XLSX_INPUT_H
#define TABLE_XLSX_INPUT_H

#include <expat.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "table/read/input.h"
#include "table/read/xlsx_book.h"
#include "table/read/xlsx_parts.h"

/* An XLSX file while one of its sheets is read: what xlsx_in.c and xlsx_cell.c share. Internal to `table`. */

struct xlsx_merge {
	size_t first_row, last_row, column;
	char *text, *shown; /* of the first row, once it was read */
	enum table_cell_kind kind;
};

struct xlsx_input {
	struct xlsx_book *book;
	struct xlsx_part *part; /* of the sheet that is read; NULL: none */
	XML_Parser parser;
	struct table_filler filler;
	struct xlsx_merge *merges; /* ascending by first row */
	size_t merge_count, merge_cap;
	size_t merges_of;	    /* the sheet that they are of; SIZE_MAX: none yet */
	size_t merge_next;	    /* the first that has not begun */
	struct xlsx_merge **active; /* those that reach the row being read */
	size_t active_count;
	struct err *err; /* of the call that runs */
	enum status status;
	bool at_end, row_ready;
	bool for_merges; /* the first pass */
	size_t row;	 /* number of the row being read, or read last */
	bool hidden;	 /* ... which nobody sees */
	/* the cell being read */
	size_t column;
	char type[12];
	size_t style;
	bool in_value, in_formula, in_text, in_phonetic, has_value, has_formula;
	struct buf value, formula;
};

/* ---- xlsx_in.c */
void xlsx_stop(struct xlsx_input *xlsx, enum status status); /* the parser ends; the first status stays */
void xlsx_stop_damaged(struct xlsx_input *xlsx);	     /* INVALID, with the row */

/* ---- xlsx_cell.c */
/* Puts the cell that was read into the row, as what it is; stops the parser where that fails. */
void xlsx_cell_set(struct xlsx_input *xlsx);

#endif
