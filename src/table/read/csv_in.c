#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/machine/text_file.h"
#include "base/mem.h"
#include "table/read/input.h"

/* CSV in: comma, tab, semicolon or |; lines that end in LF, CR LF or CR; quotes; a first line "sep=;". What spreadsheets and we put round a text so that it stays
 * one (="0012", an apostrophe before =) is taken off again. */

#define LOOK_AHEAD_BYTES 65536 /* of them the separator is found */

struct csv_input {
	struct text_file *file;
	struct buf piece;
	size_t at; /* in `piece` */
	struct table_filler filler;
	struct buf cell;
	struct table_sheet sheet;
	char separator;
	bool has_sep_line; /* ... which names a separator that is known */
	size_t row, line;
};

/* The next byte without taking it; -1 at the end. */
static enum status
peek(struct csv_input *csv, int *c, struct err *err)
{
	if (csv->at == csv->piece.len) {
		enum status status = text_file_next(csv->file, &csv->piece, err);

		if (status)
			return status;
		csv->at = 0;
	}
	*c = csv->at < csv->piece.len ? (unsigned char)csv->piece.data[csv->at] : -1;
	return STATUS_OK;
}

static enum status
nul_refused(const struct csv_input *csv, struct err *err)
{
	return err_set(err, STATUS_INVALID, _("line %zu: a byte of zero stands there; the file is damaged, or no text"), csv->line);
}

/* Takes a line end whose first byte is `c`. */
static enum status
take_line_end(struct csv_input *csv, int c, struct err *err)
{
	enum status status;

	csv->at++;
	csv->line++;
	if (c != '\r')
		return STATUS_OK;
	status = peek(csv, &c, err);
	csv->at += !status && c == '\n';
	return status;
}

static enum status
read_quoted(struct csv_input *csv, struct err *err)
{
	size_t begun = csv->line;
	enum status status;
	int c;

	for (csv->at++;;) {
		status = peek(csv, &c, err);
		if (status)
			return status;
		if (c < 0 || csv->cell.len > TABLE_CELL_BYTES_MAX)
			return err_set(err, STATUS_INVALID, _("line %zu: a quotation mark is opened and not closed"), begun);
		if (c == 0)
			return nul_refused(csv, err);
		if (c == '\r' || c == '\n') {
			status = take_line_end(csv, c, err);
			if (status)
				return status;
			buf_char(&csv->cell, '\n');
			continue;
		}
		csv->at++;
		if (c == '"') {
			status = peek(csv, &c, err);
			if (status || c != '"')
				break;
			csv->at++;
		}
		buf_char(&csv->cell, (char)c);
	}
	while (!status && !(status = peek(csv, &c, err)) && c == ' ') /* blanks behind the quotation mark */
		csv->at++;
	if (!status && c >= 0 && c != csv->separator && c != '\r' && c != '\n')
		return err_set(err, STATUS_INVALID, _("line %zu: a quoted cell must end before the next comma"), csv->line);
	return status;
}

static enum status
read_bare(struct csv_input *csv, struct err *err)
{
	enum status status;
	int c;

	while (!(status = peek(csv, &c, err)) && c >= 0 && c != csv->separator && c != '\r' && c != '\n') {
		if (c == 0)
			return nul_refused(csv, err);
		if (csv->cell.len > TABLE_CELL_BYTES_MAX)
			return err_set(err, STATUS_INVALID, _("line %zu: a cell is longer than any spreadsheet makes it"), csv->line);
		buf_char(&csv->cell, (char)c);
		csv->at++;
	}
	return status;
}

/* What was put round a text so that a spreadsheet would leave it alone. */
static char *
bare_text(char *text)
{
	size_t len = strlen(text);

	if (len >= 3 && strncmp(text, "=\"", 2) == 0 && text[len - 1] == '"') {
		text[len - 1] = '\0';
		return text + 2;
	}
	return *text == '\'' && text[1] &&
			       (strchr("=+-@\t\r", text[1]) || strncmp(text + 1, "＝", 3) == 0 || strncmp(text + 1, "＋", 3) == 0 ||
				strncmp(text + 1, "－", 3) == 0 || strncmp(text + 1, "＠", 3) == 0)
		       ? text + 1
		       : text;
}

static enum status
set_cell(struct csv_input *csv, size_t column, struct err *err)
{
	enum table_cell_kind kind;
	char *text;

	if (!csv->cell.len)
		return STATUS_OK; /* trailing separators make no columns */
	text = bare_text(csv->cell.data);
	kind = strstr(text, TEXT_FILE_WRONG) ? TABLE_CELL_DAMAGED : table_kind_of_text(text);
	if (table_filler_set(&csv->filler, column, kind, text, NULL, err) == STATUS_OK)
		return STATUS_OK;
	return err_context(err, _("line %zu"), csv->line);
}

static enum status
csv_next(void *input, struct table_row *row, bool *more, struct err *err)
{
	struct csv_input *csv = input;
	enum status status;
	int c;

	table_filler_clear(&csv->filler);
	status = peek(csv, &c, err);
	*more = !status && c >= 0;
	if (!*more)
		return status;
	if (csv->row == TABLE_ROWS_MAX)
		return err_set(err, STATUS_INVALID, _("there are more than %d rows"), TABLE_ROWS_MAX);
	for (size_t column = 0;; column++) {
		buf_clear(&csv->cell);
		status = peek(csv, &c, err);
		if (!status)
			status = c == '"' ? read_quoted(csv, err) : read_bare(csv, err);
		if (!status)
			status = set_cell(csv, column, err);
		if (!status)
			status = peek(csv, &c, err);
		if (status || c != csv->separator)
			break;
		csv->at++;
	}
	if (!status && c >= 0)
		status = take_line_end(csv, c, err);
	if (!status)
		table_filler_row(&csv->filler, ++csv->row, row);
	return status;
}

/* ---- the separator */

static const char separators[] = { ',', '\t', ';', '|' };

/* In the text of the beginning: "sep=X" as first line, else of the four the one that stands most often in one line, outside quotes; of equal ones, in more lines. */
static void
find_separator(struct csv_input *csv, const char *text, size_t len)
{
	size_t most[ARRAY_LEN(separators)] = { 0 }, here[ARRAY_LEN(separators)] = { 0 }, lines[ARRAY_LEN(separators)] = { 0 }, best = 0;
	bool quoted = false;

	csv->has_sep_line = len >= 5 && strncasecmp(text, "sep=", 4) == 0 && memchr(separators, text[4], sizeof(separators)) &&
			    (len == 5 || text[5] == '\r' || text[5] == '\n');
	if (csv->has_sep_line) {
		csv->separator = text[4];
		return;
	}
	for (size_t i = 0; i < len; i++) {
		quoted ^= text[i] == '"';
		for (size_t s = 0; s < ARRAY_LEN(separators) && !quoted; s++) {
			if (text[i] == '\n' || text[i] == '\r')
				here[s] = 0;
			else if (text[i] == separators[s]) {
				lines[s] += here[s]++ == 0;
				if (here[s] > most[s])
					most[s] = here[s];
			}
		}
	}
	for (size_t s = 1; s < ARRAY_LEN(separators); s++)
		if (most[s] > most[best] || (most[s] == most[best] && lines[s] > lines[best]))
			best = s;
	csv->separator = separators[best];
}

static enum status
csv_start(void *input, size_t sheet, struct err *err)
{
	struct csv_input *csv = input;
	enum status status;

	(void)sheet;
	text_file_rewind(csv->file);
	csv->at = csv->row = 0;
	csv->line = 1;
	status = text_file_next(csv->file, &csv->piece, err);
	if (status)
		return status;
	find_separator(csv, buf_text(&csv->piece), csv->piece.len < LOOK_AHEAD_BYTES ? csv->piece.len : LOOK_AHEAD_BYTES);
	if (csv->has_sep_line) {
		csv->at = 5;
		if (csv->at < csv->piece.len)
			status = take_line_end(csv, (unsigned char)csv->piece.data[csv->at], err);
	}
	return status;
}

enum status
table_csv_open_take(int fd, void **out, struct err *err)
{
	struct csv_input *csv = mem_alloc(sizeof(*csv));
	enum status status = text_file_open_take(fd, &csv->file, err);

	if (status) {
		free(csv);
		return status;
	}
	csv->sheet.name = mem_strdup("");
	csv->separator = ',';
	*out = csv;
	return STATUS_OK;
}

static void
csv_close(void *input)
{
	struct csv_input *csv = input;

	text_file_close(csv->file);
	table_filler_release(&csv->filler);
	buf_release(&csv->piece);
	buf_release(&csv->cell);
	free(csv->sheet.name);
	free(csv);
}

static const char *
csv_format(const void *input)
{
	return text_file_encoding(((const struct csv_input *)input)->file);
}

static char
csv_separator(const void *input)
{
	return ((const struct csv_input *)input)->separator;
}

static const struct table_sheet *
csv_sheets(const void *input, size_t *count)
{
	*count = 1;
	return &((const struct csv_input *)input)->sheet;
}

const struct table_input_class table_csv_class = { csv_start, csv_next, csv_format, csv_separator, csv_sheets, csv_close };
