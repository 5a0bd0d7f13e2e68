#include "table/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
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
table_release_cells(struct table *table)
{
	for (size_t i = 0; i < table->row_count * table->column_count; i++)
		free(table->cells[i]);
	free(table->cells);
	table->cells = NULL;
	table->row_count = table->row_cap = 0;
}

void
table_release(struct table *table)
{
	table_release_cells(table);
	for (size_t i = 0; i < table->column_count; i++) {
		free(table->columns[i].name);
		free(table->columns[i].label);
	}
	for (size_t i = 0; i < table->line_count; i++)
		free(table->lines[i]);
	for (size_t i = 0; i < table->head_count; i++)
		free(table->heads[i]);
	free(table->heads);
	free(table->columns);
	free(table->lines);
	free(table->title);
	free(table->notice);
	free(table->part);
	*table = (struct table){ 0 };
}

const char *
table_cell_text(const struct table *table, size_t row, size_t column)
{
	const char *text = table->cells[row * table->column_count + column];

	return text ? text : "";
}

bool
table_is_number(enum table_kind kind)
{
	return kind == TABLE_NUMBER || kind == TABLE_DECIMAL;
}

bool
table_is_plain(enum table_kind kind, const char *text)
{
	static const char day[] = "0000-00-00";
	size_t len = strlen(text);
	char *end = NULL;

	if (table_is_number(kind)) {
		strtod(text, &end);
		return len > 0 && len < 16 && !*end && strspn(text, "-.0123456789") == len;
	}
	for (size_t i = 0; i < len && kind == TABLE_DATE; i++)
		if (i >= strlen(day) || (day[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != day[i]))
			return false;
	return kind == TABLE_DATE && len == strlen(day);
}

const char *
table_signatures(void)
{
	/* Translators: the line that is signed below a printed table. */
	return _("Made by:                    Checked by:                    Responsible:                    Day:");
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
	size_t cells = text_cells(text), gap = cells < width ? width - cells : 0;

	if (right)
		pad(out, gap);
	buf_text_add(out, text);
	if (!last)
		pad(out, (right ? 0 : gap) + 2);
}

#define HEADER_CELLS 16 /* a longer name of a column goes on below */
#define TEXT_CELLS 40	/* a longer text too */
#define BAR_CELLS 24

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

/* Writes a row of texts, of which the longer ones go on below; eats `at`. `bar`: what stands at the end of its first line. */
static void
write_lines(struct buf *out, const struct table *table, const size_t *widths, const char **at, const char *bar)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t c = 0; c < table->column_count; c++) {
			size_t skip, len = header_row(at[c], widths[c], &skip);
			char *piece = mem_printf("%.*s", (int)len, at[c]);

			for (char *sign = piece; *sign; sign++)
				if ((unsigned char)*sign < 0x20) /* a line end in a text begins no row */
					*sign = ' ';
			write_cell(out, piece, widths[c], table_is_number(table->columns[c].kind), !bar && c + 1 == table->column_count);
			free(piece);
			at[c] += skip;
			more |= *at[c] != '\0';
		}
		if (bar)
			buf_text_add(out, bar);
		bar = NULL;
		while (out->len && out->data[out->len - 1] == ' ') /* blanks of a last column whose text has ended */
			out->len--;
		buf_char(out, '\n');
	}
}

size_t
table_bar_column(const struct table *table)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (table->columns[c].bar)
			return c;
	return SIZE_MAX;
}

bool
table_is_total(const struct table *table, size_t row)
{
	return table->has_total && row == (table->total_first ? 0 : table->row_count - 1);
}

double
table_bar_most(const struct table *table)
{
	size_t column = table_bar_column(table);
	double most = 0;

	for (size_t r = 0; r < table->row_count && column != SIZE_MAX; r++) {
		double value = table_is_total(table, r) ? 0 : strtod(table_cell_text(table, r, column), NULL);

		most = value > most ? value : most;
	}
	return most;
}

/* The bar of a row in `bar`; NULL: it has none. */
static const char *
bar_of(const struct table *table, size_t row, double most, char bar[BAR_CELLS + 1])
{
	double share = most > 0 && !table_is_total(table, row) ? strtod(table_cell_text(table, row, table_bar_column(table)), NULL) / most
							       : 0;
	size_t cells = share > 0 ? (size_t)(share * BAR_CELLS + 0.5) : 0;

	if (!cells)
		return NULL;
	memset(bar, '#', cells);
	bar[cells] = '\0';
	return bar;
}

/* The cells that each column takes. Caller frees. */
static size_t *
text_widths(const struct table *table)
{
	size_t *widths = mem_array(table->column_count, sizeof(*widths));

	for (size_t c = 0; c < table->column_count; c++) {
		size_t most = table_is_number(table->columns[c].kind) ? SIZE_MAX : TEXT_CELLS;

		widths[c] = text_cells(table->columns[c].label);
		if (widths[c] > HEADER_CELLS)
			widths[c] = HEADER_CELLS;
		for (size_t r = 0; r < table->row_count; r++) {
			size_t cells = text_cells(table_cell_text(table, r, c));

			widths[c] = cells > most ? most : cells > widths[c] ? cells : widths[c];
		}
	}
	return widths;
}

static size_t
lines_of(const struct buf *out)
{
	size_t lines = 0;

	for (const char *at = strchr(buf_text(out), '\n'); at; at = strchr(at + 1, '\n'))
		lines++;
	return lines;
}

void
table_write_text(const struct table *table, struct buf *out, struct table_heading *heading)
{
	size_t *widths = text_widths(table);
	const char **at = mem_array(table->column_count, sizeof(*at));
	double most = table_bar_most(table);
	char bar[BAR_CELLS + 1];

	if (table->title)
		buf_printf(out, "%s\n", table->title);
	for (size_t h = 0; h < table->head_count; h++)
		buf_printf(out, "%s\n", table->heads[h]);
	if (table->notice)
		buf_printf(out, "%s\n", table->notice);
	if (table->title || table->head_count)
		buf_char(out, '\n');
	for (size_t c = 0; c < table->column_count; c++)
		at[c] = table->columns[c].label;
	heading->from = lines_of(out);
	write_lines(out, table, widths, at, NULL);
	heading->count = lines_of(out) - heading->from;
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t c = 0; c < table->column_count; c++)
			at[c] = table_cell_text(table, r, c);
		write_lines(out, table, widths, at, bar_of(table, r, most, bar));
	}
	for (size_t l = 0; l < table->line_count; l++)
		buf_printf(out, "%s%s\n", l ? "" : "\n", table->lines[l]);
	free(at);
	free(widths);
}

/* ---- CSV out */

/* Full-width signs begin one, too, in some of them. */
bool
table_begins_formula(const char *text)
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
	char *held = table_begins_formula(text) ? mem_printf("'%s", text) : keep_digits && *text ? mem_printf("=\"%s\"", text) : NULL;

	write_quoted(out, held ? held : text, separator);
	free(held);
}

void
table_csv_text(struct buf *out, const char *text, char separator)
{
	write_csv_text(out, text, separator, is_fragile(text));
}

/* A text below the table, alone on its row. */
static void
write_csv_line(struct buf *out, const char *text)
{
	table_csv_text(out, text, ',');
	buf_char(out, '\n');
}

void
table_write_csv(const struct table *table, bool codes_quoted, struct buf *out)
{
	for (size_t c = 0; c < table->column_count; c++) {
		buf_text_add(out, c ? "," : "");
		write_csv_text(out, table->columns[c].label, ',', false);
	}
	buf_char(out, '\n');
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t c = 0; c < table->column_count; c++) {
			buf_text_add(out, c ? "," : "");
			const char *text = table_cell_text(table, r, c);

			if (table_is_plain(table->columns[c].kind, text))
				write_quoted(out, text, ',');
			else
				write_csv_text(out, text, ',', table->columns[c].kind == TABLE_CODE && codes_quoted);
		}
		buf_char(out, '\n');
	}
	buf_char(out, '\n');
	if (table->title)
		write_csv_line(out, table->title);
	for (size_t h = 0; h < table->head_count; h++)
		write_csv_line(out, table->heads[h]);
	if (table->notice)
		write_csv_line(out, table->notice);
	for (size_t l = 0; l < table->line_count; l++)
		write_csv_line(out, table->lines[l]);
}
