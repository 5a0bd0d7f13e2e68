#include "table/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

#define COLUMNS_MAX 200
#define ROWS_MAX 1000000

char **
table_add_row(struct table *table)
{
	char **row;

	if (table->row_count == table->row_cap) {
		table->row_cap = table->row_cap ? table->row_cap * 2 : 16;
		table->cells = mem_resize(table->cells, table->row_cap * table->column_count, sizeof(*table->cells));
	}
	row = table->cells + table->row_count++ * table->column_count;
	memset(row, 0, table->column_count * sizeof(*row));
	return row;
}

void
table_add_line(struct table *table, const char *line)
{
	table->lines = mem_resize(table->lines, table->line_count + 1, sizeof(*table->lines));
	table->lines[table->line_count++] = mem_strdup(line);
}

void
table_release(struct table *table)
{
	for (size_t i = 0; i < table->row_count * table->column_count; i++)
		free(table->cells[i]);
	for (size_t i = 0; i < table->column_count; i++) {
		free(table->columns[i].name);
		free(table->columns[i].label);
	}
	for (size_t i = 0; i < table->line_count; i++)
		free(table->lines[i]);
	free(table->cells);
	free(table->columns);
	free(table->lines);
	free(table->title);
	*table = (struct table){ 0 };
}

static const char *
cell(const struct table *table, size_t row, size_t column)
{
	const char *text = table->cells[row * table->column_count + column];

	return text ? text : "";
}

/* ---- for a terminal */

static void
pad(struct buf *out, size_t cells)
{
	while (cells-- > 0)
		buf_char(out, ' ');
}

static void
write_cell(struct buf *out, const char *text, size_t width, bool right, bool last)
{
	size_t gap = width - text_cells(text);

	if (right)
		pad(out, gap);
	buf_text_add(out, text);
	if (!last)
		pad(out, (right ? 0 : gap) + 2);
}

#define HEADER_CELLS 16 /* a longer name of a column goes on below */

/* The next row of a column's name: bytes to show, and bytes to skip to the row after it. */
static size_t
header_row(const char *text, size_t width, size_t *skip)
{
	static const char bracket[] = "（";
	size_t used, len = text_fit(text, width, &used), space;

	*skip = len;
	if (!text[len])
		return len;
	if (len > strlen(bracket) && memcmp(text + len - strlen(bracket), bracket, strlen(bracket)) == 0)
		return *skip = len - strlen(bracket); /* the bracket goes with the text after it */
	for (space = len; space > 0 && text[space] != ' '; space--)
		continue;
	if (space > 0 && (unsigned char)text[len] < 0x80) { /* not within a word */
		*skip = space + 1;
		return space;
	}
	return len;
}

static void
write_header(struct buf *out, const struct table *table, const size_t *widths)
{
	const char **at = mem_array(table->column_count, sizeof(*at));
	bool more = true;

	for (size_t c = 0; c < table->column_count; c++)
		at[c] = table->columns[c].label;
	while (more) {
		more = false;
		for (size_t c = 0; c < table->column_count; c++) {
			size_t skip, len = header_row(at[c], widths[c], &skip);
			char *piece = mem_printf("%.*s", (int)len, at[c]);

			write_cell(out, piece, widths[c], table->columns[c].kind == TABLE_NUMBER, c + 1 == table->column_count);
			free(piece);
			at[c] += skip;
			more |= *at[c] != '\0';
		}
		while (out->data[out->len - 1] == ' ') /* blanks of a last column whose name has ended */
			out->len--;
		buf_char(out, '\n');
	}
	free(at);
}

void
table_write_text(const struct table *table, struct buf *out)
{
	size_t *widths = mem_array(table->column_count, sizeof(*widths));

	for (size_t c = 0; c < table->column_count; c++) {
		widths[c] = text_cells(table->columns[c].label);
		if (widths[c] > HEADER_CELLS)
			widths[c] = HEADER_CELLS;
		for (size_t r = 0; r < table->row_count; r++)
			if (text_cells(cell(table, r, c)) > widths[c])
				widths[c] = text_cells(cell(table, r, c));
	}
	if (table->title)
		buf_printf(out, "%s\n\n", table->title);
	write_header(out, table, widths);
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t c = 0; c < table->column_count; c++)
			write_cell(out, cell(table, r, c), widths[c], table->columns[c].kind == TABLE_NUMBER, c + 1 == table->column_count);
		buf_char(out, '\n');
	}
	for (size_t l = 0; l < table->line_count; l++)
		buf_printf(out, "%s%s\n", l ? "" : "\n", table->lines[l]);
	free(widths);
}

/* ---- CSV out */

static void
write_quoted(struct buf *out, const char *text)
{
	bool quote = strpbrk(text, ",\"\r\n") != NULL;

	if (!quote) {
		buf_text_add(out, text);
		return;
	}
	buf_char(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			buf_char(out, '"');
		buf_char(out, *text);
	}
	buf_char(out, '"');
}

void
table_write_csv(const struct table *table, bool codes_quoted, struct buf *out)
{
	for (size_t c = 0; c < table->column_count; c++) {
		buf_text_add(out, c ? "," : "");
		write_quoted(out, table->columns[c].name);
	}
	buf_char(out, '\n');
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t c = 0; c < table->column_count; c++) {
			const char *text = cell(table, r, c);
			char *held = NULL;

			if (table->columns[c].kind == TABLE_TEXT && *text && strchr("=+-@", *text))
				held = mem_printf("'%s", text);
			else if (table->columns[c].kind == TABLE_CODE && codes_quoted && *text)
				held = mem_printf("=\"%s\"", text);
			buf_text_add(out, c ? "," : "");
			write_quoted(out, held ? held : text);
			free(held);
		}
		buf_char(out, '\n');
	}
}

/* ---- CSV in */

struct table_reading {
	const char *at, *end;
	size_t line; /* from 1 */
	struct err *err;
};

enum cell_end { END_CELL, END_ROW, END_FILE };

static enum status
read_cell(struct table_reading *reading, struct buf *out, enum cell_end *end)
{
	bool quoted = reading->at < reading->end && *reading->at == '"';

	buf_clear(out);
	if (quoted) {
		size_t begun = reading->line;

		for (reading->at++;; reading->at++) {
			if (reading->at == reading->end)
				return err_set(reading->err, STATUS_INVALID, _("line %zu: a quotation mark is opened and not closed"),
					       begun);
			if (*reading->at == '"' && (reading->at + 1 == reading->end || reading->at[1] != '"'))
				break;
			reading->at += *reading->at == '"';
			reading->line += *reading->at == '\n';
			buf_char(out, *reading->at);
		}
		reading->at++;
	} else {
		while (reading->at < reading->end && !strchr(",\r\n", *reading->at))
			buf_char(out, *reading->at++);
	}
	if (reading->at < reading->end && *reading->at == '\r')
		reading->at++;
	if (reading->at == reading->end) {
		*end = END_FILE;
		return STATUS_OK;
	}
	if (*reading->at != ',' && *reading->at != '\n')
		return err_set(reading->err, STATUS_INVALID, _("line %zu: a quoted cell must end before the next comma"), reading->line);
	*end = *reading->at == ',' ? END_CELL : END_ROW;
	reading->line += *reading->at++ == '\n';
	return STATUS_OK;
}

static enum status
read_header(struct table_reading *reading, struct table *out)
{
	enum cell_end end = END_CELL;
	struct buf text = { 0 };
	enum status status = STATUS_OK;

	while (end == END_CELL && !status) {
		status = read_cell(reading, &text, &end);
		if (!status && out->column_count == COLUMNS_MAX)
			status = err_set(reading->err, STATUS_INVALID, _("line 1: there are more than %d columns"), COLUMNS_MAX);
		if (status)
			break;
		out->columns = mem_resize(out->columns, out->column_count + 1, sizeof(*out->columns));
		out->columns[out->column_count++] = (struct table_column){ .name = text_normalise(buf_text(&text)),
									   .label = mem_strdup(buf_text(&text)) };
	}
	buf_release(&text);
	return status;
}

enum status
table_read_csv(const char *text, size_t len, struct table *out, struct err *err)
{
	struct table_reading reading = { text, text + len, 1, err };
	struct buf held = { 0 };
	enum status status;

	*out = (struct table){ 0 };
	status = len ? read_header(&reading, out) : err_set(err, STATUS_INVALID, _("the file is empty"));
	while (!status && reading.at < reading.end) {
		size_t line = reading.line, column = 0;
		enum cell_end end = END_CELL;
		char **row = NULL;

		if (*reading.at == '\n' || *reading.at == '\r') { /* an empty line */
			reading.line += *reading.at++ == '\n';
			continue;
		}
		if (out->row_count == ROWS_MAX) {
			status = err_set(err, STATUS_INVALID, _("there are more than %d rows"), ROWS_MAX);
			break;
		}
		row = table_add_row(out);
		while (end == END_CELL && !status) {
			status = read_cell(&reading, &held, &end);
			if (!status && column == out->column_count && (held.len || end == END_CELL))
				status = err_set(err, STATUS_INVALID, _("line %zu: there are more cells than columns"), line);
			if (!status && column < out->column_count)
				row[column++] = mem_strdup(buf_text(&held));
		}
	}
	buf_release(&held);
	if (status)
		table_release(out);
	return status;
}

bool
table_code_is_mangled(const char *text)
{
	size_t digits = strspn(text, "0123456789."), rest;

	if (digits == 0 || (text[digits] != 'E' && text[digits] != 'e'))
		return false;
	text += digits + 1;
	text += *text == '+';
	rest = strspn(text, "0123456789");
	return rest > 0 && text[rest] == '\0';
}
