#include "ui/page/text.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/textview.h"

/* A text over the whole page. */

enum { COMMAND_BACK = 1, COMMAND_MOVE };

static const struct binding bindings[] = {
	{ UI_KEY_UP, 0, N_("arrows"), N_("move"), COMMAND_MOVE, true },
	{ UI_KEY_DOWN, 0, NULL, NULL, COMMAND_MOVE, false },
	{ UI_KEY_LEFT, 0, "← →", N_("other columns of a wide table"), COMMAND_MOVE, false },
	{ UI_KEY_RIGHT, 0, NULL, NULL, COMMAND_MOVE, false },
	{ UI_KEY_PAGE_UP, 0, N_("PgUp"), N_("page up"), COMMAND_MOVE, true },
	{ UI_KEY_PAGE_DOWN, 0, N_("PgDn"), N_("page down"), COMMAND_MOVE, true },
	{ UI_KEY_CHAR, ' ', NULL, NULL, COMMAND_MOVE, false },
	{ UI_KEY_HOME, 0, N_("Home"), N_("to the beginning"), COMMAND_MOVE, false },
	{ UI_KEY_END, 0, N_("End"), N_("to the end"), COMMAND_MOVE, false },
	{ UI_KEY_CHAR, '/', "/", N_("search"), COMMAND_MOVE, true },
	{ UI_KEY_CHAR, 'n', "n N", N_("next hit, the one before"), COMMAND_MOVE, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

struct text_state {
	char *title;
	bool inside; /* with a margin */
	struct text_view view;
};

static void
text_recalc(struct screen *screen, struct ui *ui)
{
	struct text_state *state = screen->state;

	text_view_fit(&state->view, state->inside ? area_inside(ui_body(ui), 1, 1) : ui_body(ui));
}

static void
text_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct text_state *state = screen->state;

	(void)ui;
	text_view_draw(&state->view, canvas);
}

static struct action
text_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct text_state *state = screen->state;

	(void)ui;
	if (text_view_key(&state->view, key))
		return STAY;
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
text_close(struct screen *screen, struct ui *ui)
{
	struct text_state *state = screen->state;

	(void)ui;
	text_view_release(&state->view);
	free(state->title);
	free(state);
}

static const char *
text_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct text_state *)screen->state)->title;
}

static const char *
text_note(const struct screen *screen)
{
	return ((const struct text_state *)screen->state)->view.note;
}

static const struct screen_class text_class = {
	.name = "text",
	.about = N_("A text to read; it scrolls and can be searched. Then go back."),
	.bindings = bindings,
	.title = text_title,
	.note = text_note,
	.recalc = text_recalc,
	.draw = text_draw,
	.key = text_key,
	.close = text_close,
};

struct screen *
text_screen(char *title_take, char *text_take)
{
	struct text_state *state = mem_alloc(sizeof(*state));

	state->title = title_take;
	state->view.freezes = true;
	text_view_add_text(&state->view, text_take);
	free(text_take);
	return screen_new(&text_class, state);
}

struct screen *
text_screen_table(char *title_take, char *text_take, size_t heading, size_t heading_lines)
{
	struct screen *screen = text_screen(title_take, text_take);
	struct text_view *view = &((struct text_state *)screen->state)->view;

	view->heading = heading;
	view->heading_lines = heading_lines;
	for (size_t i = heading; i < heading + heading_lines && i < view->count; i++) {
		view->lines[i].look = BOLD;
		view->lines[i].wraps = false;
	}
	return screen;
}

struct screen *
text_screen_inside(char *title_take, char *text_take)
{
	struct screen *screen = text_screen(title_take, text_take);

	((struct text_state *)screen->state)->inside = true;
	return screen;
}
