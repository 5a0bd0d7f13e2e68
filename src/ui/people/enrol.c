#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/request.h"
#include "app/session/init.h"
#include "app/session/keys.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "base/pinyin.h"
#include "base/text.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* A key of one's own: who, what, where; then the passphrase, shown once, and the code that the office compares. */

enum { COMMAND_NEXT = 1, COMMAND_BACK };

enum { ENROL_NAME, ENROL_ROLE, ENROL_AREA, ENROL_ISSUES };

static const struct binding enrol_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("next"), COMMAND_NEXT, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct enrol_state {
	int stage;
	struct line name, search;
	struct menu menu;
	const struct role *role;
	const struct division *areas[400];
	size_t area_count, area;
	bool gives; /* asks for the right to give others theirs */
};

static void
find_areas(struct enrol_state *state, const struct pack *pack)
{
	state->area_count = 0;
	for (size_t i = 0; i < pack->division_count && state->area_count < ARRAY_LEN(state->areas); i++)
		if (pack->divisions[i].level == state->role->scope && text_matches(pack->divisions[i].name, line_text(&state->search)))
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
			canvas_short(canvas, row + 1 + (int)(i - state->menu.first), 4, canvas->cols - 6,
				     i == state->menu.chosen ? CHOSEN : PLAIN, state->areas[i]->name);
	}
	if (state->stage == ENROL_ISSUES) {
		static const char *const choices[] = { N_("1 I sign my own work"),
						       N_("2 I also give the people of my area the right to sign") };

		canvas_text(canvas, row++, 2, canvas->cols - 4, PLAIN, _("What you need (digit or arrows)"));
		for (size_t i = 0; i < ARRAY_LEN(choices); i++)
			canvas_short(canvas, row + (int)i, 4, canvas->cols - 6, i == state->menu.chosen ? CHOSEN : PLAIN, _(choices[i]));
		canvas_cursor(canvas, row + (int)state->menu.chosen, 4);
		canvas_wrap(
			canvas, row + 3, 4, canvas->cols - 6, 3, FAINT,
			_("The second needs several county officers to agree. A county officer needs it: he gives others their right."));
	}
}

/* ---- the passphrase, shown once */

static const struct binding enrolled_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("I have written it down"), COMMAND_NEXT, true },
	{ 0 },
};

struct enrolled_state {
	char *passphrase; /* zeroed when the page is closed */
	char code[REQUEST_CODE_LEN + 1];
};

static void
enrolled_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct enrolled_state *state = screen->state;
	int row = BODY_TOP + 1;

	(void)ui;
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, BOLD,
			   _("Write this passphrase on paper. It is shown only now, and nobody can tell it to you again:")) +
	       1;
	canvas_text(canvas, row, 4, canvas->cols - 6, ACCENT, state->passphrase);
	row += 2;
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 3, PLAIN,
			   _("Your request is in this file. Take the file to the office on a stick, and compare the code by telephone:")) +
	       1;
	canvas_text(canvas, row, 4, 36, PLAIN, _("the office reads you this half"));
	canvas_textn(canvas, row, 40, 20, ACCENT, state->code, CODE_HALF);
	canvas_text(canvas, row + 1, 4, 36, PLAIN, _("you read the office this half"));
	canvas_text(canvas, row + 1, 40, 20, ACCENT, state->code + CODE_HALF + 1);
	canvas_wrap(canvas, row + 3, 2, canvas->cols - 4, 2, FAINT,
		    _("If one group differs, somebody changed the file: do not go on, make a new request."));
}

static struct action
enrolled_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	(void)screen;
	(void)ui;
	(void)key;
	return command == COMMAND_NEXT ? BACK : STAY;
}

static void
drop_enrolled(struct enrolled_state *state)
{
	if (state->passphrase) {
		explicit_bzero(state->passphrase, strlen(state->passphrase));
		free(state->passphrase);
	}
	free(state);
}

static void
enrolled_close(struct screen *screen, struct ui *ui)
{
	(void)ui;
	drop_enrolled(screen->state);
}

static const char *
enrolled_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("A key of my own");
}

static const struct screen_class enrolled_class = {
	.name = "enrolled",
	.bindings = enrolled_bindings,
	.title = enrolled_title,
	.draw = enrolled_draw,
	.key = enrolled_key,
	.close = enrolled_close,
	.drops_typeahead = true, /* a key too many must not take the passphrase away unread */
};

/* ---- making the key */

static enum status
hand_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)name;
	(void)err;
	*out = mem_strdup(ctx);
	return STATUS_OK;
}

static struct action
enrol(struct enrol_state *state, struct ui *ui)
{
	struct enrolled_state *done = mem_alloc(sizeof(*done));
	const char *area;
	const struct pack *pack = app_pack(ui->app);
	const char **issues = mem_array(pack->role_count, sizeof(*issues));
	struct app_request request = { .role = state->role->name, .areas = &area, .area_count = 1, .issues = issues };
	char person[33], prefix[DIVISION_CODE_LEN + 1];
	struct app_ask ask = { hand_passphrase, NULL };
	struct err err = { 0 };
	enum status status = STATUS_OK;

	division_area(state->areas[state->area]->code, state->role->scope, prefix);
	area = prefix;
	/* Officers sign on whatever laptop the office has; others on their own. */
	request.portable = state->role->scope == DIVISION_COUNTY;
	for (size_t i = 0; state->gives && i < pack->role_count; i++)
		if (pack->roles[i].scope >= state->role->scope)
			issues[request.issue_count++] = pack->roles[i].name;
	ui_busy(ui, _("Making your key, a second..."));
	if (!app_has_device(ui->app))
		status = app_make_device(ui->app, &err);
	if (!status)
		status = app_key_new(line_text(&state->name), false, NULL, &done->passphrase, person, &err);
	request.person = person;
	ask.ctx = done->passphrase;
	if (!status)
		status = app_request(ui->app, &request, &ask, done->code, &err);
	free(issues);
	if (status) {
		ui_fail(ui, &err);
		drop_enrolled(done);
		return STAY;
	}
	return (struct action){ ACTION_REPLACE, screen_new(&enrolled_class, done) };
}

static struct action
enrol_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct enrol_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);
	uint32_t c = key->c >= 0xff01 && key->c <= 0xff5e ? key->c - 0xfee0 : key->c;

	if (command == COMMAND_BACK)
		return BACK;
	switch (state->stage) {
	case ENROL_NAME:
		if (key->kind == UI_KEY_ENTER && *line_text(&state->name)) {
			state->stage = ENROL_ROLE;
			state->menu = (struct menu){ 0 };
			menu_resize(&state->menu, pack->role_count, 12);
		} else {
			input_key(ui, &state->name, key, 32);
		}
		break;
	case ENROL_ROLE:
		if (menu_key(&state->menu, key, 12))
			break;
		if (key->kind == UI_KEY_CHAR && c >= '1' && c - '1' < pack->role_count)
			state->menu.chosen = c - '1';
		else if (key->kind != UI_KEY_ENTER)
			break;
		state->role = &pack->roles[state->menu.chosen];
		state->stage = ENROL_AREA;
		state->menu = (struct menu){ 0 };
		find_areas(state, pack);
		break;
	case ENROL_AREA:
		if (key->kind == UI_KEY_ENTER && state->area_count) {
			state->area = state->menu.chosen;
			state->stage = ENROL_ISSUES;
			state->menu = (struct menu){ .count = 2, .chosen = state->role->scope == DIVISION_COUNTY };
			if (state->role->scope ==
			    DIVISION_VILLAGE) /* nobody stands below a village, so there is nobody to give a right to */
				return enrol(state, ui);
		} else if (!menu_key(&state->menu, key, 12) && input_key(ui, &state->search, key, 28)) {
			state->menu.chosen = 0;
			find_areas(state, pack);
		}
		break;
	case ENROL_ISSUES:
		if (menu_key(&state->menu, key, 12))
			break;
		if (key->kind == UI_KEY_CHAR && (c == '1' || c == '2'))
			state->menu.chosen = c - '1';
		else if (key->kind != UI_KEY_ENTER)
			break;
		state->gives = state->menu.chosen == 1;
		return enrol(state, ui);
	}
	return STAY;
}

static void
enrol_close(struct screen *screen, struct ui *ui)
{
	struct enrol_state *state = screen->state;

	(void)ui;
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

struct screen *
enrol_screen(struct ui *ui)
{
	struct enrol_state *state;

	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	line_init(&state->name, LINE_SINGLE, 30);
	line_init(&state->search, LINE_SINGLE, 30);
	return screen_new(&enrol_class, state);
}
