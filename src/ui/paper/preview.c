#include "ui/paper/preview.h"

#include <stdlib.h>

#include "app/session/shown.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/textview.h"

enum { COMMAND_SIGN = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("write and sign: that it was printed"), COMMAND_SIGN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, nothing is written"), COMMAND_BACK, true },
	{ 0 },
};

struct preview_state {
	struct print_preview of;
	struct text_view text;
};

static void
preview_recalc(struct screen *screen, struct ui *ui)
{
	struct preview_state *state = screen->state;

	text_view_fit(&state->text, area_below(area_inside(ui_body(ui), 1, 1), 1));
}

static void
preview_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct preview_state *state = screen->state;

	(void)ui;
	text_view_draw(&state->text, canvas);
}

struct previewing {
	struct preview_state *state;
	struct ui *ui;
};

static char *
words_now(void *ctx, struct err *err)
{
	struct previewing *previewing = ctx;

	return previewing->state->of.words(previewing->ui, previewing->state->of.ctx, err);
}

static enum status
write_now(void *ctx, struct err *err)
{
	struct previewing *previewing = ctx;

	return previewing->state->of.act(previewing->ui, previewing->state->of.ctx, err);
}

/* Writes and signs what the page says, or shows what it would say by now. */
static enum status
write_as_shown(struct preview_state *state, struct ui *ui, struct err *err)
{
	struct previewing previewing = { state, ui };
	struct act_shown shown = { .words = state->of.text, .now = words_now, .act = write_now, .ctx = &previewing };
	enum status status;

	if (!state->of.words)
		return write_now(&previewing, err);
	status = act_as_shown(ui->app, &shown, err);
	state->of.text = shown.words;
	if (shown.changed) {
		text_view_clear(&state->text);
		text_view_add_text(&state->text, state->of.text);
	}
	return status;
}

static struct action
preview_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct preview_state *state = screen->state;
	struct err err = { 0 };

	if (text_view_key(&state->text, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if (command != COMMAND_SIGN)
		return STAY;
	ui_busy(ui, _("Printing..."));
	if (write_as_shown(state, ui, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	return (struct action){ ACTION_DONE, NULL };
}

static void
preview_close(struct screen *screen, struct ui *ui)
{
	struct preview_state *state = screen->state;

	(void)ui;
	if (state->of.drop)
		state->of.drop(state->of.ctx);
	text_view_release(&state->text);
	free(state->of.text);
	free(state);
}

static const char *
preview_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("What is printed");
}

static const char *
preview_note(const struct screen *screen)
{
	return ((const struct preview_state *)screen->state)->text.note;
}

static const struct screen_class preview_class = {
	.name = "print-preview",
	.about = N_(
		"What stands on the papers, and where they are written. Enter writes them, and you sign that they were printed; Esc goes back and does nothing."),
	.bindings = bindings,
	.also = move_bindings,
	.title = preview_title,
	.note = preview_note,
	.recalc = preview_recalc,
	.draw = preview_draw,
	.key = preview_key,
	.close = preview_close,
	.drops_typeahead = true,
};

struct screen *
print_preview_screen(struct print_preview preview)
{
	struct preview_state *state = mem_alloc(sizeof(*state));

	state->of = preview;
	text_view_add_text(&state->text, preview.text);
	return screen_new(&preview_class, state);
}
