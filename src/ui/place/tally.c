#include "ui/place/tally.h"

#include <stdlib.h>
#include <string.h>

#include "app/place/tally.h"
#include "app/session/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text/line.h"
#include "ui/input.h"
#include "ui/page/kept.h"
#include "ui/page/textview.h"

/* A township signs today's counts and reads their digits out; the county types them in. */

enum { COMMAND_ENTER = 1, COMMAND_BACK };

static const struct binding tell_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("sign today's counts, and show the digits"), COMMAND_ENTER, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};
static const struct binding take_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take the digits in"), COMMAND_ENTER, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

#define DIGITS_COLS (PHONE_TALLY_LEN + 12)

struct tally_state {
	bool takes, told; /* told: the digits stand on the page */
	struct text_view text;
	struct line digits;
	struct kept_lines kept;
};

static const char *
tally_asked(const struct tally_state *state)
{
	return state->takes
		       ? _("Type the 36 digits that a township reads out. The bulletin counts them as told by telephone until its stick proves or refutes them.")
		       : _("Is there no stick today? Enter signs the counts of your township as they are in this file, and shows 36 digits to read out to the county by telephone.");
}

static struct area
tally_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static int
head_rows(const struct tally_state *state, const struct ui *ui)
{
	return canvas_wrap_rows(tally_asked(state), tally_area(ui).cols) + (state->takes ? 3 : 1);
}

static void
tally_recalc(struct screen *screen, struct ui *ui)
{
	struct tally_state *state = screen->state;

	text_view_fit(&state->text, area_below(tally_area(ui), head_rows(state, ui)));
}

static void
tally_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct tally_state *state = screen->state;
	struct area area = tally_area(ui);

	canvas_paragraph(canvas, &area, PLAIN, tally_asked(state));
	if (state->takes) {
		area = area_below(area, 1);
		input_draw(canvas, area.row, area.col, DIGITS_COLS, &state->digits);
	}
	text_view_draw(&state->text, canvas);
}

static void
show(struct tally_state *state, const struct ui *ui, const struct app_tally *tally)
{
	char *name = app_place_name(ui->app, tally->township);

	text_view_clear(&state->text);
	text_view_addf(&state->text, BOLD, 0, _("%s, %s"), name, tally->day);
	for (size_t i = 0; i < PHONE_TALLY_COUNTS; i++)
		text_view_addf(&state->text, PLAIN, 0, _("  %s: %d"), tally->labels[i], tally->counts[i]);
	free(name);
}

static void
show_digits(struct tally_state *state, const struct app_tally *tally)
{
	struct buf picture = { 0 };
	struct err ignored = { 0 };
	char *save = NULL;

	text_view_add(&state->text, PLAIN, 0, "");
	text_view_addf(&state->text, ACCENT, 0, "  %s", tally->code);
	text_view_add(&state->text, PLAIN, 0, "");
	if (!app_tally_qr(tally, &picture, &ignored))
		for (char *row = strtok_r(picture.data ? (char *)picture.data : NULL, "\n", &save); row; row = strtok_r(NULL, "\n", &save))
			text_view_addf(&state->text, PLAIN, 0, "  %s", row);
	buf_release(&picture);
}

static void
enter(struct tally_state *state, struct ui *ui)
{
	struct app_tally tally;
	struct err err = { 0 };

	if (state->takes && !*line_text(&state->digits)) {
		ui_say(ui, TOAST_SAID, "%s", _("Type the digits first, as the township reads them out."));
		return;
	}
	if (!state->takes && state->told) {
		ui_say(ui, TOAST_SAID, "%s", _("These counts are signed. Read the digits out; Esc goes back."));
		return;
	}
	if (state->takes ? app_tally_take(ui->app, line_text(&state->digits), &tally, &err) : app_tally_tell(ui->app, NULL, &tally, &err)) {
		ui_fail(ui, &err);
		return;
	}
	show(state, ui, &tally);
	state->told = true;
	if (state->takes) {
		line_clear(&state->digits);
		ui_say(ui, TOAST_GOOD, "%s", _("Taken in as told by telephone."));
	} else {
		show_digits(state, &tally);
		ui_say(ui, TOAST_GOOD, "%s", _("Signed. Read the digits out in fours."));
	}
}

static struct action
tally_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct tally_state *state = screen->state;

	if (text_view_typed_key(&state->text, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (command == COMMAND_ENTER)
		enter(state, ui);
	else if (state->takes)
		input_key(ui, &state->digits, key, DIGITS_COLS - 2);
	return STAY;
}

static void
keep_digits(struct screen *screen, struct ui *ui)
{
	struct tally_state *state = screen->state;

	kept_put(&state->kept, ui, &(struct kept_field){ "digits", &state->digits, NULL }, 1);
}

static bool
loses_digits(const struct screen *screen)
{
	return ((const struct tally_state *)screen->state)->kept.lost;
}

static void
tally_close(struct screen *screen, struct ui *ui)
{
	struct tally_state *state = screen->state;

	(void)ui;
	text_view_release(&state->text);
	line_release(&state->digits);
	kept_release(&state->kept);
	free(state);
}

static const char *
tally_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Counts by telephone");
}

static const char *
tally_note(const struct screen *screen)
{
	return ((const struct tally_state *)screen->state)->text.note;
}

static const struct screen_class tell_class = {
	.name = "tally-tell",
	.about = N_("A township without a stick today tells six counts by telephone: 36 digits, read out in fours."),
	.bindings = tell_bindings,
	.also = move_text_bindings,
	.title = tally_title,
	.note = tally_note,
	.recalc = tally_recalc,
	.draw = tally_draw,
	.key = tally_key,
	.close = tally_close,
};
static const struct screen_class take_class = {
	.name = "tally-take",
	.about = N_("The digits that a township reads out by telephone are typed in here; what is wrong with them is said by group."),
	.bindings = take_bindings,
	.also = move_text_bindings,
	.title = tally_title,
	.note = tally_note,
	.recalc = tally_recalc,
	.draw = tally_draw,
	.key = tally_key,
	.keep = keep_digits,
	.leave = keep_digits,
	.loses = loses_digits,
	.close = tally_close,
	.types = true,
};

struct screen *
tally_screen(struct ui *ui)
{
	bool takes = app_tally_can(ui->app, true);
	struct tally_state *state;

	if (!takes && !app_tally_can(ui->app, false)) {
		ui_say(ui, TOAST_SAID, "%s", _("Counts are told by a township's clerk, and taken in by the county office."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->takes = takes;
	line_init(&state->digits, LINE_SINGLE, DIGITS_COLS);
	if (takes)
		kept_open(&state->kept, ui, mem_strdup("tally"), &(struct kept_field){ "digits", &state->digits, NULL }, 1);
	return screen_new(takes ? &take_class : &tell_class, state);
}
