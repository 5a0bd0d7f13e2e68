#include "app/house/due.h"
#include "app/house/list.h"
#include "app/session/person.h"
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
#include "ui/menu.h"
#include "ui/screen.h"

/* All buildings: typed text searches, the arrows choose, Tab goes through the kinds of waiting work. */

enum { COMMAND_OPEN = 1, COMMAND_TASK, COMMAND_NEW, COMMAND_CLEAR, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("by task"), COMMAND_TASK, true },
	{ UI_KEY_CTRL, 'N', "^N", N_("a house not listed"), COMMAND_NEW, true },
	{ UI_KEY_CTRL, 'U', "^U", N_("empty the search"), COMMAND_CLEAR, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct {
	enum flow_task task;
	const char *label;
} filters[] = {
	{ TASK_ANY, N_("all") },
	{ TASK_RETURNED, N_("given back") },
	{ TASK_FORM, N_("to fill") },
	{ TASK_FINDINGS, N_("with errors") },
	{ TASK_CONFLICT, N_("two versions") },
	{ TASK_SIGN, N_("to sign") },
	{ TASK_NONE, N_("signed by all") },
};

struct buildings_state {
	struct building_list *list;
	struct line line;
	struct menu menu;
	size_t filter;
};

static size_t
list_rows(const struct ui *ui)
{
	return (size_t)ui->rows - 6;
}

static void
search(struct buildings_state *state, const struct ui *ui)
{
	building_list_filter(state->list, line_text(&state->line), filters[state->filter].task);
	menu_resize(&state->menu, building_list_count(state->list), list_rows(ui));
}

static void
buildings_recalc(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;
	struct err err = { 0 };

	if (!state->list) {
		if (building_list_open(ui->app, &state->list, &err)) {
			ui_fail(ui, &err);
			return;
		}
		search(state, ui);
	}
	menu_resize(&state->menu, state->menu.count, list_rows(ui));
}

static void
task_words(const struct ui *ui, const struct listed *row, char *out, size_t size)
{
	const struct pack *pack = app_pack(ui->app);
	const struct form *form = pack_form(pack, row->task_name);
	const struct level *level = chain_level(&pack->chains[0], row->task_name);
	const char *name = level ? label_text(&level->label, ui->lang) : form ? label_text(&form->label, ui->lang) : "";

	for (size_t i = 1; i < ARRAY_LEN(filters); i++)
		if (filters[i].task == row->task)
			snprintf(out, size, "%s%s%s", _(filters[i].label), *name ? " " : "", row->task == TASK_NONE ? "" : name);
}

/* Writes the last day of the form that the house waits for, before its name. */
static bool
due_words(const struct ui *ui, const struct listed *row, char *out, size_t size)
{
	const struct pack *pack = app_pack(ui->app);
	const struct form *form = row->task == TASK_FORM ? pack_form(pack, row->task_name) : NULL;
	int64_t days = due_form_days(pack, form);

	if (days == DUE_NEVER)
		return false;
	if (days < 0)
		snprintf(out, size, _("%s (overdue)"), label_text(&form->label, ui->lang));
	else
		snprintf(out, size, _("%s (by %s)"), label_text(&form->label, ui->lang), pack_deadline(pack, form->due)->date + 5);
	return days < 0;
}

static void
buildings_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct buildings_state *state = screen->state;
	int task_cols = 26, place_cols = canvas->cols - task_cols - 3;
	char line[200];

	if (!state->list)
		return;
	canvas_text(canvas, BODY_TOP, 1, 10, BOLD, _("Search"));
	input_draw(canvas, BODY_TOP, 8, 36, &state->line);
	snprintf(line, sizeof(line), _("%zu of %zu  [%s]"), building_list_count(state->list), building_list_total(state->list),
		 _(filters[state->filter].label));
	canvas_short(canvas, BODY_TOP, 46, canvas->cols - 47, PLAIN, line);
	canvas_rule(canvas, BODY_TOP + 1, 0, canvas->cols);
	for (size_t i = state->menu.first; i < state->menu.count && i < state->menu.first + list_rows(ui); i++) {
		int row = BODY_TOP + 2 + (int)(i - state->menu.first), used;
		bool chosen = i == state->menu.chosen, bad;
		struct look look = chosen ? CHOSEN : PLAIN;
		struct listed listed;
		char words[120] = "";

		building_list_at(state->list, i, &listed);
		canvas_text(canvas, row, 0, 1, ACCENT, chosen ? ">" : " ");
		snprintf(line, sizeof(line), "%s%s %s", listed.village, listed.words, listed.owner);
		used = canvas_short(canvas, row, 2, place_cols - 2, look, line);
		(void)used;
		task_words(ui, &listed, words, sizeof(words));
		bad = due_words(ui, &listed, words, sizeof(words)) || listed.task == TASK_RETURNED;
		canvas_short(canvas, row, place_cols + 1, task_cols, bad ? BAD : FAINT, words);
	}
	if (building_list_total(state->list) == 0)
		canvas_wrap(canvas, BODY_TOP + 3, 2, canvas->cols - 4, 3, PLAIN,
			    _("No building in this file yet. ^N begins one; a roster is read by: louce roster import"));
	else if (state->menu.count == 0)
		canvas_wrap(canvas, BODY_TOP + 3, 2, canvas->cols - 4, 3, PLAIN,
			    _("Nothing fits. Backspace takes a letter away, Tab changes what they wait for."));
}

static struct action
buildings_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct buildings_state *state = screen->state;
	struct listed listed;
	struct screen *form;

	if (!state->list)
		return command == COMMAND_BACK ? BACK : STAY;
	switch (command) {
	case COMMAND_OPEN:
		if (state->menu.count == 0)
			return STAY;
		building_list_at(state->list, state->menu.chosen, &listed);
		return (struct action){ ACTION_PUSH, building_screen(ui, &listed.root) };
	case COMMAND_TASK:
		state->filter = (state->filter + 1) % ARRAY_LEN(filters);
		state->menu.chosen = 0;
		search(state, ui);
		return STAY;
	case COMMAND_NEW:
		if (!ui_has_person(ui))
			return STAY;
		form = app_pack(ui->app) && app_pack(ui->app)->root ? form_screen(ui, NULL, app_pack(ui->app)->root->name) : NULL;
		return form ? (struct action){ ACTION_PUSH, form } : STAY;
	case COMMAND_CLEAR:
		line_clear(&state->line);
		search(state, ui);
		return STAY;
	case COMMAND_BACK:
		return BACK;
	}
	if (key->kind == UI_KEY_UP || key->kind == UI_KEY_DOWN || key->kind == UI_KEY_PAGE_UP || key->kind == UI_KEY_PAGE_DOWN) {
		menu_key(&state->menu, key, list_rows(ui));
	} else if (input_key(&state->line, key, 30)) {
		state->menu.chosen = 0;
		search(state, ui);
	}
	return STAY;
}

static bool
buildings_idle(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;

	if (!state->list)
		return false;
	if (building_list_learn(state->list))
		return true;
	/* Names learned by now may fit the search on the screen. */
	if (*line_text(&state->line)) {
		building_list_filter(state->list, "", filters[state->filter].task);
		search(state, ui);
	}
	return false;
}

static void
forget_list(struct buildings_state *state)
{
	building_list_free(state->list);
	state->list = NULL;
}

static void
buildings_leave(struct screen *screen, struct ui *ui)
{
	(void)ui;
	forget_list(screen->state); /* acts on the pages above change the list */
}

static void
buildings_close(struct screen *screen, struct ui *ui)
{
	struct buildings_state *state = screen->state;

	(void)ui;
	forget_list(state);
	line_release(&state->line);
	free(state);
}

static const char *
buildings_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("All houses");
}

static const struct screen_class buildings_class = {
	.name = "buildings",
	.bindings = bindings,
	.title = buildings_title,
	.recalc = buildings_recalc,
	.draw = buildings_draw,
	.key = buildings_key,
	.leave = buildings_leave,
	.idle = buildings_idle,
	.close = buildings_close,
	.types = true,
};

struct screen *
buildings_screen(struct ui *ui)
{
	struct buildings_state *state = mem_alloc(sizeof(*state));

	(void)ui;
	line_init(&state->line, LINE_SINGLE, 60);
	return screen_new(&buildings_class, state);
}
