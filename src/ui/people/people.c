#include "app/app.h"
#include "app/session/division.h"
#include "app/session/workspace.h"
#include "ui/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/screen.h"

/* People and keys: who asks for the right to sign, who has it, and what waits for the county's officers. */

enum { COMMAND_OPEN = 1, COMMAND_SEARCH, COMMAND_NEW, COMMAND_OFFICERS, COMMAND_SHOW, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, '/', "/", N_("find"), COMMAND_SEARCH, true },
	{ UI_KEY_CHAR, 'n', "n", N_("a key of my own"), COMMAND_NEW, true },
	{ UI_KEY_CHAR, 'o', "o", N_("county officers"), COMMAND_OFFICERS, true },
	{ UI_KEY_TAB, 0, "Tab", N_("show others"), COMMAND_SHOW, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

enum show { SHOW_ALL, SHOW_REQUESTS, SHOW_SIGNING, SHOW_REST, SHOW_COUNT };

struct keys_state {
	struct value people;
	size_t *rows; /* of people, those that are shown */
	size_t counts[SHOW_COUNT], waiting;
	enum show show;
	struct line search; /* name, or its first letters */
	bool searching;
	struct menu menu;
};

char *
person_place(const struct ui *ui, const struct value *person)
{
	const struct pack *pack = app_pack(ui->app);
	const struct value *areas = value_get_list(person, "areas");
	const char *name = value_get_text(person, "role");
	const struct role *role = pack && name ? pack_role(pack, name) : NULL;
	char *area = app_place_name(ui->app, areas && areas->list.count ? areas->list.items[0].text : ""), *text;

	text = mem_printf("%s  %s%s",
			  role	 ? label_text(&role->label, ui->lang)
			  : name ? name
				 : "",
			  area, areas && areas->list.count > 1 ? " ..." : "");
	free(area);
	return text;
}

char *
names_of(const struct ui *ui, const struct value *list, bool as_roles)
{
	const struct pack *pack = app_pack(ui->app);
	struct buf text = { 0 };

	for (size_t i = 0; list && i < list->list.count; i++) {
		const char *name = list->list.items[i].text;
		const struct role *role = as_roles && pack ? pack_role(pack, name) : NULL;

		/* Translators: between the names of a list. */
		buf_printf(&text, "%s%s", i ? _(", ") : "", role ? label_text(&role->label, ui->lang) : name);
	}
	return text.len ? buf_detach(&text) : mem_strdup("-");
}

static enum show
kind_of(const struct value *person)
{
	return value_get_boolean(person, "request", false)						    ? SHOW_REQUESTS
	       : value_get_boolean(person, "counts", false) && !value_get_boolean(person, "revoked", false) ? SHOW_SIGNING
													    : SHOW_REST;
}

static void
choose_rows(struct keys_state *state, const struct ui *ui)
{
	size_t count = 0;

	for (size_t i = 0; i < state->people.list.count; i++)
		if ((state->show == SHOW_ALL || kind_of(&state->people.list.items[i]) == state->show) &&
		    text_matches(value_get_text(&state->people.list.items[i], "name"), line_text(&state->search)))
			state->rows[count++] = i;
	menu_resize(&state->menu, count, (size_t)ui->rows - 8);
}

static void
keys_recalc(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;
	struct value waiting = { 0 };
	struct err err = { 0 };

	value_release(&state->people);
	free(state->rows);
	state->rows = NULL;
	memset(state->counts, 0, sizeof(state->counts));
	if (app_people(ui->app, &state->people, &err) || app_waiting(ui->app, &waiting, &err)) {
		ui_fail(ui, &err);
		value_release(&state->people);
		return;
	}
	state->waiting = waiting.list.count;
	value_release(&waiting);
	state->rows = mem_array(state->people.list.count, sizeof(*state->rows));
	state->counts[SHOW_ALL] = state->people.list.count;
	for (size_t i = 0; i < state->people.list.count; i++)
		state->counts[kind_of(&state->people.list.items[i])]++;
	choose_rows(state, ui);
}

static void
keys_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	static const char *const shown[SHOW_COUNT] = { N_("all"), N_("asking"), N_("may sign"), N_("no longer, or not yet") };
	const struct keys_state *state = screen->state;
	int row = BODY_TOP, height = body_rows(canvas) - 4;
	char line[300];

	snprintf(line, sizeof(line), _("%zu ask for it, %zu may sign, %zu no longer or not yet. Shown: %s"), state->counts[SHOW_REQUESTS],
		 state->counts[SHOW_SIGNING], state->counts[SHOW_REST], _(shown[state->show]));
	canvas_short(canvas, row++, 1, canvas->cols - 2, FAINT, line);
	if (state->waiting) {
		snprintf(line, sizeof(line), _("%zu things wait for the county's officers to agree: o"), state->waiting);
		canvas_short(canvas, row, 1, canvas->cols - 2, WARN, line);
	}
	if (state->searching || *line_text(&state->search)) {
		canvas_text(canvas, BODY_TOP + 2, 2, 26, BOLD, _("Name or its first letters"));
		input_draw(canvas, BODY_TOP + 2, 29, 30, &state->search);
	}
	row = BODY_TOP + 3;
	if (state->menu.count == 0)
		canvas_text(canvas, row, 2, canvas->cols - 4, PLAIN, _("Nobody."));
	for (size_t i = state->menu.first; i < state->menu.count && (int)(i - state->menu.first) < height; i++) {
		const struct value *person = &state->people.list.items[state->rows[i]];
		bool chosen = i == state->menu.chosen, revoked = value_get_boolean(person, "revoked", false);
		enum show kind = kind_of(person);
		char *place = person_place(ui, person);
		int at = row + (int)(i - state->menu.first);

		canvas_text(canvas, at, 0, 1, ACCENT, chosen ? ">" : " ");
		canvas_short(canvas, at, 2, 14, chosen ? CHOSEN : PLAIN, value_get_text(person, "name"));
		canvas_short(canvas, at, 17, 38, PLAIN, place);
		canvas_short(canvas, at, 56, canvas->cols - 57,
			     kind == SHOW_REQUESTS  ? WARN
			     : kind == SHOW_SIGNING ? GOOD
						    : BAD,
			     kind == SHOW_REQUESTS						   ? _("asks for the right")
			     : revoked								   ? _("taken back")
			     : kind == SHOW_SIGNING && value_get_boolean(person, "officer", false) ? _("may sign, county officer")
			     : kind == SHOW_SIGNING						   ? _("may sign")
												   : value_get_text(person, "standing"));
		free(place);
	}
	if (!state->searching)
		canvas_cursor(canvas, row + (int)(state->menu.chosen - state->menu.first), 0);
}

static struct action
push(struct screen *screen)
{
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static struct action
keys_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct keys_state *state = screen->state;

	if ((!state->searching || key->kind == UI_KEY_UP || key->kind == UI_KEY_DOWN) && menu_key(&state->menu, key, (size_t)ui->rows - 8))
		return STAY;
	if (state->searching && (key->kind == UI_KEY_ESC || key->kind == UI_KEY_ENTER || key->kind == UI_KEY_TAB)) {
		state->searching = false;
		if (key->kind == UI_KEY_ESC)
			line_set(&state->search, "");
		if (key->kind != UI_KEY_ENTER)
			return STAY;
	}
	if (state->searching) { /* letters are typed, and no commands */
		if (input_key(&state->search, key, 28))
			state->menu.chosen = 0;
		return STAY;
	}
	switch (command) {
	case COMMAND_SEARCH:
		state->searching = true;
		break;
	case COMMAND_OPEN:
		return state->menu.count ? push(holder_screen(&state->people.list.items[state->rows[state->menu.chosen]])) : STAY;
	case COMMAND_NEW:
		return push(enrol_screen(ui));
	case COMMAND_OFFICERS:
		return push(officers_screen(ui));
	case COMMAND_SHOW:
		state->show = (enum show)((state->show + 1) % SHOW_COUNT);
		state->menu.chosen = 0;
		break;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
keys_close(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;

	(void)ui;
	value_release(&state->people);
	free(state->rows);
	line_release(&state->search);
	free(state);
}

static const char *
keys_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("People and keys");
}

static const struct screen_class keys_class = {
	.name = "keys",
	.bindings = bindings,
	.title = keys_title,
	.recalc = keys_recalc,
	.draw = keys_draw,
	.key = keys_key,
	.close = keys_close,
};

struct screen *
keys_screen(struct ui *ui)
{
	struct keys_state *state = mem_alloc(sizeof(*state));

	(void)ui;
	line_init(&state->search, LINE_SINGLE, 30);
	return screen_new(&keys_class, state);
}
