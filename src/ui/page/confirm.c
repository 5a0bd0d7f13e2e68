#include "app/session/workspace.h"
#include "ui/page/confirm.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/text.h"
#include "ui/page/textview.h"
#include "ui/screen.h"

enum { COMMAND_SIGN = 1, COMMAND_EMPTY, COMMAND_BACK, COMMAND_MOVE };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("sign"), COMMAND_SIGN, true },
	{ UI_KEY_UP, 0, N_("Up"), N_("a line up"), COMMAND_MOVE, false },
	{ UI_KEY_DOWN, 0, N_("Down"), N_("a line down"), COMMAND_MOVE, false },
	{ UI_KEY_PAGE_UP, 0, N_("PgUp"), N_("page up"), COMMAND_MOVE, false },
	{ UI_KEY_PAGE_DOWN, 0, N_("PgDn"), N_("page down"), COMMAND_MOVE, false },
	{ UI_KEY_CTRL, 'U', "^U", N_("empty"), COMMAND_EMPTY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, nothing is signed"), COMMAND_BACK, true },
	{ 0 },
};

struct confirm_state {
	struct confirmation of;
	struct text_view text;
	struct secret secret;
};

/* The area of the text: the page without the passphrase below it. */
static struct area
text_area(const struct ui *ui)
{
	return area_above(area_below(area_inside(ui_body(ui), 2, 2), 1), 4);
}

static void
confirm_recalc(struct screen *screen, struct ui *ui)
{
	struct confirm_state *state = screen->state;

	text_view_fit(&state->text, text_area(ui));
}

static void
confirm_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct confirm_state *state = screen->state;
	int bottom = BODY_TOP + body_rows(canvas) - 3;

	text_view_draw(&state->text, canvas);
	canvas_text(canvas, bottom, 2, 14, BOLD, _("Passphrase"));
	secret_draw(canvas, bottom, 16, 40, &state->secret);
	if (app_is_demo(ui->app))
		canvas_text(canvas, bottom + 1, 2, canvas->cols - 4, FAINT, _("In the demonstration everybody's passphrase is: demo"));
}

static struct action
confirm_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct confirm_state *state = screen->state;
	struct err err = { 0 };
	char *result = NULL;
	enum status status;

	if (key->kind != UI_KEY_CHAR && text_view_key(&state->text, key))
		return STAY;
	if (secret_key(&state->secret, key))
		return STAY;
	if (command == COMMAND_EMPTY)
		secret_clear(&state->secret);
	if (command == COMMAND_BACK)
		return BACK;
	if (command != COMMAND_SIGN)
		return STAY;
	ui_busy(ui, _("Signing..."));
	status = state->of.act(ui, state->of.ctx, state->secret.text, &result, &err);
	secret_clear(&state->secret);
	if (status) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (state->of.stay && !result)
		return BACK;
	return (struct action){ state->of.stay ? ACTION_REPLACE : ACTION_DONE,
				result ? text_screen(mem_strdup(state->of.title), result) : NULL };
}

static void
confirm_close(struct screen *screen, struct ui *ui)
{
	struct confirm_state *state = screen->state;

	(void)ui;
	secret_clear(&state->secret);
	if (state->of.drop)
		state->of.drop(state->of.ctx);
	text_view_release(&state->text);
	free(state->of.title);
	free(state->of.text);
	free(state);
}

static const char *
confirm_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct confirm_state *)screen->state)->of.title;
}

static const char *
confirm_note(const struct screen *screen)
{
	return ((const struct confirm_state *)screen->state)->text.note;
}

static const struct screen_class confirm_class = {
	.name = "confirm",
	.bindings = bindings,
	.title = confirm_title,
	.note = confirm_note,
	.recalc = confirm_recalc,
	.draw = confirm_draw,
	.key = confirm_key,
	.close = confirm_close,
	.types = true,
	.drops_typeahead = true,
};

struct screen *
confirm_screen(struct confirmation confirmation)
{
	struct confirm_state *state = mem_alloc(sizeof(*state));

	state->of = confirmation;
	text_view_add_text(&state->text, confirmation.text);
	return screen_new(&confirm_class, state);
}
