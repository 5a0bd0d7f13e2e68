#include "ui/people/enrolled.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/people/asking.h"
#include "ui/people/people.h"

enum { COMMAND_NEXT = 1, COMMAND_WRITE };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("to the list of people"), COMMAND_NEXT, true },
	{ UI_KEY_CHAR, 'w', "w", N_("write the request on a stick"), COMMAND_WRITE, true },
	{ 0 },
};

#define GAP_COLS 3   /* between the halves */
#define SAID_COLS 36 /* before the halves of the code */

static void
draw_half(struct canvas *canvas, struct area *left, const char *said, const char *half)
{
	struct area row = area_inside(*left, 2, 0);

	canvas_column(canvas, &row, SAID_COLS, PLAIN, said);
	canvas_textn(canvas, row.row, row.col, row.cols, ACCENT, half, CODE_HALF);
	*left = area_below(*left, 1);
}

/* Of several requests a row each: their halves, and the right. */
static void
draw_codes(const struct enrolled *state, struct canvas *canvas, struct area *left)
{
	struct area row = area_inside(*left, 2, 0);

	canvas_column(canvas, &row, CODE_HALF + GAP_COLS, FAINT, _("the office reads"));
	canvas_line(canvas, &row, FAINT, _("you read"));
	*left = area_below(*left, 1);
	for (size_t i = 0; i < state->asked_count; i++) {
		row = area_inside(*left, 2, 0);
		canvas_textn(canvas, row.row, row.col, row.cols, ACCENT, state->asked[i].code, CODE_HALF);
		row = area_inside(row, CODE_HALF + GAP_COLS, 0);
		canvas_textn(canvas, row.row, row.col, row.cols, ACCENT, state->asked[i].code + CODE_HALF + 1, CODE_HALF);
		row = area_inside(row, CODE_HALF + GAP_COLS, 0);
		row.rows = 1;
		canvas_line(canvas, &row, PLAIN, state->asked[i].right);
		*left = area_below(*left, 1);
	}
	canvas_paragraph(canvas, left, PLAIN, _("One of them is enough: the office gives all that one key asks for."));
}

static void
enrolled_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct enrolled *state = screen->state;
	struct area left = area_below(area_inside(ui_body(ui), 2, 2), 1);
	char *told;

	if (state->key_file || state->key_why) {
		told = state->key_file
			       ? mem_printf(
					 _("Your key is on your stick, in the file %s, and nowhere else. A second copy: k, your request, c."),
					 state->key_file)
			       : mem_printf(_("Your key lies on this laptop still, as it could not be written on the stick: %s"),
					    state->key_why);
		canvas_paragraph(canvas, &left, state->key_file ? PLAIN : WARN, told);
		free(told);
		left = area_below(left, 1);
	}
	told = state->on_stick
		       ? mem_printf(
				 _("Your request is on the stick, in the file\n%s\nTake it to the office, and compare the code by telephone:"),
				 state->file)
	       : state->file
		       ? mem_printf(
				 _("Your request is in the file\n%s\nTake it to the office on a stick (put one in, w writes it there), and compare the code by telephone:"),
				 state->file)
		       : mem_printf(
				 _("Your request could not be written for the office: %s. When that is mended, open it among the people (k): Enter writes it on a stick."),
				 state->why ? state->why : "");
	canvas_paragraph(canvas, &left, PLAIN, told);
	free(told);
	left = area_below(left, 1);
	if (state->asked_count == 1) {
		draw_half(canvas, &left, _("the office reads you this half"), state->asked[0].code);
		draw_half(canvas, &left, _("you read the office this half"), state->asked[0].code + CODE_HALF + 1);
	} else {
		draw_codes(state, canvas, &left);
	}
	left = area_below(left, 1);
	canvas_paragraph(canvas, &left, FAINT, _("If one group differs, somebody changed the file: do not go on, make a new request."));
	if (state->left)
		canvas_paragraph(canvas, &left, FAINT, state->left);
}

/* The stick came only now: the passphrase is kept, so nobody need type it. */
static void
write_again(struct enrolled *state, struct ui *ui)
{
	struct app_ask ask = { asking_passphrase, state->passphrase };

	ui_busy(ui, _("Writing, and reading back..."));
	asking_write(ui, state->person, &ask, state);
	if (state->on_stick)
		ui_say(ui, TOAST_GOOD, "%s", _("The request is on the stick."));
	else
		ui_say(ui, TOAST_BAD, "%s", state->why ? state->why : _("Put a stick in first."));
}

static struct action
enrolled_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	(void)key;
	if (command == COMMAND_WRITE)
		write_again(screen->state, ui);
	return command == COMMAND_NEXT ? BACK : STAY;
}

void
enrolled_free(struct enrolled *state)
{
	if (state->passphrase) {
		explicit_bzero(state->passphrase, strlen(state->passphrase));
		free(state->passphrase);
	}
	free(state->file);
	free(state->why);
	free(state->left);
	free(state->key_file);
	free(state->key_why);
	for (size_t i = 0; i < state->asked_count; i++)
		free(state->asked[i].right);
	free(state);
}

static void
enrolled_close(struct screen *screen, struct ui *ui)
{
	(void)ui;
	enrolled_free(screen->state);
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
	.about = N_(
		"Your request. Take it to the office on a stick, and compare the digits by telephone; the right comes back on a stick."),
	.bindings = bindings,
	.title = enrolled_title,
	.draw = enrolled_draw,
	.key = enrolled_key,
	.close = enrolled_close,
	.drops_typeahead = true, /* a key too many must not take the code away unread */
};

struct screen *
enrolled_screen(struct enrolled *done_take)
{
	return screen_new(&enrolled_class, done_take);
}
