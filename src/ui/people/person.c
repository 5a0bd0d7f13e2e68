#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/request.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* One holder of a credential, or one request. A request is granted only after both read their half of its code aloud: this side reads the first half, and types
 * the second as it is heard, so that nobody can say yes without having listened. */

enum { COMMAND_GRANT = 1, COMMAND_REVOKE, COMMAND_BACK };

static const struct binding person_bindings[] = {
	{ UI_KEY_CHAR, 'r', "r", N_("take the right back"), COMMAND_REVOKE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding request_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("give the right, when both halves agree"), COMMAND_GRANT, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct holder_state {
	struct app_holder holder;
	struct line heard;
};

static int
draw_line(struct canvas *canvas, int row, const char *label, const char *text)
{
	canvas_text(canvas, row, 2, 18, FAINT, label);
	return row + canvas_wrap(canvas, row, 21, canvas->cols - 23, 3, PLAIN, text);
}

static void
holder_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct holder_state *state = screen->state;
	const struct app_holder *holder = &state->holder;
	char *place = holder_place(ui, holder->role, &holder->areas), *roles = names_text(ui, &holder->issues, true), line[200];
	char device[DEVICE_HEX_LEN + 1];
	int row = BODY_TOP + 1;

	row = draw_line(canvas, row, _("Name"), holder->name);
	row = draw_line(canvas, row, holder->request ? _("Asks to be") : _("Is"), place);
	snprintf(line, sizeof(line), _("on one laptop only, number %.8s"), device_hex(&holder->device, device));
	row = draw_line(canvas, row, _("Signs"), holder->portable ? _("on any laptop, with a key on a stick") : line);
	if (holder->issues.count)
		row = draw_line(canvas, row, holder->request ? _("Wants to let sign") : _("Lets others sign"), roles);
	free(place);
	free(roles);
	if (!holder->request) {
		row = draw_line(canvas, row, _("Right given by"),
				holder->issuer	  ? holder->issuer
				: holder->officer ? _("the founding of the county")
						  : "-");
		draw_line(canvas, row, _("Now"), holder->revoked ? _("taken back") : holder->counts ? _("may sign") : holder->standing);
		return;
	}
	row++;
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, BOLD,
			   _("Telephone, and compare the code. Only so it is certain that this key is that person's."));
	canvas_text(canvas, row + 1, 4, 40, PLAIN, _("You read to the other side:"));
	canvas_textn(canvas, row + 1, 45, 20, ACCENT, holder->code, CODE_HALF);
	canvas_text(canvas, row + 2, 4, 40, PLAIN, _("The other side reads to you; type it:"));
	input_draw(canvas, row + 2, 44, 22, &state->heard);
	row += 4;
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, FAINT,
			   _("If one digit differs, this is not the key of that person: give nothing, and have the request made again."));
	if (holder->issues.count)
		canvas_wrap(
			canvas, row, 2, canvas->cols - 4, 3, WARN,
			_("Who gives others the right needs several county officers to agree. A new county officer is not given the right here, but named under o."));
}

/* The digits of a text, as people write them. */
static void
digits_of(const char *text, char out[33])
{
	size_t len = 0;

	for (; *text && len < 32; text++)
		if (isxdigit((unsigned char)*text))
			out[len++] = (char)tolower((unsigned char)*text);
	out[len] = '\0';
}

static struct action
grant(struct holder_state *state, struct ui *ui)
{
	const struct app_holder *holder = &state->holder;
	char heard[33], wanted[33];
	struct id credential;
	struct err err = { 0 };

	digits_of(line_text(&state->heard), heard);
	digits_of(holder->code + CODE_HALF, wanted);
	if (!*heard) {
		ui_say(ui, TOAST_SAID, "%s", _("Type the half that the other side reads to you."));
		return STAY;
	}
	if (strcmp(heard, wanted) != 0) {
		ui_say(ui, TOAST_BAD, "%s",
		       _("That is not the code of this request. Listen once more; if it differs again, give nothing."));
		return STAY;
	}
	ui_busy(ui, _("Signing..."));
	if (app_issue(ui->app, &holder->credential, &credential, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (holder->issues.count)
		ui_say(ui, TOAST_GOOD, _("Signed. %s has the right as soon as enough county officers agreed (o)."), holder->name);
	else
		ui_say(ui, TOAST_GOOD, _("%s may sign from now on. The right travels back with the next stick (x, e)."), holder->name);
	return BACK;
}

static struct action
holder_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct holder_state *state = screen->state;
	struct screen *revoke;

	switch (command) {
	case COMMAND_GRANT:
		return grant(state, ui);
	case COMMAND_REVOKE:
		revoke = revoke_screen(ui, &state->holder);
		return revoke ? (struct action){ ACTION_REPLACE, revoke } : STAY;
	case COMMAND_BACK:
		return BACK;
	}
	if (state->holder.request)
		input_key(ui, &state->heard, key, 20);
	return STAY;
}

static void
holder_close(struct screen *screen, struct ui *ui)
{
	struct holder_state *state = screen->state;

	(void)ui;
	app_holder_release(&state->holder);
	line_release(&state->heard);
	free(state);
}

static const char *
holder_title(const struct screen *screen, const struct ui *ui)
{
	const struct holder_state *state = screen->state;

	(void)ui;
	return state->holder.request ? _("Asks for the right to sign") : _("Right to sign");
}

static const struct screen_class person_class = {
	.name = "holder",
	.bindings = person_bindings,
	.title = holder_title,
	.draw = holder_draw,
	.key = holder_key,
	.close = holder_close,
};

static const struct screen_class request_class = {
	.name = "request",
	.bindings = request_bindings,
	.title = holder_title,
	.draw = holder_draw,
	.key = holder_key,
	.close = holder_close,
	.types = true,
};

struct screen *
holder_screen(const struct app_holder *holder)
{
	struct holder_state *state = mem_alloc(sizeof(*state));

	app_holder_copy(holder, &state->holder);
	line_init(&state->heard, LINE_SINGLE, 40);
	return screen_new(holder->request ? &request_class : &person_class, state);
}
