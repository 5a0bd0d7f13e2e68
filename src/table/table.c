#include "table/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

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

static void
add_text(char ***texts, size_t *count, const char *text)
{
	*texts = mem_resize(*texts, *count + 1, sizeof(**texts));
	(*texts)[(*count)++] = mem_strdup(text);
}

void
table_add_head(struct table *table, const char *head)
{
	add_text(&table->heads, &table->head_count, head);
}

void
table_add_line(struct table *table, const char *line)
{
	add_text(&table->lines, &table->line_count, line);
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
	for (size_t i = 0; i < table->head_count; i++)
		free(table->heads[i]);
	free(table->heads);
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
		buf_printf(out, "%s\n", table->title);
	for (size_t h = 0; h < table->head_count; h++)
		buf_printf(out, "%s\n", table->heads[h]);
	if (table->title || table->head_count)
		buf_char(out, '\n');
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

/* What begins a formula in some spreadsheet, full-width signs too. */
static bool
begins_formula(const char *text)
{
	static const char *const signs[] = { "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠" };

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

static void
write_quoted(struct buf *out, const char *text, char separator)
{
	const char special[] = { separator, '"', '\r', '\n', '\0' };

	if (!strpbrk(text, special)) {
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

/* What would not come back from a spreadsheet as it was: long numbers, zeros before a number, 3-1, 12E3. */
static bool
is_fragile(const char *text)
{
	size_t len = strlen(text), digits = strspn(text, "0123456789");

	if (digits == len)
		return (len > 1 && *text == '0') || len > 11;
	return digits > 0 && strspn(text, "0123456789-/:.Ee+") == len;
}

static void
write_csv_text(struct buf *out, const char *text, char separator, bool keep_digits)
{
	char *held = begins_formula(text) ? mem_printf("'%s", text) : keep_digits && *text ? mem_printf("=\"%s\"", text) : NULL;

	write_quoted(out, held ? held : text, separator);
	free(held);
}

void
table_csv_text(struct buf *out, const char *text, char separator)
{
	write_csv_text(out, text, separator, is_fragile(text));
}

void
table_write_csv(const struct table *table, bool codes_quoted, struct buf *out)
{
	for (size_t c = 0; c < table->column_count; c++) {
		buf_text_add(out, c ? "," : "");
		write_quoted(out, table->columns[c].name, ',');
	}
	buf_char(out, '\n');
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t c = 0; c < table->column_count; c++) {
			buf_text_add(out, c ? "," : "");
			if (table->columns[c].kind == TABLE_NUMBER)
				write_quoted(out, cell(table, r, c), ',');
			else
				write_csv_text(out, cell(table, r, c), ',', table->columns[c].kind == TABLE_CODE && codes_quoted);
		}
		buf_char(out, '\n');
	}
}
