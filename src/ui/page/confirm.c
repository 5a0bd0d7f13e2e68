#include "ui/page/confirm.h"

#include <stdlib.h>

#include "app/session/shown.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/passphrase.h"
#include "ui/page/text.h"
#include "ui/page/textview.h"
#include "ui/screen.h"

enum { COMMAND_SIGN = 1, COMMAND_EMPTY, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("sign"), COMMAND_SIGN, true },
	{ UI_KEY_CTRL, 'U', "^U", N_("empty"), COMMAND_EMPTY, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, nothing is signed"), COMMAND_BACK, true },
	{ 0 },
};

struct confirm_state {
	struct confirmation of;
	struct text_view text;
	struct secret secret;
};

/* The page inside its margins; the passphrase stands below the text, with a blank line above and below. */
static struct area
page_area(const struct ui *ui)
{
	return area_above(area_below(area_inside(ui_body(ui), 2, 2), 1), 1);
}

#define BELOW_ROWS (PASSPHRASE_ROWS + 1)

static void
confirm_recalc(struct screen *screen, struct ui *ui)
{
	struct confirm_state *state = screen->state;

	text_view_fit(&state->text, area_above(page_area(ui), BELOW_ROWS));
}

static void
confirm_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct confirm_state *state = screen->state;

	text_view_draw(&state->text, canvas);
	passphrase_draw(ui, canvas, area_bottom(page_area(ui), PASSPHRASE_ROWS), &state->secret);
}

/* One signing of the page, as act_as_shown sees it. */
struct confirming {
	struct confirm_state *state;
	struct ui *ui;
	char *result;
};

static char *
words_now(void *ctx, struct err *err)
{
	struct confirming *confirming = ctx;

	return confirming->state->of.words(confirming->ui, confirming->state->of.ctx, err);
}

static enum status
sign_now(void *ctx, struct err *err)
{
	struct confirming *confirming = ctx;
	struct confirm_state *state = confirming->state;

	return state->of.act(confirming->ui, state->of.ctx, state->secret.text, &confirming->result, err);
}

/* Signs what the page says, or shows what it would say by now. */
static enum status
sign_as_shown(struct confirming *confirming, struct err *err)
{
	struct confirm_state *state = confirming->state;
	struct act_shown shown = { .words = state->of.text, .now = words_now, .act = sign_now, .ctx = confirming };
	enum status status;

	if (!state->of.words)
		return sign_now(confirming, err);
	status = act_as_shown(confirming->ui->app, &shown, err);
	state->of.text = shown.words;
	if (shown.changed) {
		text_view_clear(&state->text);
		text_view_add_text(&state->text, state->of.text);
	}
	return status;
}

static struct action
confirm_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct confirm_state *state = screen->state;
	struct confirming confirming = { state, ui, NULL };
	struct err err = { 0 };
	enum status status;

	if (text_view_typed_key(&state->text, key))
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
	status = sign_as_shown(&confirming, &err);
	secret_clear(&state->secret);
	if (status) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (state->of.stay && !confirming.result)
		return BACK;
	return (struct action){ state->of.stay ? ACTION_REPLACE : ACTION_DONE,
				confirming.result ? text_screen(mem_strdup(state->of.title), confirming.result) : NULL };
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
	.about = N_("What is about to be signed stands above; your passphrase and Enter sign it. Esc goes back and signs nothing."),
	.bindings = bindings,
	.also = move_text_bindings,
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
