#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/follow.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/line.h"
#include "ui/input.h"
#include "ui/page/textview.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* The foundings of the county that are here. Their digits are typed as its office reads them out: those of the founding that this file follows
 * prove that it is the right county's file, those of another one make the file follow that. */

enum { COMMAND_ENTER = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("compare the digits"), COMMAND_ENTER, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct foundings_state {
	struct app_foundings foundings;
	struct text_view list;
	struct line digits;
	struct id other; /* the one that is followed at the next Enter; zeros: none was asked about */
	bool read;
};

#define DIGITS_COLS (REQUEST_CODE_LEN + 3)
#define FOOT_ROWS 4 /* below the list: what is asked for, and the digits */

static const char *
kind_words(enum app_founding_kind kind)
{
	switch (kind) {
	case FOUNDING_IN_FORCE:
		return _("this file follows it");
	case FOUNDING_BEFORE:
		return _("this file followed it before");
	case FOUNDING_OTHER:
		return _("this file does not follow it");
	case FOUNDING_WAITS:
	case FOUNDING_KIND_COUNT:
		break;
	}
	return _("this file does not follow it, and does not know who signed it");
}

static void
add_founding(struct foundings_state *state, const struct ui *ui, const struct app_founding *at)
{
	char code[REQUEST_CODE_LEN + 1];

	text_view_addf(&state->list, at->kind == FOUNDING_IN_FORCE ? BOLD : PLAIN, 0, _("%s, signed by %s on %s: %s"), at->county,
		       at->by ? at->by : "?", at->at, kind_words(at->kind));
	text_view_addf(&state->list, PLAIN, 0, _("  names %lld officers' credentials; %lld must agree"), (long long)at->officers,
		       (long long)at->threshold);
	if (!app_is_office(ui->app))
		return;
	request_code(&at->id, code);
	text_view_addf(&state->list, ACCENT, 0, "  %s", code);
}

static enum status
read_foundings(struct foundings_state *state, struct ui *ui, struct err *err)
{
	struct app_foundings foundings = { 0 };
	enum status status = app_foundings(ui->app, &foundings, err);

	if (status)
		return status;
	app_foundings_release(&state->foundings);
	state->foundings = foundings;
	text_view_clear(&state->list);
	for (size_t i = 0; i < foundings.count; i++)
		add_founding(state, ui, &foundings.items[i]);
	if (app_founding_is_compared(ui->app))
		text_view_add(&state->list, GOOD, 0, _("Its digits were compared with the county's office on this laptop."));
	state->read = true;
	return STATUS_OK;
}

static const char *
asked_text(const struct ui *ui)
{
	return app_is_office(ui->app)
		       ? _("New laptops compare the first four groups: read them out. To follow another founding, type its digits here.")
		       : _("Telephone the county's office, let it read out the digits of its founding, the first four groups, and type them here.");
}

char *
founding_changed_words(const struct ui *ui, const char *before)
{
	char code[REQUEST_CODE_LEN + 1];

	if (!app_founding_code(ui->app, code) || strcmp(code, before) == 0)
		return NULL;
	return mem_printf(
		_("The county's officers changed, and with them the digits that the office reads out to new laptops. They are from now on:\n\n%.19s\n\nThose noted before are no longer right. Laptops that follow the county already notice nothing."),
		code);
}

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static int
foot_rows(const struct ui *ui)
{
	return canvas_wrap_rows(asked_text(ui), page_area(ui).cols) + 3;
}

static void
foundings_recalc(struct screen *screen, struct ui *ui)
{
	struct foundings_state *state = screen->state;
	struct err err = { 0 };

	if (!state->read && read_foundings(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	text_view_fit(&state->list, area_above(page_area(ui), foot_rows(ui)));
}

static void
foundings_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct foundings_state *state = screen->state;
	struct area foot = area_bottom(page_area(ui), foot_rows(ui));

	text_view_draw(&state->list, canvas);
	canvas_paragraph(canvas, &foot, PLAIN, asked_text(ui));
	foot = area_below(foot, 1);
	input_draw(canvas, foot.row, foot.col, DIGITS_COLS, &state->digits);
}

static const char *
foundings_note(const struct screen *screen)
{
	return ((const struct foundings_state *)screen->state)->list.note;
}

static const struct app_founding *
find(const struct foundings_state *state, const struct id *id)
{
	for (size_t i = 0; i < state->foundings.count; i++)
		if (id_equal(&state->foundings.items[i].id, id))
			return &state->foundings.items[i];
	return NULL;
}

static struct action
follow(struct foundings_state *state, struct ui *ui)
{
	struct err err = { 0 };

	if (app_follow(ui->app, &state->other, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	app_founding_compared(ui->app);
	ui_say(ui, TOAST_GOOD, "%s", _("This file follows that founding from now on."));
	return (struct action){ ACTION_HOME, NULL };
}

/* A laptop that is being set up goes on to the key; anybody else stays. */
static struct action
next_step(struct ui *ui)
{
	struct screen *enrol = app_has_device(ui->app) ? NULL : enrol_screen(ui);

	return enrol ? (struct action){ ACTION_REPLACE, enrol } : STAY;
}

static struct action
compare(struct foundings_state *state, struct ui *ui)
{
	const struct app_founding *at;
	struct err err = { 0 };
	struct id id;

	if (!*line_text(&state->digits)) {
		ui_say(ui, TOAST_SAID, "%s", _("Type the digits first, as the office reads them out."));
		return STAY;
	}
	if (app_founding_find(ui->app, line_text(&state->digits), &id, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	at = find(state, &id);
	if (at && at->kind == FOUNDING_IN_FORCE) {
		app_founding_compared(ui->app);
		state->read = false;
		line_clear(&state->digits);
		ui_say(ui, TOAST_GOOD, _("The digits agree: this is the file of %s."), at->county);
		return next_step(ui);
	}
	if (at && id_equal(&state->other, &id))
		return follow(state, ui);
	state->other = id;
	ui_say(ui, TOAST_BAD,
	       _("These are the digits of another founding, signed by %s on %s. Enter once more, and this file follows it: who has no right by it may not sign here any more."),
	       at && at->by ? at->by : "?", at ? at->at : "?");
	return STAY;
}

static struct action
foundings_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct foundings_state *state = screen->state;

	if (text_view_typed_key(&state->list, key))
		return STAY;
	switch (command) {
	case COMMAND_ENTER:
		return compare(state, ui);
	case COMMAND_BACK:
		return BACK;
	}
	state->other = (struct id){ 0 };
	input_key(ui, &state->digits, key, DIGITS_COLS - 2);
	return STAY;
}

static void
foundings_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct foundings_state *)screen->state)->read = false;
}

static bool
foundings_loses(const struct screen *screen)
{
	const struct foundings_state *state = screen->state;

	return !state->list.find.typing && *line_text(&state->digits) != '\0';
}

static void
foundings_close(struct screen *screen, struct ui *ui)
{
	struct foundings_state *state = screen->state;

	(void)ui;
	app_foundings_release(&state->foundings);
	text_view_release(&state->list);
	line_release(&state->digits);
	free(state);
}

static const char *
foundings_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("The founding of the county");
}

static const struct screen_class foundings_class = {
	.name = "foundings",
	.about = N_("Is this the right county's file? Type the digits the office reads to you by telephone, and compare."),
	.bindings = bindings,
	.also = move_text_bindings,
	.title = foundings_title,
	.note = foundings_note,
	.recalc = foundings_recalc,
	.draw = foundings_draw,
	.key = foundings_key,
	.forget = foundings_forget,
	.loses = foundings_loses,
	.close = foundings_close,
	.types = true,
};

struct screen *
foundings_screen(struct ui *ui)
{
	struct foundings_state *state = mem_alloc(sizeof(*state));

	(void)ui;
	line_init(&state->digits, LINE_SINGLE, REQUEST_CODE_LEN + 1);
	return screen_new(&foundings_class, state);
}
