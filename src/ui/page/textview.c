#include "ui/page/textview.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/pinyin.h"

#define STEP_COLS 8   /* sideways, of one key, where no columns are told apart */
#define TABLE_GAP 2   /* blanks between the columns of a table */
#define COUNTS_COLS 6 /* of a column that only counts the rows, at most */

void
text_view_clear(struct text_view *view)
{
	for (size_t i = 0; i < view->count; i++) {
		free(view->lines[i].text);
		free(view->lines[i].head);
	}
	view->count = 0;
	view->laid = false;
}

void
text_view_release(struct text_view *view)
{
	text_view_clear(view);
	free(view->lines);
	free(view->starts);
	free(view->filled);
	find_release(&view->find);
	*view = (struct text_view){ 0 };
}

static struct view_line *
add(struct text_view *view, const char *text, size_t len)
{
	view->laid = false;
	MEM_GROW(view->lines, view->count, view->cap);
	view->lines[view->count] = (struct view_line){ .text = mem_strndup(text, len), .look = PLAIN, .wraps = true };
	return &view->lines[view->count++];
}

struct view_line *
text_view_add(struct text_view *view, struct look look, int indent, const char *text)
{
	struct view_line *line = add(view, text, strlen(text));

	line->look = look;
	line->indent = indent;
	return line;
}

struct view_line *
text_view_addf(struct text_view *view, struct look look, int indent, const char *fmt, ...)
{
	struct view_line *line;
	va_list args;
	char *text;

	va_start(args, fmt);
	text = mem_vprintf(fmt, args);
	va_end(args);
	line = text_view_add(view, look, indent, text);
	free(text);
	return line;
}

/* True for a row of a table, known by two blanks between words; blanks at the beginning are an indent. */
static bool
is_of_table(const char *text)
{
	return strstr(text + strspn(text, " "), "  ") != NULL || strspn(text, " ") > 1;
}

void
text_view_add_text(struct text_view *view, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		struct view_line *line = add(view, text, len);

		line->wraps = !is_of_table(line->text);
		text += len + (text[len] == '\n');
	}
}

/* ---- layout */

static size_t
line_rows(const struct text_view *view, const struct view_line *line)
{
	int rows = line->wraps ? canvas_wrap_rows(line->text, view->area.cols - line->indent) : 1;

	return rows > 1 ? (size_t)rows : 1;
}

size_t
text_view_rows(const struct text_view *view)
{
	return view->starts ? view->starts[view->count] : 0;
}

static size_t
page_rows(const struct text_view *view)
{
	return view->area.rows > 0 ? (size_t)view->area.rows : 1;
}

/* The rows that the labels of a table take at the top while rows behind them do: none where too little would be left. */
static size_t
pinned_rows(const struct text_view *view)
{
	return view->heading_lines && view->heading_lines + 2 < page_rows(view) && view->heading + view->heading_lines < view->count
		       ? view->heading_lines
		       : 0;
}

/* The row below the labels, or at the top where these stand in their own place, or further below. */
static size_t
top_row(const struct text_view *view)
{
	size_t pinned = pinned_rows(view);

	return view->first + (pinned && view->first > view->starts[view->heading] ? pinned : 0);
}

/* Marks the cells in which a row of a table has something. */
static void
fill_cells(struct text_view *view, const struct view_line *line)
{
	size_t len = strlen(line->text), bytes, cells;
	int at = line->indent;

	for (size_t i = 0; (bytes = text_cluster(line->text + i, len - i, &cells)) > 0; i += bytes) {
		if (line->text[i] != ' ')
			memset(view->filled + at, 1, cells);
		at += (int)cells;
	}
}

static void
find_columns(struct text_view *view)
{
	view->filled_cells = 0;
	for (size_t i = 0; i < view->count; i++) {
		int cells = view->lines[i].wraps ? 0 : view->lines[i].indent + (int)text_cells(view->lines[i].text);

		view->filled_cells = cells > view->filled_cells ? cells : view->filled_cells;
	}
	free(view->filled);
	view->filled = mem_alloc((size_t)view->filled_cells + 1);
	for (size_t i = 0; i < view->count; i++)
		if (!view->lines[i].wraps)
			fill_cells(view, &view->lines[i]);
}

/* Where the next column begins, at `from` or behind it; the end of the tables when none does. */
static int
column_at(const struct text_view *view, int from)
{
	for (int at = from; at < view->filled_cells; at++)
		if (view->filled[at] && (at < 1 || !view->filled[at - 1]) && (at < TABLE_GAP || !view->filled[at - TABLE_GAP]))
			return at;
	return view->filled_cells;
}

/* The cells of the columns that stay, with the gap behind them; 0 when they would leave too little for the others. */
static int
frozen_cells(const struct text_view *view)
{
	int second = view->freezes ? column_at(view, column_at(view, 0) + 1) : 0,
	    cells = second && second <= COUNTS_COLS + TABLE_GAP ? column_at(view, second + 1) : second;

	return cells < view->filled_cells && cells <= view->area.cols / 2 ? cells : 0;
}

/* How far to the left the tables may go: to the first column from which on all have room. */
static int
farthest_left(const struct text_view *view)
{
	int room = view->area.cols - view->frozen, beyond = view->filled_cells - view->area.cols, at;

	if (beyond <= 0)
		return 0;
	for (at = column_at(view, view->frozen); at < view->filled_cells && view->filled_cells - at > room;)
		at = column_at(view, at + 1);
	return at < view->filled_cells ? at - view->frozen : beyond;
}

/* Which way more columns are, for the line above the keys. */
static const char *
sideways_words(const struct text_view *view)
{
	return !view->left		      ? _("more to the right: →")
	       : view->left < view->left_most ? _("more to both sides: ← →")
					      : _("more to the left: ←");
}

/* Sideways by a column, or by some cells within one that is wider than the page. */
static void
go_sideways(struct text_view *view, bool right)
{
	int from = view->left + view->frozen, to = view->frozen;

	if (right) {
		to = column_at(view, from + 1);
		to = to - from > view->area.cols - view->frozen ? from + STEP_COLS : to;
	} else {
		for (int at = column_at(view, view->frozen); at < from; at = column_at(view, at + 1))
			to = at;
		to = from - to > view->area.cols - view->frozen ? from - STEP_COLS : to;
	}
	view->left = to - view->frozen < 0 ? 0 : to - view->frozen < view->left_most ? to - view->frozen : view->left_most;
}

static void
go_to(struct text_view *view, size_t first)
{
	size_t all = text_view_rows(view), most = all > page_rows(view) ? all - page_rows(view) : 0;
	char place[80] = "";

	view->first = first < most ? first : most;
	if (most)
		snprintf(place, sizeof(place), "%zu-%zu/%zu", top_row(view) + 1, view->first + page_rows(view), all);
	if (view->left_most)
		snprintf(place + strlen(place), sizeof(place) - strlen(place), "%s%s", *place ? "  " : "", sideways_words(view));
	find_note(&view->find, place, view->note, sizeof(view->note));
}

static void
lay_out(struct text_view *view)
{
	size_t at = 0;

	find_columns(view);
	view->frozen = frozen_cells(view);
	view->left_most = farthest_left(view);
	view->starts = mem_resize(view->starts, view->count + 1, sizeof(*view->starts));
	for (size_t i = 0; i < view->count; i++) {
		const struct view_line *line = &view->lines[i];

		view->starts[i] = at;
		at += line_rows(view, line);
	}
	view->starts[view->count] = at;
	view->laid = true;
}

void
text_view_fit(struct text_view *view, struct area area)
{
	bool same = view->laid && view->area.cols == area.cols;

	view->area = area;
	if (!same)
		lay_out(view);
	if (view->left > view->left_most)
		view->left = view->left_most;
	go_to(view, view->first);
}

/* The line that a row belongs to. */
static size_t
line_at(const struct text_view *view, size_t row)
{
	size_t low = 0, high = view->count;

	while (low + 1 < high) {
		size_t middle = (low + high) / 2;

		if (view->starts[middle] <= row)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* ---- keys */

static bool
fits(const void *ctx, size_t index, const char *words)
{
	const struct text_view *view = ctx;

	return text_matches(view->lines[index].text, words) || (view->lines[index].head && text_matches(view->lines[index].head, words));
}

static bool
move(struct text_view *view, const struct ui_key *key)
{
	size_t seen = page_rows(view) - pinned_rows(view), page = seen > 1 ? seen - 1 : 1;

	switch (key->kind) {
	case UI_KEY_UP:
		go_to(view, view->first ? view->first - 1 : 0);
		return true;
	case UI_KEY_DOWN:
		go_to(view, view->first + 1);
		return true;
	case UI_KEY_LEFT:
		go_sideways(view, false);
		go_to(view, view->first);
		return true;
	case UI_KEY_RIGHT:
		go_sideways(view, true);
		go_to(view, view->first);
		return true;
	case UI_KEY_PAGE_UP:
		go_to(view, view->first > page ? view->first - page : 0);
		return true;
	case UI_KEY_PAGE_DOWN:
		go_to(view, view->first + page);
		return true;
	case UI_KEY_HOME:
		view->left = 0;
		go_to(view, 0);
		return true;
	case UI_KEY_END:
		go_to(view, text_view_rows(view));
		return true;
	default:
		return false;
	}
}

bool
text_view_key(struct text_view *view, const struct ui_key *key)
{
	const struct ui_key page_down = { .kind = UI_KEY_PAGE_DOWN };
	const struct findable in = { view->count, view, fits };
	size_t at = view->count ? line_at(view, top_row(view)) : 0;

	if (find_has_hit(&view->find) && view->hit < view->count)
		at = view->hit;
	if (find_key(&view->find, key, &in, &at)) {
		view->hit = at;
		go_to(view, view->count ? view->starts[at] - (at >= view->heading + view->heading_lines ? pinned_rows(view) : 0) : 0);
		return true;
	}
	if (move(view, key) || (key->kind == UI_KEY_CHAR && key->c == ' ' && move(view, &page_down)))
		return true;
	go_to(view, view->first); /* the search may have ended */
	return false;
}

bool
text_view_typed_key(struct text_view *view, const struct ui_key *key)
{
	return view->find.typing || find_begins_in_text(key) ? text_view_key(view, key) : move(view, key);
}

/* ---- drawing */

/* A number, with the signs that stand in one? */
static bool
is_number(const char *text, size_t len)
{
	size_t digits = 0;

	for (size_t i = 0; i < len; i++)
		digits += text[i] >= '0' && text[i] <= '9';
	return digits > 0 && strspn(text, "0123456789.,%+-/: ") >= len;
}

/* Bytes of a text that have room: a number at the edge is shown whole or not at all. */
static size_t
fit_whole(const char *text, int cols)
{
	size_t fits = text_fit(text, cols > 0 ? (size_t)cols : 0, NULL), from = fits, to = fits;

	while (from > 0 && text[from - 1] != ' ')
		from--;
	while (text[to] && text[to] != ' ')
		to++;
	return to > fits && is_number(text + from, to - from) ? from : fits;
}

/* Draws one row of a table: the part in view, and a mark at each edge that hides more. */
static void
draw_table_row(const struct text_view *view, const struct view_line *line, struct look look, struct canvas *canvas, int row)
{
	int frozen = view->left ? view->frozen : 0, hidden = view->left + frozen;
	size_t used = 0, skip = view->left ? text_fit(line->text, (size_t)hidden, &used) : 0;
	const char *text = line->text + skip;
	int edge = view->area.col + line->indent + frozen, col = edge, cols = view->area.cols - line->indent - frozen;

	if (used < (size_t)hidden && *text) { /* a wide character lies across the edge */
		size_t cells;

		text += text_cluster(text, strlen(text), &cells);
		col += (int)cells - (hidden - (int)used);
		cols -= (int)cells - (hidden - (int)used);
	}
	if ((int)text_cells(text) > cols) /* the last cell is the mark's */
		canvas_textn(canvas, row, col, cols - 1, look, text, fit_whole(text, cols - 1));
	else
		canvas_text(canvas, row, col, cols, look, text);
	if (frozen)
		canvas_text(canvas, row, edge - frozen, frozen, look, line->text);
	if (view->left && skip)
		canvas_text(canvas, row, frozen ? edge - 1 : edge, 1, ACCENT, "<");
	if ((int)text_cells(text) > cols)
		canvas_text(canvas, row, view->area.col + view->area.cols - 1, 1, ACCENT, ">");
}

/* Draws the label before a text and the rule behind a heading. */
static void
draw_head(const struct text_view *view, const struct view_line *line, struct canvas *canvas, int row)
{
	int col = view->area.col, used = line->indent + (int)text_cells(line->text) + 1;

	if (line->head)
		canvas_short(canvas, row, col + line->head_indent, line->indent - line->head_indent - 1, FAINT, line->head);
	if (line->rule && used < view->area.cols)
		canvas_rule(canvas, row, col + used, view->area.cols - used);
}

void
text_view_draw(const struct text_view *view, struct canvas *canvas)
{
	size_t end = view->first + page_rows(view), top = view->count ? top_row(view) : 0;

	for (size_t i = 0; view->first + i < top; i++)
		draw_table_row(view, &view->lines[view->heading + i], view->lines[view->heading + i].look, canvas, view->area.row + (int)i);
	for (size_t i = view->count ? line_at(view, top) : 0; i < view->count && view->starts[i] < end; i++) {
		const struct view_line *line = &view->lines[i];
		size_t above = view->starts[i] < top ? top - view->starts[i] : 0, at = view->starts[i] + above;
		int row = view->area.row + (int)(at - view->first);
		struct look look = line->look;

		if (i == view->hit && find_has_hit(&view->find))
			look.flags |= LOOK_REVERSE;
		if (!above)
			draw_head(view, line, canvas, row);
		if (!line->wraps)
			draw_table_row(view, line, look, canvas, row);
		else
			canvas_wrap_from(canvas, (int)above, row, view->area.col + line->indent, view->area.cols - line->indent,
					 (int)(end - at), look, line->text);
	}
	canvas_cursor(canvas, view->area.row, view->area.col);
}
