#include "app/session/accounts.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "ui/home/date.h"
#include "ui/home/unlock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/listview.h"
#include "ui/page/passphrase.h"
#include "ui/screen.h"

/* Unlocking: people by number, then the passphrase. */

enum { COMMAND_CHOOSE = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, 0, "1-9", N_("choose"), COMMAND_CHOOSE, true }, /* for the key line; digits are read below */
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose"), COMMAND_CHOOSE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define NAME_COLS 18

struct people_state {
	bool read;
	char at[33]; /* number of the person who is chosen when the list is read */
	struct app_person_row *rows;
	size_t count;
	struct list_view list;
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
	struct area area = area_below(area_inside(ui_body(ui), 4, 4), 3);
	char *right = mem_printf("%s  %s", state->row.role, state->row.area);

	canvas_line(canvas, &area, BOLD, state->row.name);
	canvas_paragraph(canvas, &area, PLAIN, right);
	free(right);
	if (state->row.rights > 1) {
		right = mem_printf(n_("and %zu more right: each act is signed under the one that is for its role and place",
				      "and %zu more rights: each act is signed under the one that is for its role and place",
				      state->row.rights - 1),
				   state->row.rights - 1);
		canvas_paragraph(canvas, &area, FAINT, right);
		free(right);
	}
	passphrase_draw(ui, canvas, area_below(area, state->row.rights > 1 ? 1 : 2), &state->secret);
}

static struct action
secret_key_page(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct secret_state *state = screen->state;
	struct screen *date;
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
	date = date_doubted_screen(ui);
	return (struct action){ date ? ACTION_REPLACE : ACTION_HOME, date };
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
	.about = N_("The passphrase of the person at the laptop, four words as written on paper. Enter unlocks."),
	.bindings = secret_bindings,
	.title = secret_title,
	.draw = secret_draw_page,
	.key = secret_key_page,
	.close = secret_close,
	.types = true,
	.drops_typeahead = true,
};

/* ---- people */

/* What a person here may not do, behind the name. */
static const char *
limits_text(const struct app_person_row *row)
{
	return row->may_sign ? ""
	       : row->agrees ? _("(will be a county officer: may agree to that)")
	       : row->asked  ? _("(the right asked for has not come yet)")
			     : _("(may not sign on this laptop)");
}

static void
person_text(const void *ctx, size_t index, struct buf *out)
{
	const struct app_person_row *row = &((const struct people_state *)ctx)->rows[index];

	buf_printf(out, "%s\t%s\t%s\t%s", row->name, row->role, row->area, limits_text(row));
}

static struct look
person_look(const void *ctx, size_t index)
{
	const struct app_person_row *row = &((const struct people_state *)ctx)->rows[index];

	return row->may_sign || row->agrees ? PLAIN : FAINT;
}

static struct list_rows
rows_of(const struct people_state *state)
{
	return (struct list_rows){
		.count = state->count, .ctx = state, .text = person_text, .look = person_look, .numbered = true, .columns = true
	};
}

/* The page below its margin at the top. */
static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 1, 1), 1);
}

static enum status
read_people(struct people_state *state, struct ui *ui, struct err *err)
{
	struct app_person_row *rows = NULL;
	size_t count = 0;
	enum status status = app_person_list(ui->app, "", &rows, &count, err);

	if (status)
		return status;
	free(state->rows);
	state->rows = rows;
	state->count = count;
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].person, state->at) == 0)
			state->list.chosen = i;
	state->read = true;
	return STATUS_OK;
}

/* A right may have come, or been taken back. */
static void
people_forget(struct screen *screen, struct ui *ui)
{
	struct people_state *state = screen->state;

	(void)ui;
	if (state->list.chosen < state->count)
		memcpy(state->at, state->rows[state->list.chosen].person, sizeof(state->at));
	state->read = false;
}

static void
people_recalc(struct screen *screen, struct ui *ui)
{
	struct people_state *state = screen->state;
	struct list_rows rows;
	struct err err = { 0 };

	if (!state->read && read_people(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(state);
	list_view_fit(&state->list, &rows, area_below(page_area(ui), 2)); /* below the question */
}

static void
people_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct people_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area area = page_area(ui);

	canvas_line(canvas, &area, BOLD, _("Who is at the laptop?"));
	area = area_below(area, 1);
	if (state->count == 0 && state->read)
		canvas_paragraph(
			canvas, &area, PLAIN,
			_("No key of anybody lies on this laptop. Put in the stick with your key file, or make a key: k on the first page."));
	list_view_draw(&state->list, &rows, canvas);
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
	const struct list_rows rows = rows_of(state);
	size_t index;

	(void)ui;
	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (list_view_digit(&state->list, &rows, key, &index))
		return choose(state, index);
	if (key->kind == UI_KEY_ENTER)
		return choose(state, state->list.chosen);
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
people_close(struct screen *screen, struct ui *ui)
{
	struct people_state *state = screen->state;

	(void)ui;
	list_view_release(&state->list);
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

static const char *
people_note(const struct screen *screen)
{
	return ((const struct people_state *)screen->state)->list.note;
}

static const struct screen_class people_class = {
	.name = "people",
	.about = N_("Who signs here from now on. A number or Enter chooses, then the passphrase."),
	.bindings = bindings,
	.also = move_bindings,
	.title = people_title,
	.note = people_note,
	.recalc = people_recalc,
	.draw = people_draw,
	.key = people_key,
	.forget = people_forget,
	.close = people_close,
};

struct screen *
person_screen(struct ui *ui)
{
	struct people_state *state = mem_alloc(sizeof(*state));
	char *last = app_remembered(ui->app, "person");

	snprintf(state->at, sizeof(state->at), "%s", last ? last : "");
	free(last);
	return screen_new(&people_class, state);
}
