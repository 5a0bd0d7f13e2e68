#include "ui/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void
canvas_init(struct canvas *canvas, int rows, int cols)
{
	*canvas = (struct canvas){ .rows = rows, .cols = cols, .fine_lines = canvas->fine_lines, .colours = canvas->colours };
	canvas->cell = mem_array((size_t)rows * (size_t)cols, sizeof(*canvas->cell));
	canvas_clear(canvas);
}

void
canvas_release(struct canvas *canvas)
{
	free(canvas->cell);
	canvas->cell = NULL;
	canvas->rows = canvas->cols = 0;
}

static const struct cell blank_cell = { .text = " ", .cells = 1, .fg = -1, .bg = -1 };

bool
canvas_is_same(const struct canvas *canvas, const struct canvas *other)
{
	size_t count = (size_t)canvas->rows * (size_t)canvas->cols;

	if (canvas->rows != other->rows || canvas->cols != other->cols || canvas->has_cursor != other->has_cursor ||
	    canvas->cursor_row != other->cursor_row || canvas->cursor_col != other->cursor_col)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct cell *a = &canvas->cell[i], *b = &other->cell[i];

		if (a->cells != b->cells || a->look.ink != b->look.ink || a->look.flags != b->look.flags || a->fg != b->fg ||
		    a->bg != b->bg || strcmp(a->text, b->text) != 0)
			return false;
	}
	return true;
}

void
canvas_clear(struct canvas *canvas)
{
	for (int i = 0; i < canvas->rows * canvas->cols; i++)
		canvas->cell[i] = blank_cell;
	canvas->has_cursor = false;
	canvas->lists = LISTS_NONE;
}

static struct cell *
at(struct canvas *canvas, int row, int col)
{
	return &canvas->cell[row * canvas->cols + col];
}

/* Frees a cell for another character; a wide character that loses one half goes entirely. */
static void
vacate(struct canvas *canvas, int row, int col)
{
	struct cell *cell = at(canvas, row, col);

	if (cell->cells == 0 && col > 0)
		*at(canvas, row, col - 1) = blank_cell;
	if (cell->cells == 2 && col + 1 < canvas->cols)
		*at(canvas, row, col + 1) = blank_cell;
	*cell = blank_cell;
}

static void
put(struct canvas *canvas, int row, int col, struct look look, const char *cluster, size_t len, int cells)
{
	struct cell *cell;

	vacate(canvas, row, col);
	if (cells == 2)
		vacate(canvas, row, col + 1);
	cell = at(canvas, row, col);
	if (len >= CELL_BYTES) { /* whole characters only */
		len = CELL_BYTES - 1;
		while (len > 0 && ((unsigned char)cluster[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(cell->text, cluster, len);
	cell->text[len] = '\0';
	cell->cells = (uint8_t)cells;
	cell->look = look;
	if (cells == 2) {
		cell = at(canvas, row, col + 1);
		*cell = (struct cell){ .cells = 0, .look = look, .fg = -1, .bg = -1 };
	}
}

/* True for a character that no common font draws: a geta mark is shown for it, as printers do, and the stored text keeps it. */
static bool
is_undrawable(uint32_t c)
{
	return (c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000;
}

int
canvas_textn(struct canvas *canvas, int row, int col, int width, struct look look, const char *text, size_t len)
{
	int used = 0;
	size_t bytes, cells;

	if (row < 0 || row >= canvas->rows || col < 0)
		return 0;
	if (col + width > canvas->cols)
		width = canvas->cols - col;
	while (len > 0 && (bytes = text_cluster(text, len, &cells)) > 0) {
		const char *show = text;
		size_t show_len = bytes;
		uint32_t c = 0;

		if (text_decode(text, len, &c) == 0 || c < 0x20 || c == 0x7f) {
			show = "?";
			show_len = cells = 1;
		} else if (is_undrawable(c)) {
			show = "〓";
			show_len = strlen(show);
			cells = 2;
		}
		if (cells > 0) {
			if (used + (int)cells > width)
				break;
			put(canvas, row, col + used, look, show, show_len, (int)cells);
			used += (int)cells;
		}
		text += bytes;
		len -= bytes;
	}
	return used;
}

int
canvas_text(struct canvas *canvas, int row, int col, int width, struct look look, const char *text)
{
	return canvas_textn(canvas, row, col, width, look, text, strlen(text));
}

int
canvas_short(struct canvas *canvas, int row, int col, int width, struct look look, const char *text)
{
	size_t used, fits;

	if (width <= 0)
		return 0;
	if (text_cells(text) <= (size_t)width)
		return canvas_text(canvas, row, col, width, look, text);
	if (width < 3)
		return canvas_text(canvas, row, col, width, look, text);
	fits = text_fit(text, (size_t)width - 2, &used);
	canvas_textn(canvas, row, col, width - 2, look, text, fits);
	canvas_text(canvas, row, col + (int)used, 2, look, "..");
	return (int)used + 2;
}

int
canvas_end(struct canvas *canvas, int row, int col, int width, struct look look, const char *text)
{
	size_t cells = text_cells(text), used = 0, skip;

	if (width < 3 || cells <= (size_t)width)
		return canvas_short(canvas, row, col, width, look, text);
	skip = text_fit(text, cells - (size_t)width + 2, &used);
	if (used < cells - (size_t)width + 2) { /* a wide character lies across the edge */
		size_t wide;

		skip += text_cluster(text + skip, strlen(text + skip), &wide);
	}
	used = (size_t)canvas_text(canvas, row, col, 2, look, "..");
	return (int)used + canvas_text(canvas, row, col + 2, width - 2, look, text + skip);
}

/* ---- wrapping */

/* Punctuation that no row of Chinese begins with. */
static bool
closes(const char *text)
{
	static const char *const marks[] = { "。", "，", "、", "；", "：", "？", "！", "）", "”", "》" };

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}

/* The next row of the `len` bytes of a text: bytes to show, and bytes to skip to the row after it. */
static size_t
next_row(const char *text, size_t len, int width, size_t *skip)
{
	size_t at_byte = 0, cells, bytes, taken = 0, space = 0, may_break = 0; /* before the last character that may begin a row */
	bool has_space = false;

	while (at_byte < len && text[at_byte] != '\n') {
		bytes = text_cluster(text + at_byte, len - at_byte, &cells);
		if (bytes == 0)
			break;
		if (taken + cells > (size_t)width)
			break;
		if (text[at_byte] == ' ') {
			space = at_byte;
			has_space = true;
		} else if (cells == 2) {
			has_space = false; /* Han characters break anywhere */
		}
		if (!closes(text + at_byte))
			may_break = at_byte;
		taken += cells;
		at_byte += bytes;
	}
	if (text[at_byte] == '\n' || text[at_byte] == ' ') {
		*skip = at_byte + 1;
		return at_byte;
	}
	if (at_byte < len && has_space && space > 0 && (unsigned char)text[at_byte] < 0x80) {
		*skip = space + 1;
		return space;
	}
	if (may_break > 0 && closes(text + at_byte))
		at_byte = may_break;
	if (at_byte == 0 && len > 0) /* a wide character in a width of one */
		at_byte = text_cluster(text, len, &cells);
	*skip = at_byte;
	return at_byte;
}

int
canvas_wrap_from(struct canvas *canvas, int from, int row, int col, int width, int height, struct look look, const char *text)
{
	const char *end = text + strlen(text);
	int rows = 0;
	size_t skip, len;

	while (rows < height && text < end && width > 0) {
		len = next_row(text, (size_t)(end - text), width, &skip);
		if (from > 0)
			from--;
		else
			canvas_textn(canvas, row + rows++, col, width, look, text, len);
		text += skip;
	}
	return rows;
}

int
canvas_wrap(struct canvas *canvas, int row, int col, int width, int height, struct look look, const char *text)
{
	const char *end = text + strlen(text);
	int rows = 0;
	size_t skip, len, fits, used;

	for (; rows < height && text < end && width > 0; text += skip, rows++) {
		len = next_row(text, (size_t)(end - text), width, &skip);
		if (rows + 1 == height && text + skip < end && width > 2) { /* no row is left for the rest */
			fits = text_fit(text, (size_t)width - 2, &used);
			if (fits > len)
				fits = len;
			used = (size_t)canvas_textn(canvas, row + rows, col, width - 2, look, text, fits);
			canvas_text(canvas, row + rows, col + (int)used, 2, look, "..");
		} else {
			canvas_textn(canvas, row + rows, col, width, look, text, len);
		}
	}
	return rows;
}

int
canvas_wrap_rows(const char *text, int width)
{
	const char *end = text + strlen(text);
	int rows = 0;
	size_t skip;

	for (; text < end && width > 0; text += skip, rows++)
		(void)next_row(text, (size_t)(end - text), width, &skip);
	return rows;
}

void
canvas_line(struct canvas *canvas, struct area *left, struct look look, const char *text)
{
	if (left->rows > 0)
		canvas_short(canvas, left->row, left->col, left->cols, look, text);
	*left = area_below(*left, 1);
}

void
canvas_paragraph(struct canvas *canvas, struct area *left, struct look look, const char *text)
{
	*left = area_below(*left, canvas_wrap(canvas, left->row, left->col, left->cols, left->rows, look, text));
}

void
canvas_column(struct canvas *canvas, struct area *left, int cols, struct look look, const char *text)
{
	if (left->rows > 0)
		canvas_short(canvas, left->row, left->col, (cols < left->cols ? cols : left->cols) - 1, look, text);
	*left = area_inside(*left, cols, 0);
}

/* ---- the rest */

void
canvas_look(struct canvas *canvas, int row, int col, int width, struct look look)
{
	if (row < 0 || row >= canvas->rows)
		return;
	for (int i = col < 0 ? 0 : col; i < col + width && i < canvas->cols; i++)
		at(canvas, row, i)->look = look;
}

void
canvas_blank(struct canvas *canvas, int row, int col, int width, int height)
{
	for (int r = row < 0 ? 0 : row; r < row + height && r < canvas->rows; r++)
		for (int c = col < 0 ? 0 : col; c < col + width && c < canvas->cols; c++)
			vacate(canvas, r, c);
}

void
canvas_rule(struct canvas *canvas, int row, int col, int width)
{
	for (int c = col; c < col + width; c++)
		canvas_text(canvas, row, c, 1, FAINT, canvas->fine_lines ? "─" : "-");
}

void
canvas_pixel(struct canvas *canvas, int row, int col, uint32_t character, int32_t fg, int32_t bg)
{
	char text[4];
	size_t len;
	struct cell *cell;

	if (row < 0 || row >= canvas->rows || col < 0 || col >= canvas->cols)
		return;
	len = text_encode(character, text);
	put(canvas, row, col, PLAIN, text, len, 1);
	cell = at(canvas, row, col);
	cell->fg = fg;
	cell->bg = bg;
}

void
canvas_cursor(struct canvas *canvas, int row, int col)
{
	if (row < 0 || row >= canvas->rows || col < 0 || col >= canvas->cols)
		return;
	canvas->has_cursor = true;
	canvas->cursor_row = row;
	canvas->cursor_col = col;
}
