#include "ui/people/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/waiting.h"
#include "app/session/division.h"
#include "app/session/workspace.h"
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

#define SHOW_ALL HOLDER_KIND_COUNT /* instead of one kind of holder */

struct keys_state {
	struct app_people people;
	size_t *rows; /* indexes of the people that are shown */
	size_t counts[HOLDER_KIND_COUNT], waiting;
	int show;	    /* enum app_holder_kind, or SHOW_ALL */
	struct line search; /* name, or its first letters */
	bool searching;
	struct menu menu;
};

char *
holder_place(const struct ui *ui, const char *name, const struct app_texts *areas)
{
	const struct pack *pack = app_pack(ui->app);
	const struct role *role = pack && name ? pack_role(pack, name) : NULL;
	char *area = app_place_name(ui->app, areas->count ? areas->items[0] : ""), *text;

	text = mem_printf("%s  %s%s", role ? label_text(&role->label, ui->lang) : name ? name : "", area, areas->count > 1 ? " ..." : "");
	free(area);
	return text;
}

char *
names_text(const struct ui *ui, const struct app_texts *names, bool as_roles)
{
	const struct pack *pack = app_pack(ui->app);
	struct buf text = { 0 };

	for (size_t i = 0; i < names->count; i++) {
		const struct role *role = as_roles && pack ? pack_role(pack, names->items[i]) : NULL;

		/* Translators: between the names of a list. */
		buf_printf(&text, "%s%s", i ? _(", ") : "", role ? label_text(&role->label, ui->lang) : names->items[i]);
	}
	return text.len ? buf_detach(&text) : mem_strdup("-");
}

static void
choose_rows(struct keys_state *state, const struct ui *ui)
{
	size_t count = 0;

	for (size_t i = 0; i < state->people.count; i++) {
		const struct app_holder *holder = &state->people.items[i];

		if ((state->show == SHOW_ALL || (int)app_holder_kind(holder) == state->show) &&
		    text_matches(holder->name, line_text(&state->search)))
			state->rows[count++] = i;
	}
	menu_resize(&state->menu, count, (size_t)ui->rows - 8);
}

static void
keys_recalc(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;
	struct app_waiting_list waiting = { 0 };
	struct err err = { 0 };

	app_people_release(&state->people);
	free(state->rows);
	memset(state->counts, 0, sizeof(state->counts));
	app_people(ui->app, &state->people);
	state->rows = mem_array(state->people.count, sizeof(*state->rows));
	for (size_t i = 0; i < state->people.count; i++)
		state->counts[app_holder_kind(&state->people.items[i])]++;
	if (app_waiting(ui->app, &waiting, &err))
		ui_fail(ui, &err);
	state->waiting = waiting.count;
	app_waiting_release(&waiting);
	choose_rows(state, ui);
}

static void
keys_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	static const char *const shown[] = {
		[SHOW_ALL] = N_("all"),
		[HOLDER_ASKS] = N_("asking"),
		[HOLDER_SIGNS] = N_("may sign"),
		[HOLDER_NEITHER] = N_("no longer, or not yet"),
	};
	const struct keys_state *state = screen->state;
	int row = BODY_TOP, height = body_rows(canvas) - 4;
	char line[300];

	snprintf(line, sizeof(line), _("%zu ask for it, %zu may sign, %zu no longer or not yet. Shown: %s"), state->counts[HOLDER_ASKS],
		 state->counts[HOLDER_SIGNS], state->counts[HOLDER_NEITHER], _(shown[state->show]));
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
		const struct app_holder *holder = &state->people.items[state->rows[i]];
		bool chosen = i == state->menu.chosen;
		enum app_holder_kind kind = app_holder_kind(holder);
		char *place = holder_place(ui, holder->role, &holder->areas);
		int at = row + (int)(i - state->menu.first);

		canvas_text(canvas, at, 0, 1, ACCENT, chosen ? ">" : " ");
		canvas_short(canvas, at, 2, 14, chosen ? CHOSEN : PLAIN, holder->name);
		canvas_short(canvas, at, 17, 38, PLAIN, place);
		canvas_short(canvas, at, 56, canvas->cols - 57,
			     kind == HOLDER_ASKS    ? WARN
			     : kind == HOLDER_SIGNS ? GOOD
						    : BAD,
			     kind == HOLDER_ASKS		       ? _("asks for the right")
			     : holder->revoked			       ? _("taken back")
			     : kind == HOLDER_SIGNS && holder->officer ? _("may sign, county officer")
			     : kind == HOLDER_SIGNS		       ? _("may sign")
								       : holder->standing);
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
		if (input_key(ui, &state->search, key, 28))
			state->menu.chosen = 0;
		return STAY;
	}
	switch (command) {
	case COMMAND_SEARCH:
		state->searching = true;
		break;
	case COMMAND_OPEN:
		return state->menu.count ? push(holder_screen(&state->people.items[state->rows[state->menu.chosen]])) : STAY;
	case COMMAND_NEW:
		return push(enrol_screen(ui));
	case COMMAND_OFFICERS:
		return push(waiting_screen(ui));
	case COMMAND_SHOW:
		state->show = (state->show + 1) % (SHOW_ALL + 1);
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
	app_people_release(&state->people);
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
	state->show = SHOW_ALL;
	line_init(&state->search, LINE_SINGLE, 30);
	return screen_new(&keys_class, state);
}
