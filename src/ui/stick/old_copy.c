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
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/page/textview.h"
#include "ui/screen.h"
#include "ui/stick/sticks.h"

/* The page of what is missing from this file: what it means, and the two ways out. */

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
	struct text_view said;
	struct list_view list; /* the ways out */
};

static bool
is_whole(const struct ui *ui)
{
	return !app_is_older_copy(ui->app) && !app_has_claimed_loss(ui->app);
}

/* ---- what it means */

static void
say_dropped(struct text_view *said)
{
	text_view_add(
		said, BAD, 0,
		_("There were two different accounts of this laptop, and it was decided that the other one counts. What was signed here since does not count; it is kept and shown."));
	text_view_add(said, PLAIN, 0, "");
	text_view_add(
		said, PLAIN, 0,
		_("Nothing can be signed before this laptop begins anew. Afterwards, what does not count is filled and signed again."));
	text_view_add(said, PLAIN, 0, "");
}

static void
say_older(struct text_view *said, const struct app_loss *loss)
{
	if (loss->steps > 0)
		text_view_addf(said, BAD, 0,
			       n_("%lld step that was signed on this laptop is missing from this file.",
				  "%lld steps that were signed on this laptop are missing from this file.", loss->steps),
			       (long long)loss->steps);
	else
		text_view_add(said, BAD, 0, _("Steps that were signed on this laptop are missing from this file."));
	if (*loss->last)
		text_view_addf(said, PLAIN, 0, _("The last one in it was signed on %s."), loss->last);
	text_view_add(
		said, PLAIN, 0,
		_("Somebody put an older copy of the file in its place. Everything in it can be read, but nothing can be signed: otherwise there would be two different accounts of the same laptop, and none of them would count."));
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, BOLD, 0, _("What now?"));
}

static void
say_claimed(struct text_view *said, const struct app_loss *loss)
{
	text_view_addf(said, BAD, 0, _("A county receipt names steps signed on this laptop that are not in this file: %lld at least."),
		       (long long)loss->steps);
	if (*loss->last)
		text_view_addf(said, PLAIN, 0, _("The last one in it was signed on %s."), loss->last);
	text_view_add(
		said, PLAIN, 0,
		_("Perhaps somebody put an older copy of the file in its place, perhaps the receipt is wrong. Work can go on: what is signed here stands in another log of this laptop, and counts."));
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, BOLD, 0, _("What now?"));
}

/* ---- the ways out */

static const char *const choices[] = {
	N_("1 Take the missing steps back from a stick: the one last written on this laptop, or one from the township or the county."),
	N_("2 They are lost: begin anew from here. Should they turn up later, they are still taken in and count."),
};
static const char *const choices_claimed[] = {
	N_("1 Take the missing steps back from a stick: the one last written on this laptop, or one from the township or the county."),
	N_("2 They are lost, or there are none: go on without them. Should they turn up later, they are still taken in and count."),
};
static const char *const choices_dropped[] = { N_("2 Begin anew (Enter)") };

static void
choice_text(const void *ctx, size_t index, struct buf *out)
{
	buf_text_add(out, _(((const char *const *)ctx)[index]));
}

/* A blank line stands below each. */
static int
choice_height(const void *ctx, size_t index, int cols)
{
	return canvas_wrap_rows(_(((const char *const *)ctx)[index]), cols) + 1;
}

static struct list_rows
older_rows(const struct ui *ui)
{
	struct list_rows rows = { .text = choice_text, .height = choice_height };

	if (app_is_dropped(ui->app)) {
		rows.ctx = choices_dropped;
		rows.count = ARRAY_LEN(choices_dropped);
	} else if (app_is_older_copy(ui->app)) {
		rows.ctx = choices;
		rows.count = ARRAY_LEN(choices);
	} else if (app_has_claimed_loss(ui->app)) {
		rows.ctx = choices_claimed;
		rows.count = ARRAY_LEN(choices_claimed);
	}
	return rows;
}

/* ---- the page */

static void
older_recalc(struct screen *screen, struct ui *ui)
{
	struct older_state *state = screen->state;
	const struct list_rows rows = older_rows(ui);
	struct area area;
	struct err err = { 0 };
	int choice_rows = 0;

	text_view_clear(&state->said);
	if (is_whole(ui)) {
		text_view_add(&state->said, GOOD, 0, _("This file is whole again; this laptop can sign. Enter goes on."));
	} else if (app_is_dropped(ui->app)) {
		say_dropped(&state->said);
	} else {
		if (app_loss(ui->app, &state->loss, &err))
			ui_fail(ui, &err);
		if (app_is_older_copy(ui->app))
			say_older(&state->said, &state->loss);
		else
			say_claimed(&state->said, &state->loss);
	}
	area = area_below(area_inside(ui_body(ui), 2, 2), 1);
	for (size_t i = 0; i < rows.count; i++)
		choice_rows += choice_height(rows.ctx, i, area.cols - LIST_MARK_COLS);
	text_view_fit(&state->said, area_above(area, choice_rows));
	list_view_fit(&state->list, &rows, area_below(area, (int)text_view_rows(&state->said)));
}

static void
older_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct older_state *state = screen->state;
	const struct list_rows rows = older_rows(ui);

	text_view_draw(&state->said, canvas);
	if (rows.count)
		list_view_draw(&state->list, &rows, canvas);
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
	struct list_view list;
};

static void
person_text(const void *ctx, size_t index, struct buf *out)
{
	const struct app_person_row *at = &((const struct epoch_state *)ctx)->rows[index];

	buf_printf(out, "%s\t%s\t%s", at->name, at->role, at->area);
}

static struct list_rows
epoch_rows(const struct epoch_state *state)
{
	return (struct list_rows){ .count = state->count, .ctx = state, .text = person_text, .columns = true };
}

static struct area
epoch_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static const char *
how_text(const struct ui *ui)
{
	return app_is_dropped(ui->app) ? _("How did it come to two accounts of this laptop? In words; the office reads it.")
				       : _("How was the newer file lost? In words; the office reads it.");
}

static void
epoch_recalc(struct screen *screen, struct ui *ui)
{
	struct epoch_state *state = screen->state;
	const struct list_rows rows = epoch_rows(state);

	struct area area = epoch_area(ui);

	/* Above the list: what is asked and what is typed, a blank line, and who signs. */
	list_view_fit(&state->list, &rows, area_below(area, canvas_wrap_rows(how_text(ui), area.cols) + 3));
}

static void
epoch_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct epoch_state *state = screen->state;
	const struct list_rows rows = epoch_rows(state);
	struct area left = epoch_area(ui), none = area_inside(state->list.area, 2, 0);

	list_view_draw(&state->list, &rows, canvas);
	canvas_paragraph(canvas, &left, BOLD, how_text(ui));
	input_draw(canvas, left.row, left.col, left.cols - 2, &state->reason);
	left = area_below(left, 2);
	canvas_line(canvas, &left, BOLD, _("Who signs this?"));
	if (state->count == 0)
		canvas_paragraph(canvas, &none, PLAIN,
				 _("Nobody on this laptop may sign. Put in the stick with the key file, and come back to this page."));
}

static const char *
epoch_note(const struct screen *screen)
{
	return ((const struct epoch_state *)screen->state)->list.note;
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
	const struct app_person_row *row = &state->rows[state->list.chosen];
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
	const struct list_rows rows = epoch_rows(state);

	if (list_view_text_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_LEAVE)
		return BACK;
	if (command != COMMAND_BEGIN) {
		input_key(ui, &state->reason, key, epoch_area(ui).cols - 2);
		return STAY;
	}
	if (!*line_text(&state->reason)) {
		ui_say(ui, TOAST_BAD, "%s", _("Say in words how it came to this."));
		return STAY;
	}
	if (state->list.chosen >= state->count) {
		ui_say(ui, TOAST_BAD, "%s", _("Nobody on this laptop may sign."));
		return STAY;
	}
	return (struct action){
		ACTION_PUSH,
		confirm_screen((struct confirmation){
			.title = mem_strdup(_("Begin anew on this laptop")),
			.text = mem_printf(
				_("%s begins anew on this laptop, because:\n\n%s\n\nWhat is in the file stays as it is. What was lost must be filled and signed again, unless it turns up on a stick."),
				state->rows[state->list.chosen].name, line_text(&state->reason)),
			.act = do_epoch,
			.ctx = state,
		})
	};
}

static bool
epoch_loses(const struct screen *screen)
{
	const struct epoch_state *state = screen->state;

	return !state->list.find.typing && *line_text(&state->reason) != '\0';
}

static void
epoch_close(struct screen *screen, struct ui *ui)
{
	struct epoch_state *state = screen->state;

	(void)ui;
	line_release(&state->reason);
	list_view_release(&state->list);
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
	.about = N_("Begins a new log on this laptop, because what it signed last cannot be found. Say why, then sign."),
	.bindings = epoch_bindings,
	.also = move_text_bindings,
	.title = epoch_title,
	.note = epoch_note,
	.recalc = epoch_recalc,
	.draw = epoch_draw,
	.key = epoch_key,
	.loses = epoch_loses,
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
	for (size_t i = 0; last && i < state->count; i++)
		if (strcmp(state->rows[i].person, last) == 0)
			state->list.chosen = i;
	free(last);
	return (struct action){ ACTION_PUSH, screen_new(&epoch_class, state) };
}

/* ---- keys of the page */

static struct action
begin_or_go_on(struct ui *ui)
{
	struct err err = { 0 };

	if (app_is_older_copy(ui->app))
		return push_epoch(ui);
	if (app_go_on_without(ui->app, &err))
		ui_fail(ui, &err);
	else
		ui_say(ui, TOAST_GOOD, "%s", _("What is signed next stands in another log of this laptop."));
	return BACK;
}

static struct action
older_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct older_state *state = screen->state;
	const struct list_rows rows = older_rows(ui);

	if (command == COMMAND_BACK || (command && is_whole(ui)))
		return BACK;
	if (list_view_move(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_ENTER)
		command = state->list.chosen == 0 && !app_is_dropped(ui->app) ? COMMAND_STICK : COMMAND_ANEW;
	if (command == COMMAND_STICK)
		return (struct action){ ACTION_PUSH, sticks_screen(ui) };
	return command == COMMAND_ANEW ? begin_or_go_on(ui) : STAY;
}

static void
older_close(struct screen *screen, struct ui *ui)
{
	struct older_state *state = screen->state;

	(void)ui;
	text_view_release(&state->said);
	list_view_release(&state->list);
	free(state);
}

static const char *
older_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	if (is_whole(ui))
		return _("A whole file");
	return app_is_dropped(ui->app) ? _("Another account counts") : app_is_older_copy(ui->app) ? _("An older copy") : _("Missing steps");
}

static const struct screen_class older_class = {
	.name = "older",
	.about = N_("What this laptop signed last is missing here. Take it back from a stick, or begin anew."),
	.bindings = bindings,
	.also = MOVE_ONLY_BINDINGS,
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
