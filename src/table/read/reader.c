#include "table/read/reader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "table/read/input.h"

struct table_reader {
	const struct table_input_class *class;
	void *input;
};

/* A file that a spreadsheet opens and we do not, by its first bytes. */
static const char *
foreign_format(const char *bytes, size_t len)
{
	if (len >= 4 && memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0)
		return N_(
			"this is an .xls of an older Excel, or a table with a password; open it in a spreadsheet and save it as .xlsx without a password");
	if (len >= 5 && memcmp(bytes, "%PDF-", 5) == 0)
		return N_("this is a PDF; ask for the table itself, as .xlsx or CSV");
	if (len >= 5 && memcmp(bytes, "{\\rtf", 5) == 0)
		return N_("this is a text document; copy its table into a spreadsheet and save that as .xlsx");
	if (len >= 2 && (memcmp(bytes, "\xff\xd8", 2) == 0 || memcmp(bytes, "\x89PNG", len < 4 ? len : 4) == 0))
		return N_("this is a picture; a table as .xlsx or CSV is needed");
	if (len >= 4 && memcmp(bytes, "Rar!", 4) == 0)
		return N_("this is an archive; take the table out of it first");
	if (len >= 2 && memcmp(bytes, "7z", 2) == 0 && len >= 4 && memcmp(bytes + 2, "\xbc\xaf", 2) == 0)
		return N_("this is an archive; take the table out of it first");
	if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		bytes += 3, len -= 3;
	while (len > 0 && strchr(" \t\r\n", *bytes))
		bytes++, len--;
	if (len >= 5 && (strncasecmp(bytes, "<html", 5) == 0 || strncasecmp(bytes, "<!doc", 5) == 0 ||
			 strncasecmp(bytes, "<?xml", 5) == 0 || strncasecmp(bytes, "<tabl", 5) == 0 || strncasecmp(bytes, "<meta", 5) == 0))
		return N_("this is a web page under the name of a table; open it in a spreadsheet and save it as .xlsx");
	return NULL;
}

enum status
table_reader_open(const char *path, struct table_reader **out, struct err *err)
{
	struct table_reader reader = { 0 };
	char first[512] = { 0 };
	const char *foreign;
	enum status status;
	ssize_t got;
	int fd;

	status = file_open(path, &fd, err);
	if (status)
		return status;
	got = pread(fd, first, sizeof(first) - 1, 0);
	foreign = got > 0 ? foreign_format(first, (size_t)got) : NULL;
	if (got == 0 || foreign) {
		close(fd);
		return err_set(err, STATUS_INVALID, "%s", got == 0 ? _("the file is empty") : _(foreign));
	}
	if (got >= 4 && memcmp(first, "PK\x03\x04", 4) == 0) {
		reader.class = &table_xlsx_class;
		status = table_xlsx_open_take(fd, &reader.input, err);
	} else {
		reader.class = &table_csv_class;
		status = table_csv_open_take(fd, &reader.input, err);
	}
	if (status)
		return status;
	*out = mem_alloc(sizeof(**out));
	**out = reader;
	return STATUS_OK;
}

void
table_reader_close(struct table_reader *reader)
{
	if (reader)
		reader->class->close(reader->input);
	free(reader);
}

const char *
table_reader_format(const struct table_reader *reader)
{
	return reader->class->format(reader->input);
}

char
table_reader_separator(const struct table_reader *reader)
{
	return reader->class->separator(reader->input);
}

const struct table_sheet *
table_reader_sheets(const struct table_reader *reader, size_t *count)
{
	return reader->class->sheets(reader->input, count);
}

enum status
table_reader_start(struct table_reader *reader, size_t sheet, struct err *err)
{
	return reader->class->start(reader->input, sheet, err);
}

enum status
table_reader_next(struct table_reader *reader, struct table_row *row, bool *more, struct err *err)
{
	return reader->class->next(reader->input, row, more, err);
}
