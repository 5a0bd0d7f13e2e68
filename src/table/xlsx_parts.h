#ifndef TABLE_XLSX_PARTS_H
#define TABLE_XLSX_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"
#include "table/reader.h"

/* The parts of an XLSX file: which sheets there are and where, the shared texts, the formats that make a number a date. Sizes are counted as they are unpacked,
 * whatever the file says of them; a document type, which could name entities, is refused. Internal to `table`. */

#define XLSX_SHEET_BYTES_MAX (256u << 20)
/* Of all parts together, each as often as it is unpacked: a few kB can hold many large sheets. */
#define XLSX_BOOK_BYTES_MAX (3 * (size_t)XLSX_SHEET_BYTES_MAX)

struct xlsx_format {
	bool is_date, has_year, has_day, has_time;
	size_t zeros; /* of a format "0000": digits, filled up with zeros; 0: another format */
};

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

/* A part while it is unpacked. */
struct xlsx_part;
MUST_CHECK enum status xlsx_part_open(struct xlsx_book *book, const char *name, size_t limit_bytes, struct xlsx_part **out,
				      struct err *err);
/* The next bytes; *got 0: the end. INVALID beyond the limit, or when nothing was heard of the bytes of long ago: one tag as long as that is no table. */
MUST_CHECK enum status xlsx_part_read(struct xlsx_part *part, void *bytes, size_t len, size_t *got, struct err *err);
/* The parser understood something of what was read. */
void xlsx_part_heard(struct xlsx_part *part);
void xlsx_part_close(struct xlsx_part *part);

/* Names without the prefix of their name space. */
const char *xlsx_local_name(const char *name);
const char *xlsx_attribute(const char *const *attributes, const char *name); /* NULL: not given */
/* "BC12": column from 0, row from 1; returns what stands behind it, NULL when it is no place. */
const char *xlsx_cell_place(const char *text, size_t *column, size_t *row);
/* _x000D_ in texts is a character; caller frees. */
char *xlsx_text_decode(const char *text);
MUST_CHECK enum status xlsx_doctype_refused(struct err *err);

#endif
