#include "app/xlsform/sheet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"

#define ROWS_MAX 20000
#define COLUMNS_MAX 200

static char *
trimmed(const char *text)
{
	size_t len;

	while (isspace((unsigned char)*text))
		text++;
	for (len = strlen(text); len && isspace((unsigned char)text[len - 1]); len--)
		;
	return mem_strndup(text, len);
}

/* Column names are compared as they are written in small letters; "label::中文" has nothing that this would change. */
static char *
column_name(const char *text)
{
	char *name = trimmed(text);

	for (char *at = name; *at && *at != ':'; at++)
		*at = (char)(*at == ' ' ? '_' : tolower((unsigned char)*at));
	return name;
}

static void
take_row(struct sheet_rows *sheet, const struct table_row *row)
{
	char **texts = mem_array(sheet->column_count + 1, sizeof(*texts));

	for (size_t i = 0; i < sheet->column_count; i++)
		texts[i] = trimmed(i < row->count && !row->cells[i].filled ? row->cells[i].text : "");
	if (sheet->count == sheet->cap) {
		sheet->cap = sheet->cap ? sheet->cap * 2 : 64;
		sheet->rows = mem_resize(sheet->rows, sheet->cap, sizeof(*sheet->rows));
		sheet->numbers = mem_resize(sheet->numbers, sheet->cap, sizeof(*sheet->numbers));
	}
	sheet->numbers[sheet->count] = row->number;
	sheet->rows[sheet->count++] = texts;
}

static void
take_columns(struct sheet_rows *sheet, const struct table_row *row)
{
	sheet->column_count = row->count < COLUMNS_MAX ? row->count : COLUMNS_MAX;
	sheet->columns = mem_array(sheet->column_count + 1, sizeof(*sheet->columns));
	for (size_t i = 0; i < sheet->column_count; i++)
		sheet->columns[i] = column_name(row->cells[i].text);
}

enum status
sheet_rows_read(struct table_reader *reader, const char *name, struct sheet_rows *out, bool *there, struct err *err)
{
	size_t count, at = 0;
	const struct table_sheet *sheets = table_reader_sheets(reader, &count);
	struct table_row row = { 0 };
	enum status status;
	bool more = true;

	*out = (struct sheet_rows){ 0 };
	while (at < count && strcasecmp(sheets[at].name, name) != 0)
		at++;
	*there = at < count;
	if (!*there)
		return STATUS_OK;
	status = table_reader_start(reader, at, err);
	while (!status && !(status = table_reader_next(reader, &row, &more, err)) && more) {
		if (!row.count)
			continue;
		if (!out->columns)
			take_columns(out, &row);
		else if (out->count == ROWS_MAX)
			status = err_set(err, STATUS_INVALID, _("the sheet \"%s\" has more than %d rows"), name, ROWS_MAX);
		else
			take_row(out, &row);
	}
	return status;
}

void
sheet_rows_release(struct sheet_rows *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		for (size_t k = 0; k < sheet->column_count; k++)
			free(sheet->rows[i][k]);
		free(sheet->rows[i]);
	}
	for (size_t k = 0; k < sheet->column_count; k++)
		free(sheet->columns[k]);
	free(sheet->rows);
	free(sheet->numbers);
	free(sheet->columns);
	*sheet = (struct sheet_rows){ 0 };
}

const char *
sheet_cell(const struct sheet_rows *sheet, size_t row, const char *column)
{
	for (size_t i = 0; i < sheet->column_count; i++)
		if (strcmp(sheet->columns[i], column) == 0)
			return sheet->rows[row][i];
	return "";
}
