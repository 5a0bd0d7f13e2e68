#include "ui/page/help.h"

#include <stdlib.h>
#include <string.h>

#include "app/machine/handbook.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/text.h"
#include "ui/page/textview.h"
#include "ui/screen.h"

/* Help: what the page below is for, every key of it, from the table that dispatches them, and the keys of every page. */

enum { COMMAND_BACK = 1, COMMAND_HANDBOOK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, 'h', "h", N_("handbook: your work step by step"), COMMAND_HANDBOOK, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ UI_KEY_ENTER, 0, NULL, NULL, COMMAND_BACK, false },
	{ UI_KEY_CHAR, '?', NULL, NULL, COMMAND_BACK, false },
	{ UI_KEY_CHAR, 'q', NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

/* What holds beside the keys; what is about typing only where something is typed. */
static const struct rule_of_keys {
	const char *text;
	bool of_typing;
} everywhere[] = {
	{ N_("Enter does the next right thing. Esc goes back. Nothing typed is ever lost."), false },
	{ N_("Choices: the digit before one, its first letters in pinyin, or the arrows and the space bar; y or s is yes, n or f is no."),
	  true },
	{ N_("Backspace empties a chosen answer and takes a photo out."), true },
	{ N_("Up and Down move; ^A ^E go to the ends of a text, ^W and ^U delete a word or all before the cursor."), true },
	{ N_("^L draws the screen anew, ^B shows what was said above the keys. "
	     "^Z takes a change back; at home it leaves for the shell, fg comes back."),
	  false },
	{ N_("A star * stands before what must still be filled, an exclamation mark ! before what is wrong."), true },
};

struct help_state {
	const char *about;
	const struct binding *of[2]; /* the page's own keys, and those that a part of it reads */
	bool types;		     /* something is typed on the page */
	struct text_view text;	     /* in two columns when that fits the page; else it scrolls */
};

#define KEY_COLS 12
#define MARGIN 3

static bool
holds_here(const struct help_state *help, size_t index)
{
	return help->types || !everywhere[index].of_typing;
}

static int
everywhere_rows(const struct help_state *help, int width)
{
	int rows = 0;

	for (size_t i = 0; i < ARRAY_LEN(everywhere); i++)
		rows += holds_here(help, i) ? canvas_wrap_rows(_(everywhere[i].text), width) : 0;
	return rows;
}

/* Of what the page is for, and the blank line below. */
static int
about_rows(const struct help_state *help, int width)
{
	return canvas_wrap_rows(_(help->about), width) + 1;
}

/* The key that stands behind `binding` in the help; NULL: the first, or that there is none behind it. */
static const struct binding *
key_behind(const struct help_state *help, const struct binding *binding)
{
	bool found = !binding;

	for (size_t t = 0; t < ARRAY_LEN(help->of); t++)
		for (const struct binding *at = help->of[t]; at && at->command; at++) {
			if (found && at->shown)
				return at;
			found |= at == binding;
		}
	return NULL;
}

static int
count_keys(const struct help_state *help)
{
	int count = 0;

	for (const struct binding *at = NULL; (at = key_behind(help, at)) != NULL;)
		count++;
	return count;
}

/* Do the words of every key fit into half of the page? */
static bool
fits_half(const struct help_state *help, struct area area)
{
	int cols = area.cols / 2 - MARGIN - KEY_COLS - 1;
	bool fits = true;

	for (const struct binding *at = NULL; (at = key_behind(help, at)) != NULL;)
		fits &= (int)text_cells(_(at->help)) <= cols;
	return fits;
}

/* The columns in which the keys fit above what holds everywhere; 0: both do not fit together. */
static int
columns_of(const struct help_state *help, struct area area)
{
	int count = count_keys(help), room = area.rows - about_rows(help, area.cols) - everywhere_rows(help, area.cols) - 1;

	return count <= room ? 1 : (count + 1) / 2 <= room && fits_half(help, area) ? 2 : 0;
}

static struct area
help_area(const struct ui *ui)
{
	return area_inside(ui_body(ui), MARGIN, MARGIN);
}

static void
help_recalc(struct screen *screen, struct ui *ui)
{
	struct help_state *help = screen->state;

	text_view_clear(&help->text);
	if (columns_of(help, help_area(ui)) == 0) {
		text_view_add(&help->text, BOLD, 0, _(help->about));
		text_view_add(&help->text, PLAIN, 0, "");
		for (const struct binding *at = NULL; (at = key_behind(help, at)) != NULL;)
			text_view_add(&help->text, PLAIN, KEY_COLS, _(at->help))->head = mem_strdup(_(at->shown));
		text_view_add(&help->text, PLAIN, 0, "");
		for (size_t i = 0; i < ARRAY_LEN(everywhere); i++)
			if (holds_here(help, i))
				text_view_add(&help->text, PLAIN, 0, _(everywhere[i].text));
	}
	text_view_fit(&help->text, help_area(ui));
}

static void
help_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct help_state *help = screen->state;
	struct area area = help_area(ui), keys = area_below(ui_body(ui), about_rows(help, area.cols));
	int columns = columns_of(help, area), lines, count = 0;

	if (columns == 0) {
		text_view_draw(&help->text, canvas);
		return;
	}
	lines = (count_keys(help) + columns - 1) / columns;
	canvas_paragraph(canvas, &area, BOLD, _(help->about));
	area = area_below(help_area(ui), about_rows(help, area.cols));
	for (const struct binding *at = NULL; (at = key_behind(help, at)) != NULL; count++) {
		struct area cell = area_below(area_inside(area_column(keys, count / lines, columns), MARGIN, 0), count % lines),
			    words = area_inside(cell, KEY_COLS, 1);

		cell = area_left(cell, KEY_COLS);
		canvas_line(canvas, &cell, ACCENT, _(at->shown));
		canvas_line(canvas, &words, PLAIN, _(at->help));
	}
	area = area_below(area, lines + 1);
	for (size_t i = 0; i < ARRAY_LEN(everywhere); i++)
		if (holds_here(help, i))
			canvas_paragraph(canvas, &area, PLAIN, _(everywhere[i].text));
}

static struct action
open_handbook(struct ui *ui)
{
	struct buf book = { 0 };
	struct err err = { 0 };

	if (!app_handbook(ui->app, ui->lang, &book, &err)) /* without a margin: the pages in it are as wide as the smallest window */
		return (struct action){ ACTION_PUSH, text_screen(mem_strdup(_("Handbook")), buf_detach(&book)) };
	ui_fail(ui, &err);
	buf_release(&book);
	return STAY;
}

static struct action
help_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct help_state *help = screen->state;

	if (text_view_key(&help->text, key))
		return STAY;
	if (command == COMMAND_HANDBOOK)
		return open_handbook(ui);
	return command == COMMAND_BACK ? BACK : STAY;
}

static void
help_close(struct screen *screen, struct ui *ui)
{
	struct help_state *help = screen->state;

	(void)ui;
	text_view_release(&help->text);
	free(help);
}

static const char *
help_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Help");
}

static const char *
help_note(const struct screen *screen)
{
	return ((const struct help_state *)screen->state)->text.note;
}

static const struct screen_class help_class = {
	.name = "help",
	.about = N_("The keys of the page before this one."),
	.bindings = bindings,
	.also = move_bindings,
	.title = help_title,
	.note = help_note,
	.recalc = help_recalc,
	.draw = help_draw,
	.key = help_key,
	.close = help_close,
	.helps = true,
};

struct screen *
help_screen(const struct screen *of)
{
	struct help_state *help = mem_alloc(sizeof(*help));

	help->about = screen_acting(of)->about;
	help->of[0] = screen_acting(of)->bindings;
	help->of[1] = screen_acting(of)->also;
	help->types = screen_acting(of)->types;
	return screen_new(&help_class, help);
}
