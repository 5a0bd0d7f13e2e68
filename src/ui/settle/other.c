#include "ui/settle/other.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/list.h"
#include "app/house/place.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/house_columns.h"
#include "ui/page/listview.h"
#include "ui/screen.h"
#include "ui/settle/decision.h"

/* Which other house is this one? All houses of one's own places, found by typing; but the house itself. */

enum { COMMAND_COMPARE = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("compare the two"), COMMAND_COMPARE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define WORD_COLS 30 /* of what is typed */

struct other_state {
	struct id building;
	char *place; /* what it is called */
	struct building_list *list;
	struct line line;
	struct list_view view;
	struct list_column columns[HOUSE_COLUMNS]; /* of the houses in view */
	const struct pack *pack;
};

static void
other_text(const void *ctx, size_t index, struct buf *out)
{
	const struct other_state *state = ctx;
	struct listed listed;

	building_list_at(state->list, index, &listed);
	buf_printf(out, "%s%s %s", listed.village, listed.words, listed.owner);
}

static void
other_draw_row(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct other_state *state = ctx;
	struct listed listed;

	building_list_at(state->list, index, &listed);
	house_columns_fit(state->columns, state->pack, &listed);
	house_columns_draw(canvas, &area, state->columns, chosen ? CHOSEN : PLAIN, &listed);
}

static struct list_rows
rows_of(const struct other_state *state)
{
	return (struct list_rows){
		.count = state->list ? building_list_count(state->list) : 0, .ctx = state, .text = other_text, .draw = other_draw_row
	};
}

/* Shares the width of the page among the columns, by what the houses in view need. */
static void
share_columns(struct other_state *state)
{
	const struct area *area = &state->view.area;

	memset(state->columns, 0, sizeof(state->columns));
	for (size_t i = state->view.first; i < state->view.count && i < state->view.first + (size_t)area->rows; i++) {
		struct listed listed;

		building_list_at(state->list, i, &listed);
		house_columns_widen(state->columns, &listed, true);
	}
	columns_share(state->columns, HOUSE_COLUMNS, house_columns_give, ARRAY_LEN(house_columns_give), area->cols - LIST_MARK_COLS);
}

/* What is asked, then what is typed; below them the list. */
static struct area
asked_area(const struct ui *ui)
{
	return area_inside(ui_body(ui), 1, 1);
}

static char *
asked_text(const struct other_state *state)
{
	return mem_printf(_("Which other house is \"%s\"? Type a part of its hamlet, number, door or owner:"), state->place);
}

static struct area
typed_area(const struct other_state *state, const struct ui *ui)
{
	struct area area = asked_area(ui);
	char *asked = asked_text(state);

	area = area_below(area, canvas_wrap_rows(asked, area.cols));
	free(asked);
	return area;
}

static void
other_fit(struct other_state *state, const struct ui *ui)
{
	const struct list_rows rows = rows_of(state);

	list_view_fit(&state->view, &rows, area_below(typed_area(state, ui), 2));
	share_columns(state);
}

static void
other_recalc(struct screen *screen, struct ui *ui)
{
	struct other_state *state = screen->state;
	struct err err = { 0 };

	if (!state->list && building_list_open(ui->app, &state->list, &err)) {
		screen_unread(screen, &err);
		return;
	}
	building_list_narrow(state->list, true);
	building_list_leave_out(state->list, &state->building);
	building_list_filter(state->list, line_text(&state->line), TASK_ANY);
	other_fit(state, ui);
}

static void
other_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct other_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area asked = asked_area(ui), typed = typed_area(state, ui);
	char *text = asked_text(state);

	canvas_paragraph(canvas, &asked, PLAIN, text);
	free(text);
	list_view_draw(&state->view, &rows, canvas);
	if (!rows.count) {
		struct area said = area_below(typed, 2);

		canvas_line(canvas, &said, PLAIN, _("Nothing fits. Backspace takes a letter away."));
	}
	input_draw(canvas, typed.row, typed.col, WORD_COLS, &state->line);
}

static struct action
compare(const struct other_state *state, struct ui *ui)
{
	struct screen *page;
	struct listed listed;

	if (!state->list || state->view.chosen >= building_list_count(state->list) || !ui_has_person(ui))
		return STAY;
	building_list_at(state->list, state->view.chosen, &listed);
	page = question_pair_screen(ui, QUESTION_TWINS, &state->building, &listed.root);
	return page ? (struct action){ ACTION_REPLACE, page } : STAY;
}

static struct action
other_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct other_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	if (command == COMMAND_BACK)
		return BACK;
	if (command == COMMAND_COMPARE)
		return compare(state, ui);
	if (!list_view_move(&state->view, &rows, key) && input_key(ui, &state->line, key, WORD_COLS - 2))
		state->view.chosen = 0;
	return STAY;
}

/* Names become known bit by bit; those that fit what is typed come into the list. */
static bool
other_idle(struct screen *screen, struct ui *ui)
{
	struct other_state *state = screen->state;

	(void)ui;
	return state->list && building_list_learn(state->list);
}

static void
other_forget(struct screen *screen, struct ui *ui)
{
	struct other_state *state = screen->state;

	(void)ui;
	building_list_free(state->list);
	state->list = NULL;
}

static void
other_close(struct screen *screen, struct ui *ui)
{
	struct other_state *state = screen->state;

	other_forget(screen, ui);
	list_view_release(&state->view);
	line_release(&state->line);
	free(state->place);
	free(state);
}

static const char *
other_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("One house, listed twice");
}

static const char *
other_note(const struct screen *screen)
{
	return ((const struct other_state *)screen->state)->view.note;
}

static const struct screen_class other_class = {
	.name = "other",
	.about = N_("Find the other house that is this one: type a part of its name, Enter shows the two side by side."),
	.bindings = bindings,
	.also = MOVE_ONLY_BINDINGS,
	.title = other_title,
	.note = other_note,
	.recalc = other_recalc,
	.draw = other_draw,
	.key = other_key,
	.forget = other_forget,
	.idle = other_idle,
	.close = other_close,
	.types = true,
};

struct screen *
other_screen(struct ui *ui, const struct id *building)
{
	struct other_state *state = mem_alloc(sizeof(*state));

	state->building = *building;
	state->pack = app_pack(ui->app);
	state->place = app_building_place(ui->app, building);
	line_init(&state->line, LINE_SINGLE, WORD_COLS);
	return screen_new(&other_class, state);
}
