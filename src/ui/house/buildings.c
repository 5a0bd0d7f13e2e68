#include "app/house/list.h"
#include "app/house/rights.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/line.h"
#include "ui/form/form.h"
#include "ui/house/building.h"
#include "ui/house/buildings.h"
#include "ui/house/buildings_state.h"
#include "ui/house/task_words.h"
#include "ui/input.h"
#include "ui/house/sift.h"
#include "ui/paper/papers.h"
#include "ui/screen.h"

/* All buildings: typed text searches, the arrows choose, Tab goes through the kinds of waiting work. */

enum {
	COMMAND_OPEN = 1,
	COMMAND_TASK,
	COMMAND_NEW,
	COMMAND_CLEAR,
	COMMAND_REACH,
	COMMAND_SIFT,
	COMMAND_ORDER,
	COMMAND_SAVE,
	COMMAND_PRINT,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("by task"), COMMAND_TASK, true },
	{ UI_KEY_CTRL, 'F', "^F", N_("by an answer"), COMMAND_SIFT, true },
	{ UI_KEY_CTRL, 'R', "^R", N_("order"), COMMAND_ORDER, true },
	{ UI_KEY_CTRL, 'S', "^S", N_("save"), COMMAND_SAVE, true },
	{ UI_KEY_CTRL, 'O', "^O", N_("all"), COMMAND_REACH, true },
	{ UI_KEY_CTRL, 'N', "^N", N_("new"), COMMAND_NEW, true },
	{ UI_KEY_CTRL, 'P', "^P", N_("print for these"), COMMAND_PRINT, true },
	{ UI_KEY_CTRL, 'U', "^U", N_("empty the search"), COMMAND_CLEAR, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define SEARCH_CHARS 60	  /* that may be typed */
#define SEARCH_AGAIN 4000 /* so many names are read before the search looks for them */

/* Houses that wait for something stand as work is listed elsewhere. */
static bool
is_work(enum flow_task kind)
{
	return kind != TASK_ANY && kind != TASK_NONE && kind != TASK_DONE;
}

/* Shows the houses that the filters leave, as they are answered now. Filters that hold no more go; where the file cannot be read they stay. */
static enum status
sift(struct buildings_state *state, struct ui *ui, struct err *err)
{
	int64_t *houses = NULL;
	size_t count = 0;
	enum status status = state->sift.filter_count ? sift_houses(ui->app, &state->sift, &houses, &count, err) : STATUS_OK;

	if (status == STATUS_IO || status == STATUS_TAMPERED)
		return status;
	if (status) {
		ui_fail(ui, err);
		sift_drop_filters(&state->sift);
	}
	building_list_keep(state->list, state->sift.filter_count ? houses ? houses : (const int64_t[]){ 0 } : NULL, count);
	free(houses);
	return STATUS_OK;
}

static void
search(struct buildings_state *state, const struct ui *ui)
{
	struct list_rows rows;

	building_list_filter(state->list, line_text(&state->line), task_kind(state->filter));
	rows = buildings_rows(state);
	list_view_fit(&state->view, &rows, buildings_area(ui));
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

	state->one_village = !state->all && division_level(app_person_area(ui->app)) == DIVISION_VILLAGE;
	free(state->title);
	state->title = state->all || !*names ? mem_strdup(_("All houses")) : mem_printf(_("Houses of %s"), names);
	free(names);
}

static void
buildings_recalc(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;
	bool fresh;
	struct list_rows rows;
	struct err err = { 0 };

	if (state->left && state->list && !building_list_is_current(state->list))
		forget_list(state);
	fresh = !state->list;
	if (fresh && building_list_open(ui->app, &state->list, &err)) {
		screen_unread(screen, &err);
		return;
	}
	if (fresh) {
		name_page(state, ui);
		building_list_narrow(state->list, !state->all);
		building_list_order(state->list, state->urgent);
	}
	if (fresh || state->left) { /* a page of filters may have been on top */
		if (sift(state, ui, &err)) {
			forget_list(state);
			screen_unread(screen, &err);
			return;
		}
		search(state, ui);
	}
	state->left = false;
	if (fresh)
		find_chosen(state);
	rows = buildings_rows(state);
	list_view_fit(&state->view, &rows, buildings_area(ui));
	buildings_share_columns(state, ui);
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

/* What is private of a house's name is among the columns that are saved where the list shows it: of the person's own places, once the names were read. */
static bool
shows_names(const struct buildings_state *state)
{
	struct listed listed;

	for (size_t i = 0; !state->all && i < building_list_count(state->list); i++) {
		building_list_at(state->list, i, &listed);
		if (*listed.owner)
			return true;
	}
	return false;
}

static void
keep_shown(struct buildings_state *state, const struct ui *ui)
{
	sift_keep_shown(&state->sift, state->list,
			&(struct sift_shown){ .ui = ui,
					      .urgent = state->urgent,
					      .areas = state->all || *app_person_area(ui->app) ? NULL : state->title,
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
		state->urgent = is_work(task_kind(state->filter));
		building_list_order(state->list, state->urgent);
		search(state, ui);
		return STAY;
	case COMMAND_ORDER:
		state->view.chosen = 0;
		state->urgent = !state->urgent;
		building_list_order(state->list, state->urgent);
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
		if (app_pack(ui->app) && !state->sift.column_count)
			sift_add_seen_columns(ui->app, &state->sift, shows_names(state));
		form = sift_save_screen(ui, &state->sift, state->all ? "" : app_person_area(ui->app));
		return form ? (struct action){ ACTION_PUSH, form } : STAY;
	case COMMAND_PRINT:
		form = papers_of_list_screen(ui, state->list);
		return form ? (struct action){ ACTION_PUSH, form } : STAY;
	case COMMAND_CLEAR:
		line_clear(&state->line);
		search(state, ui);
		return STAY;
	case COMMAND_BACK:
		return BACK;
	}
	rows = buildings_rows(state);
	if (!list_view_move(&state->view, &rows, key) && input_key(ui, &state->line, key, BUILDINGS_SEARCH_COLS - 2)) {
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
	buildings_share_columns(state, ui);
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

static bool
buildings_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct buildings_state *state = screen->state;
	bool person = app_person_name(ui->app) != NULL;

	switch (command) {
	case COMMAND_NEW:
		return person && house_may_list(ui->app);
	case COMMAND_OPEN:
		return building_list_count(state->list) > 0;
	case COMMAND_PRINT:
		return person && building_list_count(state->list) > 0;
	default:
		return true;
	}
}

static const struct screen_class buildings_class = {
	.name = "buildings",
	.about = N_(
		"The houses of one's own places, or all. Type any part of village, door, number, owner, or pinyin initials; Enter opens the chosen one. ^F shows those with one answer, ^R puts the most urgent first, ^S saves the list."),
	.bindings = bindings,
	.also = MOVE_ONLY_BINDINGS,
	.offers = buildings_offers,
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

struct screen *
buildings_sifted_screen(struct ui *ui, struct sift *sift)
{
	struct screen *screen = buildings_screen(ui);
	struct buildings_state *state = screen->state;

	state->sift = *sift;
	*sift = (struct sift){ 0 };
	return screen;
}
