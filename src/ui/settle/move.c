#include "ui/settle/move.h"

#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/session/division.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/settle/move.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/confirm.h"
#include "ui/page/kept.h"
#include "ui/screen.h"

/* Moving a house: the village where it belongs and the reason are typed; what would be signed is looked at before the passphrase is asked. */

enum { COMMAND_SIGN = 1, COMMAND_OTHER, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("sign"), COMMAND_SIGN, true },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("village, reason"), COMMAND_OTHER, true },
	{ UI_KEY_UP, 0, NULL, NULL, COMMAND_OTHER, false },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_OTHER, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

enum { LINE_VILLAGE, LINE_WHY, LINE_COUNT };

#define VILLAGE_CHARS 40
#define WHY_CHARS 200

struct move_state {
	struct id house;
	bool goes_on; /* it moved before: no reason is asked */
	char *place;  /* what it is called */
	struct line lines[LINE_COUNT];
	int at;		       /* which one is typed */
	char *village, *named; /* the digits of what is typed, and what it is called; NULL: no village yet */
	struct kept_lines kept;
	/* while it is asked about */
	struct act_tries asked;
	struct buf said; /* what was signed about the house meanwhile, a line each */
};

static void
fields_of(struct move_state *state, struct kept_field fields[LINE_COUNT])
{
	fields[LINE_VILLAGE] = (struct kept_field){ "village", &state->lines[LINE_VILLAGE], NULL };
	fields[LINE_WHY] = (struct kept_field){ "why", &state->lines[LINE_WHY], NULL };
}

static void
move_recalc(struct screen *screen, struct ui *ui)
{
	struct move_state *state = screen->state;

	free(state->village);
	free(state->named);
	state->village = app_area_named(ui->app, line_text(&state->lines[LINE_VILLAGE]));
	if (!state->village && division_is_code(line_text(&state->lines[LINE_VILLAGE])))
		state->village = mem_strdup(line_text(&state->lines[LINE_VILLAGE]));
	state->named = state->village ? app_place_name(ui->app, state->village) : NULL;
}

static void
move_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct move_state *state = screen->state;
	struct area left = area_below(area_inside(ui_body(ui), 2, 2), 1);
	static const char *const asked[LINE_COUNT] = { N_("Which village does it belong in? Its name, or its twelve digits:"),
						       N_("Why? In words, without names: whoever gets this file reads them.") };

	canvas_paragraph(canvas, &left, BOLD, state->place);
	canvas_paragraph(
		canvas, &left, PLAIN,
		_("A house keeps its village. One that belongs in another is listed anew there, with the answers and photos that are yours to sign, and this one steps aside for it. What others have to sign they carry in the same way."));
	for (int i = 0; i < (state->goes_on ? LINE_WHY : LINE_COUNT); i++) {
		left = area_below(left, 1);
		canvas_paragraph(canvas, &left, i == state->at ? BOLD : PLAIN, _(asked[i]));
		if (i == state->at)
			input_draw(canvas, left.row, left.col, left.cols - 2, &state->lines[i]);
		else
			canvas_text(canvas, left.row, left.col, left.cols - 2, PLAIN, line_text(&state->lines[i]));
		left = area_below(left, 1);
		if (i == LINE_VILLAGE)
			canvas_line(canvas, &left, FAINT, state->named ? state->named : "");
	}
}

/* ---- signing */

static enum status
ask_move(struct move_state *state, struct ui *ui, bool look, struct app_moved *told, struct err *err)
{
	const struct app_move ask = { .house = &state->house,
				      .village = state->village,
				      .reason = line_text(&state->lines[LINE_WHY]),
				      .look = look,
				      .asked = &state->asked };
	struct buf findings = { 0 };
	enum status status = app_move(ui->app, &ask, told, &findings, err);

	if (status && findings.len) {
		struct err first = *err;

		(void)err_set(err, status, "%s: %s", first.text, buf_text(&findings));
	}
	buf_release(&findings);
	return status;
}

static enum status
do_move(struct ui *ui, void *ctx, const char *passphrase, char **said, struct err *err)
{
	struct move_state *state = ctx;
	struct app_moved told = { 0 };
	enum status status = app_confirm(ui->app, passphrase, err);

	(void)said;
	if (!status)
		status = ask_move(state, ui, false, &told, err);
	if (status)
		return status;
	ui_say(ui, TOAST_GOOD, "%s",
	       !told.begins    ? _("Signed: what you could carry stands at the house that moved.")
	       : told.proposed ? _("Signed: the house is listed anew, and it is proposed that this one steps aside.")
			       : _("Signed: the house has moved, and this one steps aside."));
	app_moved_release(&told);
	for (int i = 0; i < LINE_COUNT; i++)
		line_clear(&state->lines[i]);
	return STATUS_OK;
}

static void
add_items(struct buf *text, const char *head, char *const *items, size_t count)
{
	if (count)
		buf_printf(text, "\n\n%s", head);
	for (size_t i = 0; i < count; i++)
		buf_printf(text, "\n- %s", items[i]);
}

/* What would be signed, and what would not. */
static char *
words_of(const struct move_state *state, const struct app_moved *told)
{
	struct buf text = { 0 };

	if (state->said.len)
		buf_printf(&text, "%s\n", buf_text(&state->said));
	if (state->goes_on)
		buf_printf(&text, "%s\n%s", state->place, state->named);
	else
		buf_printf(&text, _("%s\nbelongs in %s: %s"), state->place, state->named, line_text(&state->lines[LINE_WHY]));
	if (told->twin)
		buf_printf(&text, _("\n\nThe house may stand there already: %s If it is, join the two instead."), told->twin);
	if (told->hidden)
		buf_printf(&text, _("\n\nNot carried with the house: %s"), told->hidden);
	add_items(&text, _("You sign there, as it stands here:"), told->carried, told->carried_count);
	add_items(&text, _("Still to be signed there; who signs it carries it on this same page:"), told->left, told->left_count);
	if (told->falls)
		buf_printf(&text, _("\n\nThese signatures do not move, and the house is signed anew there: %s"), told->falls);
	else
		buf_printf(&text, "\n\n%s", _("Signatures do not move with the house: the levels sign it there anew."));
	return buf_detach(&text);
}

/* The same, judged as the file stands now. */
static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct move_state *state = ctx;
	struct app_moved told = { 0 };
	enum status status;
	char *text;

	do
		status = ask_move(state, ui, true, &told, err);
	while (act_tries_tell(&state->asked, &state->said, &status, err));
	if (status)
		return NULL;
	text = words_of(state, &told);
	app_moved_release(&told);
	return text;
}

static struct action
push_confirm(struct move_state *state, struct ui *ui)
{
	struct err err = { 0 };
	char *text;

	if (!state->village) {
		state->at = LINE_VILLAGE;
		ui_say(ui, TOAST_BAD, "%s", _("There is no village of this name, or there are several: type its twelve digits."));
		return STAY;
	}
	if (!state->goes_on && !*line_text(&state->lines[LINE_WHY])) {
		state->at = LINE_WHY;
		ui_say(ui, TOAST_BAD, "%s", _("Say in words why the house belongs there."));
		return STAY;
	}
	act_tries_release(&state->asked);
	state->asked.kept = true;
	buf_clear(&state->said);
	text = words_now(ui, state, &err);
	if (!text) {
		ui_fail(ui, &err);
		return STAY;
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){
						     .title = mem_strdup(_("Move to another village")),
						     .text = text,
						     .act = do_move,
						     .words = words_now,
						     .ctx = state,
					     }) };
}

static struct action
move_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct move_state *state = screen->state;
	struct area area = area_inside(ui_body(ui), 2, 2);

	switch (command) {
	case COMMAND_SIGN:
		return push_confirm(state, ui);
	case COMMAND_OTHER:
		state->at = !state->goes_on && !state->at;
		return STAY;
	case COMMAND_BACK:
		return BACK;
	}
	input_key(ui, &state->lines[state->at], key, area.cols - 2);
	return STAY;
}

static void
keep_lines(struct screen *screen, struct ui *ui)
{
	struct move_state *state = screen->state;
	struct kept_field fields[LINE_COUNT];

	fields_of(state, fields);
	kept_put(&state->kept, ui, fields, LINE_COUNT);
}

static bool
loses_lines(const struct screen *screen)
{
	return ((const struct move_state *)screen->state)->kept.lost;
}

static void
move_close(struct screen *screen, struct ui *ui)
{
	struct move_state *state = screen->state;

	(void)ui;
	for (int i = 0; i < LINE_COUNT; i++)
		line_release(&state->lines[i]);
	kept_release(&state->kept);
	act_tries_release(&state->asked);
	buf_release(&state->said);
	free(state->place);
	free(state->village);
	free(state->named);
	free(state);
}

static const char *
move_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Move to another village");
}

static bool
move_offers(const struct screen *screen, const struct ui *ui, int command)
{
	(void)ui;
	return command != COMMAND_OTHER || !((const struct move_state *)screen->state)->goes_on;
}

static const struct screen_class move_class = {
	.name = "move",
	.about = N_(
		"A house that stands on the list of the wrong village. Type where it belongs and why; Enter shows what would be signed, and asks for the passphrase."),
	.bindings = bindings,
	.offers = move_offers,
	.title = move_title,
	.recalc = move_recalc,
	.draw = move_draw,
	.key = move_key,
	.keep = keep_lines,
	.leave = keep_lines,
	.loses = loses_lines,
	.close = move_close,
	.types = true,
};

struct screen *
move_screen(struct ui *ui, const struct id *house)
{
	struct move_state *state = mem_alloc(sizeof(*state));
	struct kept_field fields[LINE_COUNT];
	char hex[ID_HEX_LEN + 1], village[DIVISION_CODE_LEN + 1];

	state->goes_on = app_move_goes_on(ui->app, house, &state->house, village);
	if (!state->goes_on)
		state->house = *house;
	state->place = app_building_place(ui->app, &state->house);
	line_init(&state->lines[LINE_VILLAGE], LINE_SINGLE, VILLAGE_CHARS);
	line_init(&state->lines[LINE_WHY], LINE_SINGLE, WHY_CHARS);
	fields_of(state, fields);
	kept_open(&state->kept, ui, mem_printf("move:%s", id_hex(&state->house, hex)), fields, LINE_COUNT);
	if (state->goes_on)
		line_set(&state->lines[LINE_VILLAGE], village);
	return screen_new(&move_class, state);
}
