#include "base/text/line.h"

#include "base/text.h"

/* What of a text is seen: layout in cells, of one line that scrolls sideways and of several that wrap. */

/* Bytes and cells of the cluster at `at`; 0 bytes at the end. */
static size_t
cluster(const struct line *line, size_t at, size_t *cells)
{
	*cells = 0;
	return text_cluster(line_text(line) + at, line->text.len - at, cells);
}

/* Cells of [from, to), both between clusters. */
static size_t
cells_between(const struct line *line, size_t from, size_t to)
{
	size_t total = 0, cells;

	while (from < to) {
		from += cluster(line, from, &cells);
		total += cells;
	}
	return total;
}

/* ---- one line */

/* The cells that must be in view from the cursor on: its cluster, or the blank behind the text. */
static size_t
cursor_needs(const struct line *line)
{
	size_t cells;

	cluster(line, line->cursor_bytes, &cells);
	return cells > 0 ? cells : 1;
}

/* The first byte shown: as before if that still does, else scrolled as little as needed. */
static size_t
first_shown(const struct line *line, size_t width_cells)
{
	size_t first = 0, place = 0, needs = cursor_needs(line), taken, cells;

	while (first < line->scroll_bytes && first < line->cursor_bytes) /* between clusters, not behind the cursor */
		first += cluster(line, first, &cells);
	taken = cells_between(line, first, line->cursor_bytes);
	while (first < line->cursor_bytes && taken + needs > width_cells) {
		first += cluster(line, first, &cells);
		taken -= cells;
	}
	/* Text got shorter: show what fits before it rather than a blank behind it. */
	taken = cells_between(line, 0, line->text.len) + 1; /* and the cursor's place behind the end */
	while (place < first && taken > width_cells) {
		place += cluster(line, place, &cells);
		taken -= cells;
	}
	return place;
}

struct line_view
line_view(const struct line *line, size_t width_cells)
{
	struct line_view view = { .first_bytes = first_shown(line, width_cells) };
	size_t at = view.first_bytes, used, cells;

	view.cursor_cells = cells_between(line, at, line->cursor_bytes);
	while ((used = cluster(line, at, &cells)) > 0 && view.cells + cells <= width_cells) {
		at += used;
		view.cells += cells;
	}
	view.len_bytes = at - view.first_bytes;
	view.more_left = view.first_bytes > 0;
	view.more_right = at < line->text.len;
	return view;
}

/* ---- several lines */

bool
line_row_next(const struct line *line, size_t width_cells, struct line_row *row)
{
	size_t start = row->first_bytes + row->len_bytes, used, cells;

	if (row->has_begun && !row->wrapped) {
		if (start == line->text.len)
			return false;
		start++; /* the line break */
	}
	*row = (struct line_row){ .first_bytes = start, .has_begun = true };
	for (size_t at = start; (used = cluster(line, at, &cells)) > 0; at += used) {
		if (line->text.data[at] == '\n')
			return true;
		if (row->cells + cells + 1 > width_cells && row->len_bytes > 0) {
			row->wrapped = true;
			return true;
		}
		row->len_bytes += used;
		row->cells += cells;
	}
	return true;
}

static size_t
line_row_count(const struct line *line, size_t width_cells)
{
	struct line_row row = { 0 };
	size_t count = 0;

	while (line_row_next(line, width_cells, &row))
		count++;
	return count;
}

/* The row that the cursor stands in; its number. Between two wrapped rows it is the start of the second. */
static size_t
cursor_row(const struct line *line, size_t width_cells, struct line_row *out)
{
	struct line_row row = { 0 };
	size_t number = 0;

	for (; line_row_next(line, width_cells, &row); number++) {
		*out = row;
		if (line->cursor_bytes < row.first_bytes + row.len_bytes ||
		    (!row.wrapped && line->cursor_bytes == row.first_bytes + row.len_bytes))
			break;
	}
	return number;
}

void
line_place(const struct line *line, size_t width_cells, size_t *row, size_t *col_cells)
{
	struct line_row at = { 0 };

	*row = cursor_row(line, width_cells, &at);
	*col_cells = cells_between(line, at.first_bytes, line->cursor_bytes);
}

/* Puts the cursor at the column it wishes for, or before it: in the middle of a wide character, or behind the end. */
static void
go_to_row(struct line *line, const struct line_row *row, size_t wish_cells)
{
	size_t at = row->first_bytes, end = at + row->len_bytes, taken = 0, used, cells;

	while (at < end && (used = cluster(line, at, &cells)) > 0 && taken + cells <= wish_cells) {
		if (row->wrapped && at + used == end)
			break; /* behind it the next row starts */
		at += used;
		taken += cells;
	}
	line->cursor_bytes = at;
	line->wish_cells = wish_cells;
}

static bool
go_rows(struct line *line, size_t width_cells, bool down)
{
	struct line_row row = { 0 };
	size_t number, col;

	if (line->mode != LINE_MULTI)
		return false;
	line_place(line, width_cells, &number, &col);
	if (!down && number == 0)
		return false;
	for (size_t i = 0; i <= (down ? number + 1 : number - 1); i++)
		if (!line_row_next(line, width_cells, &row))
			return false;
	go_to_row(line, &row, line->wish_cells == SIZE_MAX ? col : line->wish_cells);
	return true;
}

bool
line_up(struct line *line, size_t width_cells)
{
	return go_rows(line, width_cells, false);
}

bool
line_down(struct line *line, size_t width_cells)
{
	return go_rows(line, width_cells, true);
}

/* ---- scrolling */

void
line_scroll(struct line *line, size_t width_cells, size_t height_rows)
{
	size_t row, col, count;

	if (line->mode != LINE_MULTI) {
		line->scroll_bytes = first_shown(line, width_cells);
		return;
	}
	line_place(line, width_cells, &row, &col);
	count = line_row_count(line, width_cells);
	if (row < line->scroll_rows)
		line->scroll_rows = row;
	else if (row >= line->scroll_rows + height_rows)
		line->scroll_rows = row + 1 - height_rows;
	if (line->scroll_rows > 0 && line->scroll_rows + height_rows > count)
		line->scroll_rows = count > height_rows ? count - height_rows : 0;
}
