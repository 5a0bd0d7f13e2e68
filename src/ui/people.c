#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/screens.h"

/* People and keys: who may sign, who asks for it, and making a key of one's own. */

enum { COMMAND_ISSUE = 1, COMMAND_NEW, COMMAND_BACK };

static const struct binding bindings[] = {
	{ KEY_CHAR, 'n', "n", N_("a key of my own"), COMMAND_NEW, true },
	{ KEY_ENTER, 0, N_("Enter"), N_("issue what was asked for"), COMMAND_ISSUE, true },
	{ KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct keys_state {
	struct value people;
	struct menu menu;
	bool confirm;
};

static void
keys_recalc(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;
	struct err err = { 0 };

	value_release(&state->people);
	if (app_people(ui->app, &state->people, &err))
		ui_fail(ui, &err);
	menu_resize(&state->menu, state->people.type == VALUE_LIST ? state->people.list.count : 0, (size_t)ui->rows - 7);
}

static void
keys_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct keys_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);
	int height = body_rows(canvas) - 4;

	canvas_wrap(canvas, BODY_TOP, 1, canvas->cols - 2, 2, FAINT,
		    _("Who may sign in this file. A request is compared by voice, code by code, before it is issued."));
	for (size_t i = state->menu.first; i < state->menu.count && (int)(i - state->menu.first) < height; i++) {
		const struct value *person = &state->people.list.items[i];
		const struct value *areas = value_get_list(person, "areas");
		const struct role *role = pack ? pack_role(pack, value_get_text(person, "role")) : NULL;
		bool chosen = i == state->menu.chosen, request = value_get_boolean(person, "request", false);
		char *area = app_place_name(ui->app, areas && areas->list.count ? areas->list.items[0].text : "");
		int row = BODY_TOP + 2 + (int)(i - state->menu.first);
		char line[300];

		canvas_text(canvas, row, 0, 1, ACCENT, chosen ? ">" : " ");
		canvas_short(canvas, row, 2, 14, chosen ? CHOSEN : PLAIN, value_get_text(person, "name"));
		snprintf(line, sizeof(line), "%s  %s", role ? label_text(&role->label, ui->lang) : value_get_text(person, "role"), area);
		canvas_short(canvas, row, 17, 38, PLAIN, line);
		canvas_short(canvas, row, 56, canvas->cols - 57, request ? WARN : value_get_boolean(person, "counts", false) ? GOOD : BAD,
			     request ? _("asks for the right") : value_get_boolean(person, "counts", false) ? _("may sign") : value_get_text(person, "standing"));
		free(area);
	}
	if (state->menu.count && value_get_boolean(&state->people.list.items[state->menu.chosen], "request", false)) {
		char line[200];

		snprintf(line, sizeof(line), _("Code, compare by voice: %s"), value_get_text(&state->people.list.items[state->menu.chosen], "code"));
		canvas_short(canvas, BODY_TOP + body_rows(canvas) - 1, 1, canvas->cols - 2, BOLD, line);
	}
	canvas_cursor(canvas, BODY_TOP + 2 + (int)(state->menu.chosen - state->menu.first), 0);
}

/* ---- a key of one's own */

enum { ENROL_NAME, ENROL_ROLE, ENROL_AREA, ENROL_DONE };

static const struct binding enrol_bindings[] = {
	{ KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEW, true },
	{ KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct enrol_state {
	int stage;
	struct line name, search;
	struct menu menu;
	const struct role *role;
	const struct division *areas[400];
	size_t area_count;
	char *passphrase; /* zeroed when it is closed */
	char code[40];
};

static void
find_areas(struct enrol_state *state, const struct pack *pack)
{
	static const char *const levels[] = { "county", "township", "village" };

	state->area_count = 0;
	for (size_t i = 0; i < pack->division_count && state->area_count < ARRAY_LEN(state->areas); i++)
		if (strcmp(pack->divisions[i].level, levels[state->role->scope]) == 0 && text_matches(pack->divisions[i].name, line_text(&state->search)))
			state->areas[state->area_count++] = &pack->divisions[i];
	menu_resize(&state->menu, state->area_count, 12);
}

static void
enrol_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct enrol_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);
	int row = BODY_TOP + 1;

	canvas_text(canvas, row, 2, 20, PLAIN, _("Your name"));
	if (state->stage == ENROL_NAME)
		input_draw(canvas, row, 22, 34, &state->name);
	else
		canvas_text(canvas, row, 23, 40, BOLD, line_text(&state->name));
	row += 2;
	if (state->stage == ENROL_ROLE) {
		canvas_text(canvas, row++, 2, canvas->cols - 4, PLAIN, _("What you are (digit or arrows)"));
		for (size_t i = 0; i < pack->role_count; i++) {
			char line[160];

			snprintf(line, sizeof(line), "%zu %s", i + 1, label_text(&pack->roles[i].label, ui->lang));
			canvas_short(canvas, row + (int)i, 4, canvas->cols - 6, i == state->menu.chosen ? CHOSEN : PLAIN, line);
		}
		canvas_cursor(canvas, row + (int)state->menu.chosen, 4);
	}
	if (state->stage == ENROL_AREA) {
		canvas_text(canvas, row, 2, 20, PLAIN, _("Where (first letters)"));
		input_draw(canvas, row++, 26, 30, &state->search);
		for (size_t i = state->menu.first; i < state->area_count && i < state->menu.first + 12; i++)
			canvas_short(canvas, row + 1 + (int)(i - state->menu.first), 4, canvas->cols - 6, i == state->menu.chosen ? CHOSEN : PLAIN, state->areas[i]->name);
	}
	if (state->stage == ENROL_DONE) {
		row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, BOLD, _("Write this passphrase on paper. It is shown only now, and nobody can tell it to you again:")) + 1;
		canvas_text(canvas, row, 4, canvas->cols - 6, ACCENT, state->passphrase);
		row += 2;
		row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 3, PLAIN,
				   _("Your request is in this file. Give the file to the office that issues it, and read them this code by voice; they read it back:")) + 1;
		canvas_text(canvas, row, 4, canvas->cols - 6, ACCENT, state->code);
	}
}

static char *
hand_passphrase(void *ctx, const char *name)
{
	(void)name;
	return mem_strdup(ctx);
}

static void
enrol(struct enrol_state *state, struct ui *ui)
{
	const char *area;
	struct app_request request = { .role = state->role->name, .areas = &area, .area_count = 1 };
	char person[33], prefix[13];
	struct app_ask ask = { hand_passphrase, NULL };
	struct err err = { 0 };
	enum status status = STATUS_OK;
	size_t digits = state->role->scope == SCOPE_COUNTY ? 6 : state->role->scope == SCOPE_TOWNSHIP ? 9 : 12;

	snprintf(prefix, sizeof(prefix), "%.*s", (int)digits, state->areas[state->menu.chosen]->code);
	area = prefix;
	ui_busy(ui, _("Making your key, a second..."));
	if (!app_has_device(ui->app)) {
		char *path = mem_strdup(app_workspace(ui->app));

		/* The file is opened anew as a device of its own. */
		app_close(ui->app);
		ui->app = NULL;
		status = app_init_device(path, &err);
		if (app_open(path, APP_WRITE, &ui->app, status ? NULL : &err)) {
			ui_fail(ui, &err);
			ui->app = NULL;
			free(path);
			return;
		}
		free(path);
	}
	if (!status)
		status = app_key_new(line_text(&state->name), false, NULL, &state->passphrase, person, &err);
	request.person = person;
	ask.ctx = state->passphrase;
	if (!status)
		status = app_request(ui->app, &request, &ask, state->code, &err);
	if (status) {
		ui_fail(ui, &err);
		return;
	}
	state->stage = ENROL_DONE;
}

static struct action
enrol_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct enrol_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);
	uint32_t c = key->c >= 0xff01 && key->c <= 0xff5e ? key->c - 0xfee0 : key->c;

	if (command == COMMAND_BACK)
		return BACK;
	switch (state->stage) {
	case ENROL_NAME:
		if (key->kind == KEY_ENTER && *line_text(&state->name)) {
			state->stage = ENROL_ROLE;
			state->menu = (struct menu){ 0 };
			menu_resize(&state->menu, pack->role_count, 12);
		} else {
			input_key(&state->name, key, 32);
		}
		break;
	case ENROL_ROLE:
		if (menu_key(&state->menu, key, 12))
			break;
		if (key->kind == KEY_CHAR && c >= '1' && c - '1' < pack->role_count)
			state->menu.chosen = c - '1';
		else if (key->kind != KEY_ENTER)
			break;
		state->role = &pack->roles[state->menu.chosen];
		state->stage = ENROL_AREA;
		state->menu = (struct menu){ 0 };
		find_areas(state, pack);
		break;
	case ENROL_AREA:
		if (key->kind == KEY_ENTER && state->area_count) {
			enrol(state, ui);
		} else if (!menu_key(&state->menu, key, 12) && input_key(&state->search, key, 28)) {
			state->menu.chosen = 0;
			find_areas(state, pack);
		}
		break;
	case ENROL_DONE:
		if (key->kind == KEY_ENTER)
			return BACK;
		break;
	}
	return STAY;
}

static void
enrol_close(struct screen *screen, struct ui *ui)
{
	struct enrol_state *state = screen->state;

	(void)ui;
	if (state->passphrase) {
		explicit_bzero(state->passphrase, strlen(state->passphrase));
		free(state->passphrase);
	}
	line_release(&state->name);
	line_release(&state->search);
	free(state);
}

static const char *
enrol_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("A key of my own");
}

static const struct screen_class enrol_class = {
	.name = "enrol",
	.bindings = enrol_bindings,
	.title = enrol_title,
	.draw = enrol_draw,
	.key = enrol_key,
	.close = enrol_close,
	.types = true,
};

static struct action
push_enrol(struct ui *ui)
{
	struct enrol_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return STAY;
	}
	state = mem_alloc(sizeof(*state));
	line_init(&state->name, LINE_SINGLE, 30);
	line_init(&state->search, LINE_SINGLE, 30);
	return (struct action){ ACTION_PUSH, screen_new(&enrol_class, state) };
}

/* ---- keys of the list */

static struct action
keys_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct keys_state *state = screen->state;
	const struct value *person;
	struct err err = { 0 };
	struct id credential;

	if (command != COMMAND_ISSUE)
		state->confirm = false;
	if (menu_key(&state->menu, key, (size_t)ui->rows - 7))
		return STAY;
	switch (command) {
	case COMMAND_NEW:
		return push_enrol(ui);
	case COMMAND_ISSUE:
		if (state->menu.count == 0)
			break;
		person = &state->people.list.items[state->menu.chosen];
		if (!value_get_boolean(person, "request", false)) {
			ui_say(ui, TOAST_SAID, "%s", _("Nothing is asked for here."));
			break;
		}
		if (!state->confirm) {
			state->confirm = true;
			ui_say(ui, TOAST_SAID, "%s", _("Did both of you read the same code? Enter once more issues it."));
			break;
		}
		state->confirm = false;
		if (app_issue(ui->app, value_get_text(person, "code"), &credential, &err))
			ui_fail(ui, &err);
		else
			ui_say(ui, TOAST_GOOD, _("Issued: %s may sign from now on."), value_get_text(person, "name"));
		break;
	case COMMAND_BACK:
		return (struct action){ ACTION_BACK, NULL };
	}
	return STAY;
}

static void
keys_close(struct screen *screen, struct ui *ui)
{
	struct keys_state *state = screen->state;

	(void)ui;
	value_release(&state->people);
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
	(void)ui;
	return screen_new(&keys_class, mem_alloc(sizeof(struct keys_state)));
}
