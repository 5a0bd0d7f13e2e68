#include "app/house/list.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "ui/house/buildings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form.h"
#include "ui/house/building.h"
#include "ui/input.h"
#include "ui/house/sift.h"
#include "ui/house/task_words.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* All buildings: typed text searches, the arrows choose, Tab goes through the kinds of waiting work. */

enum { COMMAND_OPEN = 1, COMMAND_TASK, COMMAND_NEW, COMMAND_CLEAR, COMMAND_REACH, COMMAND_SIFT, COMMAND_SAVE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("by task"), COMMAND_TASK, true },
	{ UI_KEY_CTRL, 'N', "^N", N_("new house"), COMMAND_NEW, true },
	{ UI_KEY_CTRL, 'O', "^O", N_("all, or here"), COMMAND_REACH, true },
	{ UI_KEY_CTRL, 'F', "^F", N_("by any answer"), COMMAND_SIFT, true },
	{ UI_KEY_CTRL, 'S', "^S", N_("save, count"), COMMAND_SAVE, true },
	{ UI_KEY_CTRL, 'U', "^U", N_("empty the search"), COMMAND_CLEAR, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct buildings_state {
	const struct ui *ui;	    /* of the program */
	struct building_list *list; /* NULL: not read */
	struct id at;		    /* the house that was chosen when the list was forgotten; zeros: none */
	bool lost;		    /* ... and that the list does not show yet: no key came since */
	struct line line;
	struct list_view view; /* asks for the rows in view and no others */
	bool left;	       /* another page was on top since the list was read */
	bool all;	       /* houses beyond the person's areas show, too */
	char *title;
	size_t filter;
	size_t learned;	  /* rows whose private words the search on the screen has seen */
	struct sift sift; /* what the houses have in common that show; and the columns that are saved */
	int task_cols;	  /* of what the houses in view wait for */
};

#define SEARCH_COLS 36	  /* of the field */
#define SEARCH_CHARS 60	  /* that may be typed */
#define WORD_COLS 8	  /* of the word before it */
#define TASK_COLS 26	  /* of what a house waits for, at least; a third of a wide page */
#define SEARCH_AGAIN 4000 /* so many names are read before the search looks for them */
#define VILLAGE_COLS 8	  /* of the village's name, at least, where all of the house has no room */

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
draw_place(const struct listed *row, struct look look, struct area area, struct canvas *canvas)
{
	char *house = mem_printf("%s %s", row->words, row->owner), *all = mem_printf("%s%s", row->village, house);
	int cols = area.cols - (int)text_cells(house);

	if ((int)text_cells(all) > area.cols && cols >= VILLAGE_COLS) {
		canvas_short(canvas, area.row, area.col, cols, look, row->village);
		area = area_inside(area, cols, 0);
		canvas_line(canvas, &area, look, house);
	} else {
		canvas_line(canvas, &area, look, all);
	}
	free(all);
	free(house);
}

static void
house_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct buildings_state *state = ctx;
	struct area place = area_inside(area, 0, state->task_cols + 1), task = area_inside(area, area.cols - state->task_cols, 0);
	struct listed listed;
	char words[120];
	bool bad;

	building_list_at(state->list, index, &listed);
	draw_place(&listed, chosen ? CHOSEN : PLAIN, place, canvas);
	bad = task_wait_words(state->ui, &listed, words, sizeof(words));
	canvas_line(canvas, &task, bad ? BAD : FAINT, words);
}

static struct list_rows
rows_of(const struct buildings_state *state)
{
	return (struct list_rows){ .count = building_list_count(state->list), .ctx = state, .text = house_text, .draw = house_draw };
}

/* The part below the search and the line under it. */
static struct area
list_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 0, 2), 2);
}

/* Gives what the houses in view wait for the room it needs, as far as their places leave it. */
static void
share_columns(struct buildings_state *state, const struct ui *ui)
{
	struct area area = list_area(ui);
	int cols = area.cols - LIST_MARK_COLS, least = cols / 3 > TASK_COLS ? cols / 3 : TASK_COLS, widest = least, place = 0;
	size_t count = building_list_count(state->list);

	for (size_t i = state->view.first; i < count && i < state->view.first + (size_t)area.rows; i++) {
		struct listed listed;
		char words[120];
		int cells;

		building_list_at(state->list, i, &listed);
		task_wait_words(state->ui, &listed, words, sizeof(words));
		cells = (int)text_cells(words);
		widest = cells > widest ? cells : widest;
		cells = (int)(text_cells(listed.village) + text_cells(listed.words) + 1 + text_cells(listed.owner));
		place = cells > place ? cells : place;
	}
	state->task_cols = widest < cols - 1 - place ? widest : cols - 1 - place;
	if (state->task_cols < least)
		state->task_cols = least;
}

/* Shows the houses that the filters leave, as they are answered now. */
static void
sift(struct buildings_state *state, struct ui *ui)
{
	int64_t *houses = NULL;
	size_t count = 0;
	struct err err = { 0 };

	if (state->sift.filter_count && sift_houses(ui->app, &state->sift, &houses, &count, &err)) {
		ui_fail(ui, &err);
		sift_drop_filters(&state->sift);
	}
	building_list_keep(state->list, state->sift.filter_count ? houses ? houses : (const int64_t[]){ 0 } : NULL, count);
	free(houses);
}

static void
search(struct buildings_state *state, const struct ui *ui)
{
	struct list_rows rows;

	building_list_filter(state->list, line_text(&state->line), task_kind(state->filter));
	rows = rows_of(state);
	list_view_fit(&state->view, &rows, list_area(ui));
}

/* Chooses again the house that was chosen, wherever it stands now. Where a search by name found it, it is found again as the names are read. */
static void
find_chosen(struct buildings_state *state)
{
	struct listed listed;

	state->lost = !id_is_zero(&state->at);
	for (size_t i = 0; !id_is_zero(&state->at) && i < building_list_count(state->list); i++) {
		building_list_at(state->list, i, &listed);
		if (id_equal(&listed.root, &state->at)) {
			state->view.chosen = i;
			state->lost = false;
			break;
		}
	}
}

static void
forget_list(struct buildings_state *state)
{
	building_list_free(state->list);
	state->list = NULL;
	state->learned = 0;
}

/* Names the areas whose houses show. */
static void
name_page(struct buildings_state *state, const struct ui *ui)
{
	char *names = app_areas_named(ui->app);

	free(state->title);
	state->title = state->all || !*names ? mem_strdup(_("All houses")) : mem_printf(_("Houses of %s"), names);
	free(names);
}

static void
buildings_recalc(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;
	struct list_rows rows;
	struct err err = { 0 };

	if (state->left && state->list && !building_list_is_current(state->list))
		forget_list(state);
	if (state->left && state->list) { /* a page of filters may have been on top */
		sift(state, ui);
		search(state, ui);
	}
	state->left = false;
	if (!state->list) {
		if (building_list_open(ui->app, &state->list, &err)) {
			ui_fail(ui, &err);
			return;
		}
		name_page(state, ui);
		building_list_narrow(state->list, !state->all);
		sift(state, ui);
		search(state, ui);
		find_chosen(state);
	}
	rows = rows_of(state);
	list_view_fit(&state->view, &rows, list_area(ui));
	share_columns(state, ui);
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

static void
buildings_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct buildings_state *state = screen->state;
	struct area top = area_inside(ui_body(ui), 1, 1), said = area_inside(list_area(ui), 2, 2), words;
	struct list_rows rows;
	char line[200];

	if (!state->list)
		return;
	rows = rows_of(state);
	list_view_draw(&state->view, &rows, canvas);
	said = area_below(said, 1);
	if (building_list_total(state->list) == 0)
		canvas_paragraph(canvas, &said, PLAIN,
				 _("No building in this file yet. ^N begins one; a roster is read by: louce roster import"));
	else if (rows.count == 0)
		canvas_paragraph(
			canvas, &said, PLAIN,
			app_is_unlocked(ui->app)
				? state->all || building_list_in_reach(state->list) == building_list_total(state->list)
					  ? _("Nothing fits. Backspace takes a letter away, Tab changes what they wait for.")
					  : _("Nothing fits here. Backspace takes a letter away, Tab changes what they wait for, ^O looks in all of the file.")
				: _("Nothing fits, and names are not searched: nobody is unlocked here. Esc, then P on the first page."));
	snprintf(line, sizeof(line), _("%zu of %zu  [%s]"), building_list_count(state->list), building_list_in_reach(state->list),
		 task_kind_label(state->filter));
	words = area_inside(top, WORD_COLS + SEARCH_COLS + 1, 0);
	canvas_line(canvas, &words, PLAIN, line);
	words = area_left(top, WORD_COLS - 1);
	canvas_line(canvas, &words, BOLD, _("Search"));
	canvas_rule(canvas, top.row + 1, 0, canvas->cols);
	if (state->sift.filter_count)
		draw_filters(state, ui, area_below(top, 1), canvas);
	else
		draw_learning(state, area_below(top, 1), canvas);
	input_draw(canvas, top.row, top.col + WORD_COLS - 1, SEARCH_COLS, &state->line); /* last, for the cursor */
}

static void
note_chosen(struct buildings_state *state)
{
	struct listed listed;

	if (state->list && state->view.chosen < building_list_count(state->list)) {
		building_list_at(state->list, state->view.chosen, &listed);
		state->at = listed.root;
	}
}

static void
keep_shown(struct buildings_state *state, const struct ui *ui)
{
	sift_keep_shown(&state->sift, state->list,
			&(struct sift_shown){ .areas = state->all || *app_person_area(ui->app) ? NULL : state->title,
					      .task = state->filter ? task_kind_label(state->filter) : NULL,
					      .searched = *line_text(&state->line) });
}

static struct action
buildings_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct buildings_state *state = screen->state;
	struct listed listed;
	struct list_rows rows;
	struct screen *form;

	if (!state->list)
		return command == COMMAND_BACK ? BACK : STAY;
	state->lost = false;
	switch (command) {
	case COMMAND_OPEN:
		if (building_list_count(state->list) == 0)
			return STAY;
		building_list_at(state->list, state->view.chosen, &listed);
		return (struct action){ ACTION_PUSH, building_screen(ui, &listed.root) };
	case COMMAND_TASK:
		state->filter = (state->filter + 1) % task_kind_count();
		state->view.chosen = 0;
		search(state, ui);
		return STAY;
	case COMMAND_NEW:
		if (!ui_has_person(ui))
			return STAY;
		form = app_pack(ui->app) && app_pack(ui->app)->root ? form_screen(ui, NULL, app_pack(ui->app)->root->name) : NULL;
		return form ? (struct action){ ACTION_PUSH, form } : STAY;
	case COMMAND_REACH:
		state->all = !state->all;
		note_chosen(state);
		name_page(state, ui);
		building_list_narrow(state->list, !state->all);
		search(state, ui);
		find_chosen(state);
		return STAY;
	case COMMAND_SIFT:
		keep_shown(state, ui);
		form = sift_filter_screen(ui, &state->sift);
		return form ? (struct action){ ACTION_PUSH, form } : STAY;
	case COMMAND_SAVE:
		keep_shown(state, ui);
		form = sift_save_screen(ui, &state->sift, state->all ? "" : app_person_area(ui->app));
		return form ? (struct action){ ACTION_PUSH, form } : STAY;
	case COMMAND_CLEAR:
		line_clear(&state->line);
		search(state, ui);
		return STAY;
	case COMMAND_BACK:
		return BACK;
	}
	rows = rows_of(state);
	if (!list_view_move(&state->view, &rows, key) && input_key(ui, &state->line, key, SEARCH_COLS - 2)) {
		state->view.chosen = 0;
		search(state, ui);
	}
	return STAY;
}

/* Names learned by now may fit the search on the screen; a house that was chosen by an arrow stays so. */
static void
search_again(struct buildings_state *state, const struct ui *ui)
{
	struct listed listed;

	if (*line_text(&state->line)) {
		if (!state->lost)
			state->at = (struct id){ { 0 } };
		if (!state->lost && state->view.chosen && state->view.chosen < building_list_count(state->list)) {
			building_list_at(state->list, state->view.chosen, &listed);
			state->at = listed.root;
		}
		building_list_filter(state->list, "", task_kind(state->filter));
		building_list_filter(state->list, line_text(&state->line), task_kind(state->filter));
		find_chosen(state);
		search(state, ui);
	}
	share_columns(state, ui);
}

static bool
buildings_idle(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;
	size_t read;
	bool more;

	if (!state->list)
		return false;
	more = building_list_learn(state->list);
	(void)building_list_is_learning(state->list, &read);
	if (read == state->learned || (more && read < state->learned + SEARCH_AGAIN))
		return more;
	state->learned = read;
	search_again(state, ui);
	return more;
}

static void
buildings_forget(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;

	(void)ui;
	note_chosen(state);
	forget_list(state); /* another window changed the list */
}

/* Acts on the pages above may change the list: it is looked at again on the way back. */
static void
buildings_leave(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;

	(void)ui;
	note_chosen(state);
	state->left = true;
}

static void
buildings_close(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;

	(void)ui;
	forget_list(state);
	list_view_release(&state->view);
	line_release(&state->line);
	sift_release(&state->sift);
	free(state->title);
	free(state);
}

static const char *
buildings_title(const struct screen *screen, const struct ui *ui)
{
	const struct buildings_state *state = screen->state;

	(void)ui;
	return state->title ? state->title : _("All houses");
}

static const char *
buildings_note(const struct screen *screen)
{
	return ((const struct buildings_state *)screen->state)->view.note;
}

static const struct screen_class buildings_class = {
	.name = "buildings",
	.about = N_(
		"The houses of one's own places, or all. Type any part of village, door, number, owner, or pinyin initials; Enter opens the chosen one. ^F shows those with one answer, ^S saves the list."),
	.bindings = bindings,
	.also = MOVE_ONLY_BINDINGS,
	.title = buildings_title,
	.note = buildings_note,
	.recalc = buildings_recalc,
	.draw = buildings_draw,
	.key = buildings_key,
	.forget = buildings_forget,
	.leave = buildings_leave,
	.idle = buildings_idle,
	.close = buildings_close,
	.types = true,
};

struct screen *
buildings_screen(struct ui *ui)
{
	struct buildings_state *state = mem_alloc(sizeof(*state));

	state->ui = ui;
	line_init(&state->line, LINE_SINGLE, SEARCH_CHARS);
	return screen_new(&buildings_class, state);
}
