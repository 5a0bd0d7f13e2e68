#ifndef TABLE_XLSX_PARTS_H
#define TABLE_XLSX_PARTS_H

#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

/* One part of an XLSX file while it is unpacked. Sizes are counted as they are unpacked, whatever the file says of them; a document type, which could name entities, is refused. Internal to `table`. */

#define XLSX_SHEET_BYTES_MAX (256u << 20)
/* Of all parts together, each as often as it is unpacked: a few kB can hold many large sheets. */
#define XLSX_BOOK_BYTES_MAX (3 * (size_t)XLSX_SHEET_BYTES_MAX)

struct xlsx_book;

/* A part while it is unpacked. */
struct xlsx_part;
MUST_CHECK enum status xlsx_part_open(struct xlsx_book *book, const char *name, size_t limit_bytes, struct xlsx_part **out,
				      struct err *err);
/* The next bytes; *got 0: the end. INVALID beyond the limit, or when nothing was heard of the bytes of long ago: one tag as long as that is no table. */
MUST_CHECK enum status xlsx_part_read(struct xlsx_part *part, void *bytes, size_t len, size_t *got, struct err *err);
/* The parser understood something of what was read. */
void xlsx_part_heard(struct xlsx_part *part);
/* A mark is opened in it, or closed. INVALID: so many lie within one another that it is no table; a parser keeps every open one. */
MUST_CHECK enum status xlsx_part_deeper(struct xlsx_part *part, struct err *err);
void xlsx_part_shallower(struct xlsx_part *part);
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
