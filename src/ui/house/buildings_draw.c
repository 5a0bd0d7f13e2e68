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

#define WORD_COLS 8    /* of the word before it */
#define TASK_COLS 27   /* of what a house waits for, at least; a third of a wide page */
#define FOUND_COLS 9   /* of what was found there, in short, at most; on a wide page all of it */
#define VILLAGE_COLS 4 /* of the village's name, at least, where all of the house has no room */

static void
house_text(const void *ctx, size_t index, struct buf *out)
{
	const struct buildings_state *state = ctx;
	struct listed listed;

	building_list_at(state->list, index, &listed);
	buf_printf(out, "%s%s %s", listed.village, listed.words, listed.owner);
}

/* Draws where the house is and whose: of a line that is too long the village's name is cut, for the number and the owner tell houses apart. */
static void
draw_place(const struct listed *row, bool village, struct look look, struct area area, struct canvas *canvas)
{
	const char *words = village ? row->words : row->words + strspn(row->words, " ");
	char *house = mem_printf("%s %s", words, row->owner), *all = mem_printf("%s%s", village ? row->village : "", house);
	int cols = area.cols - (int)text_cells(house);

	if (village && (int)text_cells(all) > area.cols && cols >= VILLAGE_COLS) {
		canvas_short(canvas, area.row, area.col, cols, look, row->village);
		area = area_inside(area, cols, 0);
		canvas_line(canvas, &area, look, house);
	} else {
		canvas_line(canvas, &area, look, all);
	}
	free(all);
	free(house);
}

/* ---- what was found there, in a narrow column */

#define WIDE_COLS 110

static const char *
found_words(const struct ui *ui, int16_t rank)
{
	return ui->cols < WIDE_COLS ? house_rank_short(app_pack(ui->app), rank) : house_rank_label(app_pack(ui->app), rank);
}

/* The cells that the longest answer of the pack needs, as far as they may be had, and one between it and what stands before; 0: it has none. */
static int
found_cols(const struct ui *ui)
{
	const char *words;
	int widest = 0, most = ui->cols < WIDE_COLS ? FOUND_COLS : ui->cols / 5;

	for (int16_t rank = 0; (words = found_words(ui, rank)); rank++)
		widest = (int)text_cells(words) > widest ? (int)text_cells(words) : widest;
	return widest ? (widest < most ? widest : most) + 1 : 0;
}

static void
draw_found(const struct buildings_state *state, const struct listed *listed, struct area area, struct canvas *canvas)
{
	const char *words = found_words(state->ui, listed->rank);

	if (words && area.cols > 0)
		canvas_short(canvas, area.row, area.col, area.cols, listed->rank == 0 ? BAD : PLAIN, words);
}

/* ---- a row */

static void
house_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct buildings_state *state = ctx;
	struct area place = area_inside(area, 0, state->task_cols + state->found_cols + 1),
		    task = area_inside(area, area.cols - state->task_cols, 0);
	struct listed listed;
	char words[120];
	bool bad;

	building_list_at(state->list, index, &listed);
	draw_place(&listed, !state->one_village, chosen ? CHOSEN : PLAIN, place, canvas);
	draw_found(state, &listed, (struct area){ area.row, place.col + place.cols + 1, 1, state->found_cols ? state->found_cols - 1 : 0 },
		   canvas);
	bad = task_wait_words(state->ui, &listed, words, sizeof(words));
	canvas_line(canvas, &task, bad ? BAD : FAINT, words);
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
	struct area area = buildings_area(ui);
	int found = state->found_cols = found_cols(ui), cols = area.cols - LIST_MARK_COLS - found,
	    least = (cols + found) / 3 > TASK_COLS ? (cols + found) / 3 : TASK_COLS, widest = least, place = 0;
	size_t count = building_list_count(state->list);

	for (size_t i = state->view.first; i < count && i < state->view.first + (size_t)area.rows; i++) {
		struct listed listed;
		char words[120];
		int cells;

		building_list_at(state->list, i, &listed);
		task_wait_words(state->ui, &listed, words, sizeof(words));
		cells = (int)text_cells(words);
		widest = cells > widest ? cells : widest;
		cells = (int)((state->one_village ? 0 : text_cells(listed.village)) + text_cells(listed.words) + 1 +
			      text_cells(listed.owner));
		place = cells > place ? cells : place;
	}
	state->task_cols = widest < cols - 1 - place ? widest : cols - 1 - place;
	if (state->task_cols < least)
		state->task_cols = least;
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
