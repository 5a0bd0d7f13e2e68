#include "app/session/accounts.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "ui/home/unlock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/screen.h"

/* Unlocking: people by number, then the passphrase. */

enum { COMMAND_CHOOSE = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, 0, "1-9", N_("choose"), COMMAND_CHOOSE, true }, /* for the key line; digits are read below */
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose"), COMMAND_CHOOSE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct people_state {
	struct app_person_row *rows;
	size_t count;
	struct menu menu;
};

/* ---- the passphrase */

enum { COMMAND_UNLOCK = 1, COMMAND_GIVE_UP, COMMAND_EMPTY };

static const struct binding secret_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("unlock"), COMMAND_UNLOCK, true },
	{ UI_KEY_CTRL, 'U', "^U", N_("empty"), COMMAND_EMPTY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct secret_state {
	struct app_person_row row;
	struct secret secret;
};

static void
secret_draw_page(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct secret_state *state = screen->state;
	char line[400];

	canvas_text(canvas, BODY_TOP + 3, 4, canvas->cols - 8, BOLD, state->row.name);
	snprintf(line, sizeof(line), "%s  %s", state->row.role, state->row.area);
	canvas_short(canvas, BODY_TOP + 4, 4, canvas->cols - 8, PLAIN, line);
	canvas_text(canvas, BODY_TOP + 7, 4, 14, PLAIN, _("Passphrase"));
	secret_draw(canvas, BODY_TOP + 7, 18, 40, &state->secret);
	if (ui->app && app_is_demo(ui->app))
		canvas_text(canvas, BODY_TOP + 9, 4, canvas->cols - 8, FAINT, _("In the demonstration everybody's passphrase is: demo"));
}

static struct action
secret_key_page(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct secret_state *state = screen->state;
	struct err err = { 0 };
	enum status status;

	if (secret_key(&state->secret, key))
		return STAY;
	if (command == COMMAND_GIVE_UP)
		return BACK;
	if (command != COMMAND_UNLOCK)
		return STAY;
	ui_busy(ui, _("Unlocking, a second..."));
	status = app_unlock_with(ui->app, state->row.person, state->secret.text, &err);
	secret_clear(&state->secret);
	if (status) {
		ui_fail(ui, &err);
		return STAY;
	}
	app_remember(ui->app, "person", state->row.person);
	ui_say(ui, TOAST_GOOD, _("Good day, %s."), state->row.name);
	return (struct action){ ACTION_HOME, NULL };
}

static void
secret_close(struct screen *screen, struct ui *ui)
{
	struct secret_state *state = screen->state;

	(void)ui;
	secret_clear(&state->secret);
	free(state);
}

static const char *
secret_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Passphrase");
}

static const struct screen_class secret_class = {
	.name = "passphrase",
	.bindings = secret_bindings,
	.title = secret_title,
	.draw = secret_draw_page,
	.key = secret_key_page,
	.close = secret_close,
	.types = true,
	.drops_typeahead = true,
};

/* ---- people */

static void
people_recalc(struct screen *screen, struct ui *ui)
{
	struct people_state *state = screen->state;

	menu_resize(&state->menu, state->count, (size_t)ui->rows - 6);
}

static void
people_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct people_state *state = screen->state;
	int height = body_rows(canvas) - 3;

	(void)ui;
	canvas_text(canvas, BODY_TOP + 1, 2, canvas->cols - 4, BOLD, _("Who is at the laptop?"));
	if (state->count == 0)
		canvas_wrap(
			canvas, BODY_TOP + 3, 2, canvas->cols - 4, 4, PLAIN,
			_("No key of anybody lies on this laptop. Put in the stick with your key file, or make a key: k on the first page."));
	for (size_t i = state->menu.first; i < state->count && (int)(i - state->menu.first) < height; i++) {
		const struct app_person_row *row = &state->rows[i];
		int at = BODY_TOP + 3 + (int)(i - state->menu.first);
		bool chosen = i == state->menu.chosen;
		struct look look = chosen ? CHOSEN : row->may_sign ? PLAIN : FAINT;
		char number[8], rest[200];

		snprintf(number, sizeof(number), "%zu", i - state->menu.first + 1);
		canvas_text(canvas, at, 2, 2, i - state->menu.first < 9 ? ACCENT : FAINT, i - state->menu.first < 9 ? number : " ");
		canvas_short(canvas, at, 5, 16, look, row->name);
		snprintf(rest, sizeof(rest), "%s  %s%s", row->role, row->area, row->may_sign ? "" : _("  (may not sign on this laptop)"));
		canvas_short(canvas, at, 22, canvas->cols - 23, look, rest);
	}
	canvas_cursor(canvas, BODY_TOP + 3 + (int)(state->menu.chosen - state->menu.first), 2);
}

static struct action
choose(const struct people_state *state, size_t index)
{
	struct secret_state *secret;

	if (index >= state->count)
		return STAY;
	secret = mem_alloc(sizeof(*secret));
	secret->row = state->rows[index];
	return (struct action){ ACTION_PUSH, screen_new(&secret_class, secret) };
}

static struct action
people_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct people_state *state = screen->state;
	uint32_t c = key->c >= 0xff01 && key->c <= 0xff5e ? key->c - 0xfee0 : key->c;

	if (menu_key(&state->menu, key, (size_t)ui->rows - 6))
		return STAY;
	if (key->kind == UI_KEY_CHAR && c >= '1' && c <= '9')
		return choose(state, state->menu.first + (c - '1'));
	if (key->kind == UI_KEY_ENTER)
		return choose(state, state->menu.chosen);
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
people_close(struct screen *screen, struct ui *ui)
{
	struct people_state *state = screen->state;

	(void)ui;
	free(state->rows);
	free(state);
}

static const char *
people_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Who is at the laptop?");
}

static const struct screen_class people_class = {
	.name = "people",
	.bindings = bindings,
	.title = people_title,
	.recalc = people_recalc,
	.draw = people_draw,
	.key = people_key,
	.close = people_close,
};

struct screen *
person_screen(struct ui *ui)
{
	struct people_state *state = mem_alloc(sizeof(*state));
	struct err err = { 0 };
	char *last = app_remembered(ui->app, "person");

	if (app_person_list(ui->app, "", &state->rows, &state->count, &err))
		ui_fail(ui, &err);
	for (size_t i = 0; last && i < state->count; i++)
		if (strcmp(state->rows[i].person, last) == 0)
			state->menu.chosen = i;
	free(last);
	return screen_new(&people_class, state);
}
