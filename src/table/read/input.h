#ifndef TABLE_INPUT_H
#define TABLE_INPUT_H

#include <stdint.h>

#include "base/buf.h"
#include "table/read/reader.h"

/* What CSV and XLSX files have in common: the functions that each of them gives, the row that is being filled, and what a text of a cell is. */

#define TABLE_COLUMNS_MAX 1024
#define TABLE_ROWS_MAX 1048576 /* as many as a spreadsheet has */
#define TABLE_CELL_BYTES_MAX 131072
#define TABLE_ROW_BYTES_MAX 1048576

/* The cells of one row: texts one behind the other, and where they begin. */
struct table_filler {
	struct buf texts;
	struct table_filler_cell {
		enum table_cell_kind kind;
		size_t text, shown; /* in `texts` */
		bool filled;
	} * cells;
	size_t count, cap;
	struct table_cell *out; /* what the caller sees */
	size_t out_cap;
};

void table_filler_clear(struct table_filler *filler);
void table_filler_release(struct table_filler *filler);
/* Sets a cell at `column`, those before it that were not set are empty. `shown` NULL: the same. INVALID: too many columns, or a row too long. */
MUST_CHECK enum status table_filler_set(struct table_filler *filler, size_t column, enum table_cell_kind kind, const char *text,
					const char *shown, struct err *err);
/* The row as it is now; empty cells at its end are left out. */
void table_filler_row(struct table_filler *filler, size_t number, struct table_row *row);

struct table_input_class {
	enum status (*start)(void *input, size_t sheet, struct err *err);
	enum status (*next)(void *input, struct table_row *row, bool *more, struct err *err);
	const char *(*format)(const void *input);
	char (*separator)(const void *input);
	const struct table_sheet *(*sheets)(const void *input, size_t *count);
	void (*close)(void *input);
};

extern const struct table_input_class table_csv_class, table_xlsx_class;
/* Both take the descriptor, also when they fail. */
MUST_CHECK enum status table_csv_open_take(int fd, void **out, struct err *err);
MUST_CHECK enum status table_xlsx_open_take(int fd, void **out, struct err *err);

#endif
