#ifndef TABLE_XLSX_BOOK_H
#define TABLE_XLSX_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "table/read/reader.h"
#include "table/read/xlsx_format.h"

/* An XLSX file that was opened: which sheets there are and where, the shared texts, the formats that make a number a date. Internal to `table`. */

struct xlsx_book {
	struct zip *zip;
	struct table_sheet *sheets;
	char **sheet_parts; /* names in the archive, beside `sheets` */
	size_t sheet_count, sheet_cap;
	bool from_1904;
	char *texts; /* the shared ones, each with its NUL */
	size_t *text_at;
	size_t text_count;
	struct xlsx_format *formats; /* by the number that a cell names */
	size_t format_count;
	size_t unpacked; /* bytes, of all parts so far */
};

MUST_CHECK enum status xlsx_book_open_take(int fd, struct xlsx_book **out, struct err *err);
void xlsx_book_close(struct xlsx_book *book);
const struct table_sheet *xlsx_book_sheets(const struct xlsx_book *book, size_t *count);
const char *xlsx_book_sheet_part(const struct xlsx_book *book, size_t sheet);
const char *xlsx_book_text(const struct xlsx_book *book, size_t index); /* NULL: there is none */
const struct xlsx_format *xlsx_book_format(const struct xlsx_book *book, size_t style);

#endif
