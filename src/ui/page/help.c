#include "ui/page/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/screen.h"

/* Help: every key of the page it was asked on, from the table that dispatches them, and what holds everywhere. */

enum { COMMAND_BACK = 1 };

static const struct binding bindings[] = {
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ UI_KEY_CHAR, '?', NULL, NULL, COMMAND_BACK, false },
	{ UI_KEY_CHAR, 'q', NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

static const char *const everywhere[] = {
	N_("Enter does the next right thing. Esc goes back. Nothing typed is ever lost."),
	N_("Choices: the digit before one, its first letters in pinyin, or the arrows and the space bar."),
	N_("Backspace empties a chosen answer and takes a photo out."),
	N_("Up and Down move; ^A ^E go to the ends of a text, ^W and ^U delete a word or all before the cursor."),
	N_("^L draws the screen anew. ^Z leaves for the shell; fg comes back."),
	N_("A star * stands before what must still be filled, an exclamation mark ! before what is wrong."),
};

struct help_state {
	const struct binding *of;
};

static int
everywhere_rows(int width)
{
	int rows = 0;

	for (size_t i = 0; i < ARRAY_LEN(everywhere); i++)
		rows += canvas_wrap_rows(_(everywhere[i]), width);
	return rows;
}

/* One key a line; in two columns when a page has more keys than lines. */
static void
help_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct help_state *help = screen->state;
	int row = BODY_TOP, width = canvas->cols - 6, room = body_rows(canvas) - everywhere_rows(width) - 1, count = 0, columns, lines,
	    at = 0;

	(void)ui;
	for (const struct binding *binding = help->of; binding && binding->command; binding++)
		count += binding->shown != NULL;
	columns = count > room ? 2 : 1;
	lines = (count + columns - 1) / columns;
	for (const struct binding *binding = help->of; binding && binding->command; binding++) {
		int col = 3 + at / lines * (canvas->cols / 2);

		if (!binding->shown)
			continue;
		canvas_text(canvas, row + at % lines, col, 10, ACCENT, _(binding->shown));
		canvas_short(canvas, row + at % lines, col + 10, canvas->cols / columns - 14, PLAIN, _(binding->help));
		at++;
	}
	row += lines + 1;
	for (size_t i = 0; i < ARRAY_LEN(everywhere) && row < BODY_TOP + body_rows(canvas); i++)
		row += canvas_wrap(canvas, row, 3, width, BODY_TOP + body_rows(canvas) - row, PLAIN, _(everywhere[i]));
}

static struct action
help_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	(void)screen;
	(void)ui;
	(void)key;
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
help_close(struct screen *screen, struct ui *ui)
{
	(void)ui;
	free(screen->state);
}

static const char *
help_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Help");
}

static const struct screen_class help_class = {
	.name = "help",
	.bindings = bindings,
	.title = help_title,
	.draw = help_draw,
	.key = help_key,
	.close = help_close,
	.helps = true,
};

struct screen *
help_screen(const struct screen *of)
{
	struct help_state *help = mem_alloc(sizeof(*help));

	help->of = of->class->bindings;
	return screen_new(&help_class, help);
}
