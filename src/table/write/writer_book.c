#include "table/write/writer_book.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "table/read/reader.h"

#define XLSX_CELL_UNITS_MAX 32767

struct writer_book {
	char *path, *made; /* made: its temporary name */
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *plain, *strong;
};

struct writer_book *
writer_book_new(const char *path)
{
	struct writer_book *book = mem_alloc(sizeof(*book));

	book->path = mem_strdup(path);
	book->made = mem_printf("%s.part", path);
	book->book = workbook_new(book->made);
	if (!book->book)
		mem_exhausted();
	book->plain = workbook_add_format(book->book);
	format_set_num_format(book->plain, "@");
	book->strong = workbook_add_format(book->book);
	format_set_num_format(book->strong, "@");
	format_set_bold(book->strong);
	format_set_text_wrap(book->strong);
	return book;
}

void
writer_book_sheet(struct writer_book *book, const char *name, bool hidden)
{
	book->sheet = workbook_add_worksheet(book->book, name);
	if (!book->sheet) /* a name that no sheet may have */
		book->sheet = workbook_add_worksheet(book->book, NULL);
	if (hidden)
		worksheet_hide(book->sheet);
}

/* As much of the text as a cell holds, in whole characters; one outside the first plane counts twice. */
static size_t
bytes_of_cell(const char *text)
{
	size_t kept = 0, units = 0;

	while (text[kept]) {
		uint32_t c = 0;
		size_t len = text_decode(text + kept, strnlen(text + kept, 4), &c);

		units += c > 0xffff ? 2 : 1;
		if (units > XLSX_CELL_UNITS_MAX)
			break;
		kept += len ? len : 1;
	}
	return kept;
}

void
writer_book_cell(struct writer_book *book, size_t row, size_t column, const char *text, bool strong)
{
	size_t kept = bytes_of_cell(text);
	char *cut = text[kept] ? mem_strndup(text, kept) : NULL;

	worksheet_write_string(book->sheet, (lxw_row_t)row, (lxw_col_t)column, cut ? cut : text, strong ? book->strong : book->plain);
	free(cut);
}

void
writer_book_width(struct writer_book *book, size_t column, size_t cells)
{
	worksheet_set_column(book->sheet, (lxw_col_t)column, (lxw_col_t)column, (double)cells + 2, book->plain);
}

void
writer_book_choices(struct writer_book *book, size_t column, size_t from_row, size_t to_row, const char *sheet, size_t list_column,
		    size_t count)
{
	char letters[8], *range;

	table_column_letters(list_column, letters);
	range = mem_printf("='%s'!$%s$1:$%s$%zu", sheet, letters, letters, count);
	worksheet_data_validation_range(book->sheet, (lxw_row_t)from_row, (lxw_col_t)column, (lxw_row_t)to_row, (lxw_col_t)column,
					&(lxw_data_validation){ .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
								.ignore_blank = LXW_VALIDATION_ON,
								.dropdown = LXW_VALIDATION_ON,
								.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
								.value_formula = range });
	free(range);
}

/* The library opens the file by its name: it is made before, for its owner alone. */
enum status
writer_book_close(struct writer_book *book, struct err *err)
{
	enum status status = file_is_new(book->path, err);
	lxw_error failed;
	int fd;

	if (status)
		return status;
	fd = open(book->made, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, errno, _("\"%s\" cannot be written"), book->path);
	close(fd);
	failed = workbook_close(book->book);
	book->book = NULL;
	if (failed) {
		unlink(book->made);
		return err_set(err, STATUS_IO, _("\"%s\" cannot be written: %s"), book->path, lxw_strerror(failed));
	}
	status = file_put_in_place(book->made, book->path, err);
	if (status)
		unlink(book->made);
	return status;
}

void
writer_book_drop(struct writer_book *book)
{
	if (!book)
		return;
	if (book->book)
		lxw_workbook_free(book->book);
	free(book->path);
	free(book->made);
	free(book);
}
