#include "table/write/writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "table/read/reader.h"
#include "table/table.h"
#include "table/write/writer_book.h"

struct table_writer {
	char *path;
	struct writer_book *book; /* NULL: CSV */
	char separator;
	bool gb18030;
	/* CSV */
	struct buf text;
	size_t row, column; /* where the next cell would stand */
};

struct table_writer *
table_writer_new(const char *path, char separator, bool gb18030)
{
	struct table_writer *writer = mem_alloc(sizeof(*writer));
	size_t len = strlen(path);

	writer->path = mem_strdup(path);
	writer->separator = separator;
	writer->gb18030 = gb18030;
	if (len > 5 && strcmp(path + len - 5, ".xlsx") == 0)
		writer->book = writer_book_new(path);
	return writer;
}

void
table_writer_sheet(struct table_writer *writer, const char *name, bool hidden)
{
	if (writer->book)
		writer_book_sheet(writer->book, name, hidden);
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

void
table_writer_cell(struct table_writer *writer, size_t row, size_t column, const char *text, bool strong)
{
	if (writer->book)
		writer_book_cell(writer->book, row, column, text, strong);
	else
		csv_cell(writer, row, column, text);
}

void
table_writer_width(struct table_writer *writer, size_t column, size_t cells)
{
	if (writer->book)
		writer_book_width(writer->book, column, cells);
}

void
table_writer_choices(struct table_writer *writer, size_t column, size_t from_row, size_t to_row, const char *sheet, size_t list_column,
		     size_t count)
{
	if (writer->book && count)
		writer_book_choices(writer->book, column, from_row, to_row, sheet, list_column, count);
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

enum status
table_writer_close(struct table_writer *writer, struct err *err)
{
	enum status status = writer->book ? writer_book_close(writer->book, err) : write_csv(writer, err);

	table_writer_drop(writer);
	return status;
}

void
table_writer_drop(struct table_writer *writer)
{
	if (!writer)
		return;
	writer_book_drop(writer->book);
	buf_release(&writer->text);
	free(writer->path);
	free(writer);
}
