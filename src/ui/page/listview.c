#include "ui/page/listview.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text/pinyin.h"
#include "ui/columns.h"

/* ---- layout */

static int
lines_of(const struct list_view *list)
{
	return list->area.rows > 0 ? list->area.rows : 1;
}

static int
indent_of(const struct list_rows *rows)
{
	return LIST_MARK_COLS + (rows->numbered ? 2 : 0);
}

/* The lines of one row, never more than the area has. */
static int
height_of(const struct list_view *list, const struct list_rows *rows, size_t index)
{
	int cols = list->area.cols - indent_of(rows), height = rows->lines;

	if (rows->height) {
		height = rows->height(rows->ctx, index, cols);
	} else if (rows->wraps) {
		struct buf text = { 0 };

		rows->text(rows->ctx, index, &text);
		height = canvas_wrap_rows(buf_text(&text), cols);
		buf_release(&text);
	}
	return height < 1 ? 1 : height < lines_of(list) ? height : lines_of(list);
}

struct area
list_view_area(const struct list_view *list, const struct list_rows *rows, struct area area)
{
	struct list_view laid = *list;
	int lines = 0;

	laid.area = area;
	for (size_t i = 0; i < rows->count && lines < area.rows; i++)
		lines += height_of(&laid, rows, i);
	return area_top(area, lines);
}

/* The first row of a page that ends with the row `last`. */
static size_t
first_before(const struct list_view *list, const struct list_rows *rows, size_t last)
{
	size_t first = last;
	int lines = height_of(list, rows, last);

	while (first > 0) {
		lines += height_of(list, rows, first - 1);
		if (lines > lines_of(list))
			break;
		first--;
	}
	return first;
}

/* The row behind the last one in view. */
static size_t
end_of(const struct list_view *list, const struct list_rows *rows)
{
	size_t end = list->first;
	int lines = 0;

	while (end < rows->count) {
		lines += height_of(list, rows, end);
		if (lines > lines_of(list))
			break;
		end++;
	}
	return end > list->first || list->first == rows->count ? end : list->first + 1;
}

/* Scrolls as little as needed: the row is in view, with all that have digits now when there is room, and no line is empty above the end. */
static void
scroll(struct list_view *list, const struct list_rows *rows)
{
	size_t from = list->chosen, to = list->chosen, least;

	if (rows->count == 0) {
		list->first = 0;
		return;
	}
	if (rows->numbered && lines_of(list) >= LIST_DIGITS) {
		from -= from % LIST_DIGITS;
		to = from + LIST_DIGITS - 1 < rows->count ? from + LIST_DIGITS - 1 : rows->count - 1;
	}
	least = first_before(list, rows, to);
	if (list->first > from)
		list->first = from;
	if (list->first < least)
		list->first = least;
	if (list->first > list->chosen)
		list->first = list->chosen;
	least = first_before(list, rows, rows->count - 1);
	if (list->first > least)
		list->first = least;
}

static void
say_place(struct list_view *list, const struct list_rows *rows)
{
	char place[60] = "";

	if (list->find.typing || list->find.held || list->first > 0 || end_of(list, rows) < rows->count)
		snprintf(place, sizeof(place), "%zu/%zu", rows->count ? list->chosen + 1 : 0, rows->count);
	find_note(&list->find, place, list->note, sizeof(list->note));
}

static void
choose(struct list_view *list, const struct list_rows *rows, size_t index)
{
	list->count = rows->count;
	list->chosen = rows->count == 0 ? 0 : index < rows->count ? index : rows->count - 1;
	scroll(list, rows);
	say_place(list, rows);
}

void
list_view_fit(struct list_view *list, const struct list_rows *rows, struct area area)
{
	list->area = area;
	choose(list, rows, list->chosen);
}

void
list_view_release(struct list_view *list)
{
	find_release(&list->find);
}

/* ---- keys */

static bool
fits(const void *ctx, size_t index, const char *words)
{
	const struct list_rows *rows = ctx;
	struct buf text = { 0 };
	bool is;

	rows->text(rows->ctx, index, &text);
	is = text_matches(buf_text(&text), words);
	buf_release(&text);
	return is;
}

/* Rows that a page key goes on: nine when they have digits, so that each of the next ones has its digit. */
static size_t
page_of(const struct list_view *list, const struct list_rows *rows)
{
	size_t shown = end_of(list, rows) - list->first;

	return rows->numbered ? LIST_DIGITS : shown > 1 ? shown - 1 : 1;
}

bool
list_view_move(struct list_view *list, const struct list_rows *rows, const struct ui_key *key)
{
	size_t page = page_of(list, rows);

	switch (key->kind) {
	case UI_KEY_UP:
		choose(list, rows, list->chosen ? list->chosen - 1 : 0);
		return true;
	case UI_KEY_DOWN:
		choose(list, rows, list->chosen + 1);
		return true;
	case UI_KEY_PAGE_UP:
		choose(list, rows, list->chosen > page ? list->chosen - page : 0);
		return true;
	case UI_KEY_PAGE_DOWN:
		choose(list, rows, list->chosen + page);
		return true;
	case UI_KEY_HOME:
		choose(list, rows, 0);
		return true;
	case UI_KEY_END:
		choose(list, rows, rows->count ? rows->count - 1 : 0);
		return true;
	default:
		return false;
	}
}

bool
list_view_key(struct list_view *list, const struct list_rows *rows, const struct ui_key *key)
{
	const struct findable in = { rows->count, rows, fits };
	size_t at = list->chosen;

	if (find_key(&list->find, key, &in, &at)) {
		choose(list, rows, at);
		return true;
	}
	if (list_view_move(list, rows, key))
		return true;
	say_place(list, rows); /* the search may have ended */
	return false;
}

bool
list_view_text_key(struct list_view *list, const struct list_rows *rows, const struct ui_key *key)
{
	return list->find.typing || find_begins_in_text(key) ? list_view_key(list, rows, key) : list_view_move(list, rows, key);
}

bool
list_view_digit(const struct list_view *list, const struct list_rows *rows, const struct ui_key *key, size_t *index)
{
	uint32_t c = ui_key_ascii(key);

	if (!rows->numbered || c < '1' || c > '0' + LIST_DIGITS)
		return false;
	*index = list->chosen - list->chosen % LIST_DIGITS + (c - '1');
	return *index >= list->first && *index < end_of(list, rows);
}

/* ---- drawing */

/* Draws the mark of the chosen row, and the digit of a row that has one now. */
static void
draw_mark(const struct list_view *list, const struct list_rows *rows, struct canvas *canvas, int row, size_t index)
{
	char digit[2] = { (char)('1' + index % LIST_DIGITS), '\0' };

	if (index == list->chosen)
		canvas_text(canvas, row, list->area.col, 1, ACCENT, ">");
	if (rows->numbered && index / LIST_DIGITS == list->chosen / LIST_DIGITS)
		canvas_text(canvas, row, list->area.col + LIST_MARK_COLS, 1, ACCENT, digit);
}

/* ---- columns of texts with tabs */

#define COLUMNS_MOST 6

/* Cuts the text at its next tab: the part before it, and *rest behind it, NULL behind the last. */
static char *
next_part(char **rest)
{
	char *part = *rest, *tab = strchr(part, '\t');

	*rest = tab ? tab + 1 : NULL;
	if (tab)
		*tab = '\0';
	return part;
}

static void
share_columns(const struct list_view *list, const struct list_rows *rows, struct list_column columns[COLUMNS_MOST])
{
	size_t end = end_of(list, rows), count = 1;

	for (size_t i = list->first; i < end && i < rows->count; i++) {
		struct buf text = { 0 };
		char *rest;

		rows->text(rows->ctx, i, &text);
		rest = text.len ? text.data : NULL;
		for (size_t c = 0; rest && c < COLUMNS_MOST; c++) {
			columns_widen(&columns[c], next_part(&rest));
			count = c + 1 > count ? c + 1 : count;
		}
		buf_release(&text);
	}
	for (size_t c = 0; c + 1 < count; c++)
		columns[c].want += columns[c].want > 0; /* two cells between columns: what stands in them may have blanks */
	columns_share(columns, count, NULL, 0, list->area.cols - indent_of(rows));
}

static void
draw_parts(const struct list_column *columns, struct canvas *canvas, struct area area, struct look look, char *text)
{
	int row = area.row, col = area.col;

	for (size_t c = 0; text && c < COLUMNS_MOST; c++)
		columns_draw(canvas, &area, &columns[c], look, next_part(&text));
	if (look.flags & LOOK_REVERSE) /* the gaps too */
		canvas_look(canvas, row, col, area.col - col - COLUMNS_GAP, look);
}

static void
draw_row(const struct list_view *list, const struct list_rows *rows, const struct list_column *columns, struct canvas *canvas, size_t index,
	 struct area area)
{
	bool chosen = index == list->chosen;
	struct look look = chosen ? CHOSEN : rows->look ? rows->look(rows->ctx, index) : PLAIN;
	struct buf text = { 0 };

	draw_mark(list, rows, canvas, area.row, index);
	area = area_inside(area, indent_of(rows), 0);
	if (rows->draw) {
		rows->draw(rows->ctx, index, chosen, area, canvas);
		return;
	}
	rows->text(rows->ctx, index, &text);
	if (rows->columns && text.len)
		draw_parts(columns, canvas, area, look, text.data);
	else if (area.rows > 1)
		canvas_wrap(canvas, area.row, area.col, area.cols, area.rows, look, buf_text(&text));
	else
		canvas_short(canvas, area.row, area.col, area.cols, look, buf_text(&text));
	buf_release(&text);
}

void
list_view_draw(const struct list_view *list, const struct list_rows *rows, struct canvas *canvas)
{
	struct list_column columns[COLUMNS_MOST] = { { 0 } };
	struct area left = list->area;

	if (rows->count || canvas->lists == LISTS_NONE)
		canvas->lists = rows->count ? LISTS_FULL : LISTS_EMPTY;
	if (left.rows < 1)
		return;
	if (rows->columns)
		share_columns(list, rows, columns);
	canvas_cursor(canvas, left.row, left.col);
	for (size_t i = list->first; i < rows->count && left.rows > 0; i++) {
		int height = height_of(list, rows, i);

		if (height > left.rows)
			break;
		if (i == list->chosen)
			canvas_cursor(canvas, left.row, left.col);
		draw_row(list, rows, columns, canvas, i, area_top(left, height));
		left = area_below(left, height);
	}
}
