#include "ui/page/other_window.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"

enum { COMMAND_TAKE = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("go on here"), COMMAND_TAKE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, leave it to the other window"), COMMAND_BACK, true },
	{ 0 },
};

static void
other_window_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct other_window *state = screen->state;
	struct area area = area_below(area_inside(ui_body(ui), 2, 2), 1);
	char since[17], *text;

	clock_minute(state->since_unix, since);
	text = mem_printf(_("Another window of louce on this file has this open since %s.\n\n"
			    "If somebody works there, go back and let it be finished there.\n"
			    "1 goes on here, with all that was kept so far. The other window is told and keeps nothing more of it."),
			  since);
	canvas_paragraph(canvas, &area, PLAIN, text);
	free(text);
}

static struct action
other_window_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct other_window *state = screen->state;
	struct screen *opened;

	(void)key;
	if (command == COMMAND_BACK)
		return BACK;
	opened = command == COMMAND_TAKE ? state->take(ui, state->ctx) : NULL;
	return opened ? (struct action){ ACTION_REPLACE, opened } : STAY;
}

static void
other_window_close(struct screen *screen, struct ui *ui)
{
	struct other_window *state = screen->state;

	(void)ui;
	free(state->title);
	free(state->ctx);
	free(state);
}

static const char *
other_window_title(const struct screen *screen, const struct ui *ui)
{
	(void)ui;
	return ((const struct other_window *)screen->state)->title;
}

static const struct screen_class other_window_class = {
	.name = "other_window",
	.about = N_("The same thing is open in another window of louce. Go on there, or take it over here."),
	.bindings = bindings,
	.title = other_window_title,
	.draw = other_window_draw,
	.key = other_window_key,
	.close = other_window_close,
};

struct screen *
other_window_screen(struct other_window other_window)
{
	struct other_window *state = mem_alloc(sizeof(*state));

	*state = other_window;
	return screen_new(&other_window_class, state);
}
