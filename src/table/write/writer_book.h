#ifndef TABLE_WRITER_BOOK_H
#define TABLE_WRITER_BOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

/* The XLSX behind a table_writer, for writer.c alone; the arguments are those of its functions. */

struct writer_book;

struct writer_book *writer_book_new(const char *path);
void writer_book_sheet(struct writer_book *book, const char *name, bool hidden);
void writer_book_cell(struct writer_book *book, size_t row, size_t column, const char *text, bool strong);
void writer_book_width(struct writer_book *book, size_t column, size_t cells);
void writer_book_choices(struct writer_book *book, size_t column, size_t from_row, size_t to_row, const char *sheet, size_t list_column,
			 size_t count);
/* Puts the file in its place; the book is still to be dropped. */
MUST_CHECK enum status writer_book_close(struct writer_book *book, struct err *err);
void writer_book_drop(struct writer_book *book);

#endif
