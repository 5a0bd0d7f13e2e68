#include "ui/page/textview.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "base/text.h"

#define STEP_COLS 8 /* sideways, of one key */
#define TABLE_GAP 2 /* blanks between the columns of a table */

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

static void
go_to(struct text_view *view, size_t first)
{
	size_t all = text_view_rows(view), most = all > page_rows(view) ? all - page_rows(view) : 0;
	char place[80] = "";

	view->first = first < most ? first : most;
	if (most)
		snprintf(place, sizeof(place), "%zu-%zu/%zu", view->first + 1, view->first + page_rows(view), all);
	find_note(&view->find, place, view->note, sizeof(view->note));
}

/* The cells of the first column of the tables with its gap; 0 when it would leave too little for the others. */
static int
first_column(const struct text_view *view)
{
	int widest = 0;

	for (size_t i = 0; i < view->count && view->freezes; i++) {
		const struct view_line *line = &view->lines[i];
		/* What begins with blanks goes on from the row above. */
		const char *end = line->wraps || *line->text == ' ' ? NULL : strstr(line->text, "  ");
		char *first = end ? mem_printf("%.*s", (int)(end - line->text), line->text) : NULL;
		int cells = first ? (int)text_cells(first) : 0;

		widest = cells > widest ? cells : widest;
		free(first);
	}
	widest += widest ? TABLE_GAP : 0;
	return widest <= view->area.cols / 2 ? widest : 0;
}

static void
lay_out(struct text_view *view)
{
	size_t at = 0;

	view->left_most = 0;
	view->frozen = first_column(view);
	view->starts = mem_resize(view->starts, view->count + 1, sizeof(*view->starts));
	for (size_t i = 0; i < view->count; i++) {
		const struct view_line *line = &view->lines[i];
		int beyond = line->wraps ? 0 : line->indent + (int)text_cells(line->text) - view->area.cols;

		view->starts[i] = at;
		at += line_rows(view, line);
		if (beyond > view->left_most)
			view->left_most = beyond;
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
	size_t page = page_rows(view) > 1 ? page_rows(view) - 1 : 1;

	switch (key->kind) {
	case UI_KEY_UP:
		go_to(view, view->first ? view->first - 1 : 0);
		return true;
	case UI_KEY_DOWN:
		go_to(view, view->first + 1);
		return true;
	case UI_KEY_LEFT:
		view->left = view->left > STEP_COLS ? view->left - STEP_COLS : 0;
		return true;
	case UI_KEY_RIGHT:
		view->left = view->left + STEP_COLS < view->left_most ? view->left + STEP_COLS : view->left_most;
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
	size_t at = view->count ? line_at(view, view->first) : 0;

	if (find_has_hit(&view->find) && view->hit < view->count)
		at = view->hit;
	if (find_key(&view->find, key, &in, &at)) {
		view->hit = at;
		go_to(view, view->count ? view->starts[at] : 0);
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
	size_t end = view->first + page_rows(view);

	for (size_t i = view->count ? line_at(view, view->first) : 0; i < view->count && view->starts[i] < end; i++) {
		const struct view_line *line = &view->lines[i];
		size_t above = view->starts[i] < view->first ? view->first - view->starts[i] : 0, at = view->starts[i] + above;
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
