#include "table/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "table/reader.h"
#include "table/table.h"

#define XLSX_CELL_UNITS_MAX 32767

struct table_writer {
	char *path, *made; /* made: the temporary name of an XLSX; NULL: CSV */
	char separator;
	bool gb18030;
	/* CSV */
	struct buf text;
	size_t row, column; /* where the next cell would stand */
	/* XLSX */
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *plain, *strong;
};

struct table_writer *
table_writer_new(const char *path, char separator, bool gb18030)
{
	struct table_writer *writer = mem_alloc(sizeof(*writer));
	size_t len = strlen(path);

	writer->path = mem_strdup(path);
	writer->separator = separator;
	writer->gb18030 = gb18030;
	if (len > 5 && strcmp(path + len - 5, ".xlsx") == 0) {
		writer->made = mem_printf("%s.part", path);
		writer->book = workbook_new(writer->made);
		if (!writer->book)
			mem_exhausted();
		writer->plain = workbook_add_format(writer->book);
		format_set_num_format(writer->plain, "@");
		writer->strong = workbook_add_format(writer->book);
		format_set_num_format(writer->strong, "@");
		format_set_bold(writer->strong);
		format_set_text_wrap(writer->strong);
	}
	return writer;
}

void
table_writer_sheet(struct table_writer *writer, const char *name, bool hidden)
{
	if (!writer->book)
		return;
	writer->sheet = workbook_add_worksheet(writer->book, name);
	if (!writer->sheet) /* a name that no sheet may have */
		writer->sheet = workbook_add_worksheet(writer->book, NULL);
	if (hidden)
		worksheet_hide(writer->sheet);
}

static void
csv_cell(struct table_writer *writer, size_t row, size_t column, const char *text)
{
	for (; writer->row < row; writer->row++, writer->column = 0)
		buf_char(&writer->text, '\n');
	for (; writer->column < column; writer->column++)
		buf_char(&writer->text, writer->separator);
	table_csv_text(&writer->text, text, writer->separator);
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
table_writer_cell(struct table_writer *writer, size_t row, size_t column, const char *text, bool strong)
{
	char *cut = NULL;
	size_t kept;

	if (!writer->book) {
		csv_cell(writer, row, column, text);
		return;
	}
	kept = bytes_of_cell(text);
	if (text[kept])
		text = cut = mem_strndup(text, kept);
	worksheet_write_string(writer->sheet, (lxw_row_t)row, (lxw_col_t)column, text, strong ? writer->strong : writer->plain);
	free(cut);
}

void
table_writer_width(struct table_writer *writer, size_t column, size_t cells)
{
	if (writer->book)
		worksheet_set_column(writer->sheet, (lxw_col_t)column, (lxw_col_t)column, (double)cells + 2, writer->plain);
}

void
table_writer_choices(struct table_writer *writer, size_t column, size_t from_row, size_t to_row, const char *sheet, size_t list_column,
		     size_t count)
{
	char letters[8], *range;

	if (!writer->book || !count)
		return;
	table_column_letters(list_column, letters);
	range = mem_printf("='%s'!$%s$1:$%s$%zu", sheet, letters, letters, count);
	worksheet_data_validation_range(writer->sheet, (lxw_row_t)from_row, (lxw_col_t)column, (lxw_row_t)to_row, (lxw_col_t)column,
					&(lxw_data_validation){ .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
								.ignore_blank = LXW_VALIDATION_ON,
								.dropdown = LXW_VALIDATION_ON,
								.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING,
								.value_formula = range });
	free(range);
}

static enum status
write_csv(struct table_writer *writer, struct err *err)
{
	struct buf out = { 0 };
	enum status status = file_is_new(writer->path, err);

	buf_char(&writer->text, '\n');
	if (!status && writer->gb18030)
		status = text_to_gb18030(writer->text.data, writer->text.len, &out, err);
	else if (!status) {
		buf_text_add(&out, "\xef\xbb\xbf"); /* without the mark a spreadsheet takes it for the encoding of its own machine */
		buf_add(&out, writer->text.data, writer->text.len);
	}
	if (!status)
		status = file_write(writer->path, out.data, out.len, 0600, err);
	buf_release(&out);
	return status;
}

/* The library opens the file by its name: it is made before, for its owner alone. */
static enum status
write_xlsx(struct table_writer *writer, struct err *err)
{
	enum status status = file_is_new(writer->path, err);
	lxw_error failed;
	int fd;

	if (status)
		return status;
	fd = open(writer->made, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, errno, _("\"%s\" cannot be written"), writer->path);
	close(fd);
	failed = workbook_close(writer->book);
	writer->book = NULL;
	if (failed) {
		unlink(writer->made);
		return err_set(err, STATUS_IO, _("\"%s\" cannot be written: %s"), writer->path, lxw_strerror(failed));
	}
	status = file_put_in_place(writer->made, writer->path, err);
	if (status)
		unlink(writer->made);
	return status;
}

enum status
table_writer_close(struct table_writer *writer, struct err *err)
{
	enum status status = writer->made ? write_xlsx(writer, err) : write_csv(writer, err);

	table_writer_drop(writer);
	return status;
}

void
table_writer_drop(struct table_writer *writer)
{
	if (!writer)
		return;
	if (writer->book)
		lxw_workbook_free(writer->book);
	buf_release(&writer->text);
	free(writer->path);
	free(writer->made);
	free(writer);
}
