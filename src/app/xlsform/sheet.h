#ifndef APP_XLSFORM_SHEET_H
#define APP_XLSFORM_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "table/read/reader.h"

/* A sheet of a survey, whole: the first row names the columns, each further one has a text for each, blanks around it taken off. */

struct sheet_rows {
	char **columns;
	size_t column_count;
	char ***rows;	 /* per row a text for each column; "": none */
	size_t *numbers; /* of the row in the sheet, from 1 */
	size_t count, cap;
};

/* *there false: the file has no such sheet. Names of sheets and columns are compared in small letters. */
MUST_CHECK enum status sheet_rows_read(struct table_reader *reader, const char *name, struct sheet_rows *out, bool *there, struct err *err);
void sheet_rows_release(struct sheet_rows *sheet);
/* The text of a column in a row; "": there is none. */
const char *sheet_cell(const struct sheet_rows *sheet, size_t row, const char *column);

#endif
