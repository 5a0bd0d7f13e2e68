#include "ui/house/buildings_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/list.h"
#include "app/house/order.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/house/task_words.h"
#include "ui/input.h"

/* How the list of houses looks: where each house is, whose, and what it waits for. */

#define WORD_COLS 8  /* of the word before it */
#define TASK_COLS 27 /* of what a house waits for, at least; a third of a wide page */

static void
house_text(const void *ctx, size_t index, struct buf *out)
{
	const struct buildings_state *state = ctx;
	struct listed listed;

	building_list_at(state->list, index, &listed);
	buf_printf(out, "%s%s %s", listed.village, listed.words, listed.owner);
}

/* ---- what was found there, in a narrow column */

#define WIDE_COLS 110

static const char *
found_words(const struct ui *ui, int16_t rank)
{
	return ui->cols < WIDE_COLS ? house_rank_short(app_pack(ui->app), rank) : house_rank_label(app_pack(ui->app), rank);
}

/* ---- a row */

static void
house_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct buildings_state *state = ctx;
	const char *found;
	struct listed listed;
	char words[120];
	bool bad;

	building_list_at(state->list, index, &listed);
	found = found_words(state->ui, listed.rank);
	house_columns_fit(state->columns, app_pack(state->ui->app), &listed);
	house_columns_draw(canvas, &area, state->columns, chosen ? CHOSEN : PLAIN, &listed);
	columns_draw(canvas, &area, &state->columns[BUILDINGS_FOUND], listed.rank == 0 ? BAD : PLAIN, found ? found : "");
	bad = task_wait_words(state->ui, &listed, words, sizeof(words));
	columns_draw(canvas, &area, &state->columns[BUILDINGS_TASK], bad ? BAD : FAINT, words);
}

struct list_rows
buildings_rows(const struct buildings_state *state)
{
	return (struct list_rows){ .count = building_list_count(state->list), .ctx = state, .text = house_text, .draw = house_draw };
}

struct area
buildings_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 0, 1), 2);
}

void
buildings_share_columns(struct buildings_state *state, const struct ui *ui)
{
	static const size_t give[] = { BUILDINGS_TASK, HOUSE_VILLAGE, HOUSE_FIRST, HOUSE_OWNER };
	struct list_column *columns = state->columns;
	struct area area = buildings_area(ui);
	int cols = area.cols - LIST_MARK_COLS;
	size_t count = building_list_count(state->list);

	memset(columns, 0, sizeof(state->columns));
	for (size_t i = state->view.first; i < count && i < state->view.first + (size_t)area.rows; i++) {
		struct listed listed;
		const char *found;
		char words[120];

		building_list_at(state->list, i, &listed);
		found = found_words(ui, listed.rank);
		task_wait_words(ui, &listed, words, sizeof(words));
		house_columns_widen(columns, &listed, !state->one_village);
		columns_widen(&columns[BUILDINGS_FOUND], found ? found : "");
		columns_widen(&columns[BUILDINGS_TASK], words);
	}
	if (columns[BUILDINGS_FOUND].want > cols / 5 && ui->cols >= WIDE_COLS)
		columns[BUILDINGS_FOUND].want = cols / 5;
	columns[BUILDINGS_TASK].least = cols / 3 > TASK_COLS ? cols / 3 : TASK_COLS;
	columns_share(columns, BUILDINGS_COLUMNS, give, ARRAY_LEN(give), cols);
}

/* Draws into the line under the search how many names it knows by now. */
static void
draw_learning(const struct buildings_state *state, struct area area, struct canvas *canvas)
{
	size_t read;
	char *text;

	if (!building_list_is_learning(state->list, &read))
		return;
	text = mem_printf(_(" names read: %zu of %zu "), read, building_list_total(state->list));
	canvas_short(canvas, area.row, area.col + 1, area.cols, FAINT, text);
	free(text);
}

/* Draws there what the houses have in common instead. */
static void
draw_filters(const struct buildings_state *state, const struct ui *ui, struct area area, struct canvas *canvas)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < state->sift.filter_count; i++) {
		char *words = sift_filter_words(ui->app, &state->sift.filters[i], ui->lang);

		buf_printf(&text, "%s%s", i ? _("; ") : " ", words);
		free(words);
	}
	buf_char(&text, ' ');
	canvas_short(canvas, area.row, area.col + 1, area.cols - 2, BOLD, buf_text(&text));
	buf_release(&text);
}

/* Draws at the right of that line in what order the houses stand, where it is not the roster's. */
static void
draw_order(const struct buildings_state *state, struct area area, struct canvas *canvas)
{
	const char *text = _(" the most urgent first ");
	int cells = (int)text_cells(text);

	if (state->urgent)
		canvas_short(canvas, area.row, area.col + area.cols - cells - 1, cells, BOLD, text);
}

void
buildings_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct buildings_state *state = screen->state;
	struct area top = area_inside(ui_body(ui), 1, 1), said = area_inside(buildings_area(ui), 2, 2), words;
	struct list_rows rows;
	size_t shown, reach;
	char line[200];

	if (!state->list)
		return;
	rows = buildings_rows(state);
	list_view_draw(&state->view, &rows, canvas);
	said = area_below(said, 1);
	if (building_list_total(state->list) == 0)
		canvas_paragraph(canvas, &said, PLAIN,
				 _("No building in this file yet. ^N begins one; a roster is taken in on the first page, under t."));
	else if (rows.count == 0)
		canvas_paragraph(
			canvas, &said, PLAIN,
			state->sift.filter_count
				? _("No house has all of this. ^F, then ^X shows all houses again; Backspace takes a letter away, Tab changes what they wait for.")
			: app_is_unlocked(ui->app)
				? state->all || building_list_in_reach(state->list) == building_list_total(state->list)
					  ? _("Nothing fits. Backspace takes a letter away, Tab changes what they wait for.")
					  : _("Nothing fits here. Backspace takes a letter away, Tab changes what they wait for, ^O looks in all of the file.")
				: _("Nothing fits, and names are not searched: nobody is unlocked here. Esc, then P on the first page."));
	building_list_counted(state->list, &shown, &reach);
	snprintf(line, sizeof(line), _("%zu of %zu  [%s]"), shown, reach, task_kind_label(state->filter));
	if (rows.count > shown)
		/* Translators: behind the number of houses that show: of those below it, so many are counted as another. */
		snprintf(line + strlen(line), sizeof(line) - strlen(line), _("  %zu counted as another"), rows.count - shown);
	words = area_inside(top, WORD_COLS + BUILDINGS_SEARCH_COLS + 1, 0);
	canvas_line(canvas, &words, PLAIN, line);
	words = area_left(top, WORD_COLS - 1);
	canvas_line(canvas, &words, BOLD, _("Search"));
	canvas_rule(canvas, top.row + 1, 0, canvas->cols);
	draw_order(state, area_below(top, 1), canvas);
	if (state->sift.filter_count)
		draw_filters(state, ui, area_below(top, 1), canvas);
	else
		draw_learning(state, area_below(top, 1), canvas);
	input_draw(canvas, top.row, top.col + WORD_COLS - 1, BUILDINGS_SEARCH_COLS, &state->line); /* last, for the cursor */
}
