#include "ui/stick/old_copy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/accounts.h"
#include "app/session/settings.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/epoch.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/page/confirm.h"
#include "ui/screen.h"
#include "ui/stick/sticks.h"

/* The page of an older copy: what it means, and the two ways out. */

enum { COMMAND_STICK = 1, COMMAND_ANEW, COMMAND_ENTER, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("take back from a stick"), COMMAND_STICK, true },
	{ UI_KEY_CHAR, '2', "2", N_("begin anew"), COMMAND_ANEW, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose"), COMMAND_ENTER, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct older_state {
	struct app_loss loss;
	struct menu menu;
};

static void
older_recalc(struct screen *screen, struct ui *ui)
{
	struct older_state *state = screen->state;
	struct err err = { 0 };

	menu_resize(&state->menu, 2, 2);
	if (app_is_older_copy(ui->app) && app_loss(ui->app, &state->loss, &err))
		ui_fail(ui, &err);
}

static void
older_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	static const char *const choices[] = {
		N_("1 Take the missing steps back from a stick: the one last written on this laptop, or one from the township or the county."),
		N_("2 They are lost: begin anew from here. Should they turn up later, they are still taken in and count."),
	};
	const struct older_state *state = screen->state;
	int row = BODY_TOP + 1;
	char line[300];

	if (!app_is_older_copy(ui->app)) {
		canvas_wrap(canvas, row, 2, canvas->cols - 4, 3, GOOD, _("This file is whole again; this laptop can sign. Enter goes on."));
		return;
	}
	if (app_is_dropped(ui->app)) {
		row += canvas_wrap(
			       canvas, row, 2, canvas->cols - 4, 4, BAD,
			       _("There were two different accounts of this laptop, and it was decided that the other one counts. What was signed here since does not count; it is kept and shown.")) +
		       1;
		row += canvas_wrap(
			       canvas, row, 2, canvas->cols - 4, 3, PLAIN,
			       _("Nothing can be signed before this laptop begins anew. Afterwards, what does not count is filled and signed again.")) +
		       1;
		canvas_text(canvas, row, 2, canvas->cols - 4, CHOSEN, _("2 Begin anew (Enter)"));
		canvas_cursor(canvas, row, 2);
		return;
	}
	if (state->loss.steps > 0)
		snprintf(line, sizeof(line), _("%lld steps that were signed on this laptop are missing from this file."),
			 (long long)state->loss.steps);
	else
		snprintf(line, sizeof(line), "%s", _("Steps that were signed on this laptop are missing from this file."));
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, BAD, line);
	if (*state->loss.last) {
		snprintf(line, sizeof(line), _("The last one in it was signed on %s."), state->loss.last);
		row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, PLAIN, line);
	}
	row += canvas_wrap(
		       canvas, row, 2, canvas->cols - 4, 4, PLAIN,
		       _("Somebody put an older copy of the file in its place. Everything in it can be read, but nothing can be signed: otherwise there would be two different accounts of the same laptop, and none of them would count.")) +
	       1;
	canvas_text(canvas, row++, 2, canvas->cols - 4, BOLD, _("What now?"));
	for (size_t i = 0; i < ARRAY_LEN(choices); i++) {
		bool chosen = i == state->menu.chosen;

		canvas_text(canvas, row, 2, 1, ACCENT, chosen ? ">" : " ");
		if (chosen)
			canvas_cursor(canvas, row, 2);
		row += canvas_wrap(canvas, row, 4, canvas->cols - 6, 3, chosen ? BOLD : PLAIN, _(choices[i])) + 1;
	}
}

/* ---- beginning anew */

enum { COMMAND_BEGIN = 1, COMMAND_WHO, COMMAND_LEAVE };

static const struct binding epoch_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("go on"), COMMAND_BEGIN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("who signs"), COMMAND_WHO, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

struct epoch_state {
	struct line reason;
	struct app_person_row *rows;
	size_t count;
	struct menu menu;
};

static void
epoch_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct epoch_state *state = screen->state;
	int row = BODY_TOP + 1;

	canvas_text(canvas, row++, 2, canvas->cols - 4, BOLD,
		    app_is_dropped(ui->app) ? _("How did it come to two accounts of this laptop? In words; the office reads it.")
					    : _("How was the newer file lost? In words; the office reads it."));
	input_draw(canvas, row, 2, canvas->cols - 6, &state->reason);
	row += 2;
	canvas_text(canvas, row++, 2, canvas->cols - 4, BOLD, _("Who signs this?"));
	if (state->count == 0)
		canvas_wrap(canvas, row, 4, canvas->cols - 6, 3, PLAIN,
			    _("Nobody on this laptop may sign. Put in the stick with the key file, and come back to this page."));
	for (size_t i = state->menu.first; i < state->menu.count && (int)(i - state->menu.first) < ui->rows - 12; i++, row++) {
		const struct app_person_row *at = &state->rows[i];
		bool chosen = i == state->menu.chosen;
		char line[200];

		canvas_text(canvas, row, 2, 1, ACCENT, chosen ? ">" : " ");
		canvas_short(canvas, row, 4, 16, chosen ? CHOSEN : PLAIN, at->name);
		snprintf(line, sizeof(line), "%s  %s", at->role, at->area);
		canvas_short(canvas, row, 21, canvas->cols - 23, PLAIN, line);
	}
}

static enum status
hand_over(void *ctx, const char *name, char **out, struct err *err)
{
	(void)name;
	(void)err;
	*out = mem_strdup(ctx);
	return STATUS_OK;
}

static enum status
do_epoch(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct epoch_state *state = ctx;
	const struct app_person_row *row = &state->rows[state->menu.chosen];
	char *typed = mem_strdup(passphrase);
	struct app_ask ask = { hand_over, typed };
	enum status status;

	(void)result;
	app_lock(ui->app);
	status = app_epoch(ui->app, row->person, &ask, line_text(&state->reason), err);
	explicit_bzero(typed, strlen(typed));
	free(typed);
	if (status) {
		app_lock(ui->app);
		return status;
	}
	app_remember(ui->app, "person", row->person);
	ui_say(ui, TOAST_GOOD, _("Signed: this laptop has begun anew. Good day, %s."), row->name);
	return STATUS_OK;
}

static struct action
epoch_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct epoch_state *state = screen->state;

	if (command == COMMAND_LEAVE)
		return BACK;
	if ((key->kind == UI_KEY_UP || key->kind == UI_KEY_DOWN || key->kind == UI_KEY_PAGE_UP || key->kind == UI_KEY_PAGE_DOWN) &&
	    menu_key(&state->menu, key, (size_t)ui->rows - 12))
		return STAY;
	if (command != COMMAND_BEGIN) {
		input_key(ui, &state->reason, key, ui->cols - 8);
		return STAY;
	}
	if (!*line_text(&state->reason)) {
		ui_say(ui, TOAST_BAD, "%s", _("Say in words how it came to this."));
		return STAY;
	}
	if (state->menu.chosen >= state->count) {
		ui_say(ui, TOAST_BAD, "%s", _("Nobody on this laptop may sign."));
		return STAY;
	}
	return (struct action){
		ACTION_PUSH,
		confirm_screen((struct confirmation){
			.title = mem_strdup(_("Begin anew on this laptop")),
			.text = mem_printf(
				_("%s begins anew on this laptop, because:\n\n%s\n\nWhat is in the file stays as it is. What was lost must be filled and signed again, unless it turns up on a stick."),
				state->rows[state->menu.chosen].name, line_text(&state->reason)),
			.act = do_epoch,
			.ctx = state,
		})
	};
}

static void
epoch_close(struct screen *screen, struct ui *ui)
{
	struct epoch_state *state = screen->state;

	(void)ui;
	line_release(&state->reason);
	free(state->rows);
	free(state);
}

static const char *
epoch_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Begin anew on this laptop");
}

static const struct screen_class epoch_class = {
	.name = "epoch",
	.bindings = epoch_bindings,
	.title = epoch_title,
	.draw = epoch_draw,
	.key = epoch_key,
	.close = epoch_close,
	.types = true,
};

static struct action
push_epoch(struct ui *ui)
{
	struct epoch_state *state = mem_alloc(sizeof(*state));
	char *last = app_remembered(ui->app, "person");
	struct err err = { 0 };

	if (app_person_list(ui->app, "", &state->rows, &state->count, &err))
		ui_fail(ui, &err);
	while (state->count && !state->rows[state->count - 1].may_sign) /* those who may not sign come last */
		state->count--;
	line_init(&state->reason, LINE_SINGLE, 200);
	menu_resize(&state->menu, state->count, (size_t)ui->rows - 12);
	for (size_t i = 0; last && i < state->count; i++)
		if (strcmp(state->rows[i].person, last) == 0)
			menu_choose(&state->menu, i, (size_t)ui->rows - 12);
	free(last);
	return (struct action){ ACTION_PUSH, screen_new(&epoch_class, state) };
}

/* ---- keys of the page */

static struct action
older_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct older_state *state = screen->state;

	if (command == COMMAND_BACK || (command && !app_is_older_copy(ui->app)))
		return BACK;
	if (menu_key(&state->menu, key, 2))
		return STAY;
	if (command == COMMAND_ENTER)
		command = state->menu.chosen == 0 && !app_is_dropped(ui->app) ? COMMAND_STICK : COMMAND_ANEW;
	if (command == COMMAND_STICK)
		return (struct action){ ACTION_PUSH, sticks_screen(ui) };
	return command == COMMAND_ANEW ? push_epoch(ui) : STAY;
}

static void
older_close(struct screen *screen, struct ui *ui)
{
	(void)ui;
	free(screen->state);
}

static const char *
older_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	return app_is_dropped(ui->app) ? _("Another account counts") : app_is_older_copy(ui->app) ? _("An older copy") : _("A whole file");
}

static const struct screen_class older_class = {
	.name = "older",
	.bindings = bindings,
	.title = older_title,
	.recalc = older_recalc,
	.draw = older_draw,
	.key = older_key,
	.close = older_close,
};

struct screen *
old_copy_screen(void)
{
	return screen_new(&older_class, mem_alloc(sizeof(struct older_state)));
}
