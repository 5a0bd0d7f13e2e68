#include "app/session/person.h"
#include "app/session/workspace.h"
#include "ui/screen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/find.h"
#include "ui/unread.h"

/* The frame of every screen: title, message, keys. */

struct action
action_push(struct screen *screen)
{
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

struct screen *
screen_new(const struct screen_class *class, void *state_take)
{
	struct screen *screen = mem_alloc(sizeof(*screen));

	screen->class = class;
	screen->state = state_take;
	return screen;
}

void
screen_free(struct screen *screen, struct ui *ui)
{
	if (!screen)
		return;
	if (screen->class->close)
		screen->class->close(screen, ui);
	free(screen->unread);
	free(screen);
}

void
screen_recalc(struct screen *screen, struct ui *ui)
{
	screen->failed = false;
	if (screen->class->recalc)
		screen->class->recalc(screen, ui);
	if (screen->failed)
		return;
	free(screen->unread); /* not before: the page may be painted while it is read */
	screen->unread = NULL;
}

void
screen_unread(struct screen *screen, const struct err *err)
{
	screen->failed = true;
	free(screen->unread);
	screen->unread = mem_strdup(err->text);
}

const struct screen_class *
screen_acting(const struct screen *screen)
{
	return screen->unread ? &unread_class : screen->class;
}

static void
note_said(struct ui *ui)
{
	struct ui_said *last = ui->said_count ? &ui->said[(ui->said_count - 1) % UI_SAID] : NULL,
		       *said = &ui->said[ui->said_count % UI_SAID];
	size_t len = strlen(ui->toast);

	while (len >= sizeof(said->text) || (len && ((unsigned char)ui->toast[len] & 0xc0) == 0x80)) /* whole characters */
		len--;
	if (last && last->kind == ui->toast_kind && strlen(last->text) == len && memcmp(last->text, ui->toast, len) == 0)
		said = last; /* the same once more: its time is the newer one */
	else
		ui->said_count++;
	*said = (struct ui_said){ .kind = ui->toast_kind, .at_unix = clock_now_unix() };
	memcpy(said->text, ui->toast, len);
}

void
ui_say(struct ui *ui, enum toast kind, const char *fmt, ...)
{
	va_list args;
	char *said;

	va_start(args, fmt);
	said = mem_vprintf(fmt, args);
	va_end(args);
	ui_hush(ui);
	ui->toast = said;
	ui->toast_kind = kind;
	note_said(ui);
}

void
ui_forget_said(struct ui *ui)
{
	memset(ui->said, 0, sizeof(ui->said));
	ui->said_count = 0;
}

void
ui_hush(struct ui *ui)
{
	free(ui->toast);
	ui->toast = NULL;
	ui->toast_first = 0;
	ui->toast_kind = TOAST_NONE;
}

void
ui_fail(struct ui *ui, const struct err *err)
{
	ui_say(ui, TOAST_BAD, "%s", err->text);
}

bool
ui_has_person(struct ui *ui)
{
	if (app_person_name(ui->app))
		return true;
	ui_say(ui, TOAST_BAD, "%s", _("First say who is at the laptop: P on the first page."));
	return false;
}

void
ui_busy(struct ui *ui, const char *what)
{
	if (ui->busy)
		ui->busy(ui, what);
}

bool
ui_is_stopped(struct ui *ui)
{
	return ui->is_stopped && ui->is_stopped(ui);
}

/* ---- keys */

static bool
fits(const struct binding *binding, const struct ui_key *key)
{
	if (binding->kind != key->kind)
		return false;
	if (key->kind == UI_KEY_CTRL)
		return binding->c == key->c;
	if (key->kind != UI_KEY_CHAR)
		return true;
	return binding->c == ui_key_ascii(key);
}

/* The command of a key in a table; 0: none that the page gets. */
static int
command_in(const struct binding *table, const struct ui_key *key)
{
	for (const struct binding *binding = table; binding && binding->command; binding++)
		if (binding->command != BINDING_READ && fits(binding, key))
			return binding->command;
	return 0;
}

int
screen_command(const struct screen *screen, const struct ui_key *key)
{
	int command = command_in(screen_acting(screen)->bindings, key);

	return command ? command : command_in(screen_acting(screen)->also, key);
}

/* ---- drawing */

static void
draw_title(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const char *title = screen_acting(screen)->title ? screen_acting(screen)->title(screen, ui) : "";
	const char *person = ui->app ? app_person_name(ui->app) : NULL;
	size_t rights = person ? app_person_rights(ui->app) : 0;
	char right[160], more[32] = "";
	int width;

	canvas_look(canvas, 0, 0, canvas->cols, HEAD);
	for (int c = 0; c < canvas->cols; c++)
		canvas_text(canvas, 0, c, 1, HEAD, " ");
	if (rights > 1) /* the role is the one that was acted under last */
		snprintf(more, sizeof(more), _(" (+%zu)"), rights - 1);
	/* The role stands beside the name only while the title has room: the number of a house is at the title's end. */
	for (int with_role = person ? 1 : 0; with_role >= 0; with_role--) {
		snprintf(right, sizeof(right), "%s%s%s%s%s ", ui->app && app_is_demo(ui->app) ? _("DEMO ") : "",
			 person	   ? person
			 : ui->app ? _("nobody unlocked")
				   : "",
			 with_role ? " " : "", with_role ? app_person_role(ui->app) : "", with_role ? more : "");
		width = (int)text_cells(right);
		if ((int)text_cells(title) <= canvas->cols - width - 3)
			break;
	}
	canvas_text(canvas, 0, canvas->cols - width, width, HEAD, right);
	canvas_short(canvas, 0, 1, canvas->cols - width - 3, (struct look){ INK_HEAD, LOOK_REVERSE | LOOK_BOLD }, title);
}

static int
key_width(const char *shown, const char *help)
{
	return (int)(text_cells(shown) + text_cells(help)) + 3;
}

static int
draw_key(struct canvas *canvas, int col, const char *shown, const char *help)
{
	int row = canvas->rows - 1;

	canvas_text(canvas, row, col, canvas->cols - col, ACCENT, shown);
	canvas_text(canvas, row, col + (int)text_cells(shown) + 1, canvas->cols - col, PLAIN, help);
	return key_width(shown, help);
}

/* The words of a key's help before their colon, which is that of the language; caller frees. NULL: they have none. */
static char *
brief_words(const char *help)
{
	/* Translators: what ends the short words of a key's help, as in "day: say what day it is", which stand in the line of keys alone. */
	const char *colon = _(": "), *at = strstr(help, colon);

	return at ? mem_printf("%.*s", (int)(at - help), help) : NULL;
}

/* The line of keys while it is drawn. */
struct key_line {
	const struct screen *screen;
	const struct ui *ui;
	const struct binding *last; /* stands at the end */
	struct canvas *canvas;
	int col, end;
};

/* The keys that search and move in a list are named where that holds a row. */
static bool
is_offered(const struct key_line *line, const struct binding *table, const struct binding *binding)
{
	const struct screen_class *class = screen_acting(line->screen);

	if (table == move_bindings && line->canvas->lists == LISTS_EMPTY)
		return false;
	return binding->command == BINDING_READ || !class->offers || class->offers(line->screen, line->ui, binding->command);
}

/* Draws the keys of a table that have room. `others`: those that are not of the key line, by their short words. */
static void
draw_table(struct key_line *line, const struct binding *table, bool others)
{
	for (const struct binding *binding = table; binding && binding->command; binding++) {
		char *brief = NULL;
		const char *words = binding->help && binding->shown ? _(binding->help) : NULL;

		if (binding == line->last || binding->footer == others || !words || (others && binding->command == BINDING_READ) ||
		    !is_offered(line, table, binding))
			continue;
		if (others)
			words = brief = brief_words(words);
		if (words && key_width(_(binding->shown), words) <= line->end - line->col)
			line->col += draw_key(line->canvas, line->col, _(binding->shown), words);
		free(brief);
	}
}

/* Draws the keys that have room; always the last one, which leads back, and help. */
static void
draw_keys(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const char *help = screen_acting(screen)->types ? "^G" : "?";
	int end = canvas->cols + 2 - key_width(help, _("help"));
	struct key_line line = { .screen = screen, .ui = ui, .canvas = canvas };
	const struct binding *last = NULL;

	for (const struct binding *binding = screen_acting(screen)->bindings; binding && binding->command; binding++)
		if (binding->footer && binding->shown)
			last = binding;
	if (last) {
		int width = key_width(_(last->shown), _(last->help));

		line.last = last;
		line.end = end - width;
		draw_table(&line, screen_acting(screen)->bindings, false);
		draw_table(&line, screen_acting(screen)->also, false);
		draw_table(&line, screen_acting(screen)->bindings, true);
		if (width <= end - line.col)
			draw_key(canvas, line.col, _(last->shown), _(last->help));
	}
	if (!screen_acting(screen)->helps)
		draw_key(canvas, end, help, _("help"));
}

/* Draws a text at the right end of the line above the keys. */
static void
draw_note(const struct screen *screen, struct canvas *canvas)
{
	const char *note = screen_acting(screen)->note ? screen_acting(screen)->note(screen) : "";
	int width = (int)text_cells(note);

	if (!*note)
		return;
	canvas_text(canvas, canvas->rows - 2, canvas->cols - width - 4, 1, FAINT, " ");
	canvas_text(canvas, canvas->rows - 2, canvas->cols - width - 3, width, FAINT, note);
	canvas_text(canvas, canvas->rows - 2, canvas->cols - 3, 1, FAINT, " ");
}

/* ---- the sentence above the keys */

#define TITLE_ROWS 1
#define KEY_ROWS 1
#define TOAST_ROWS_LEAST 5 /* of a long one; more when a third of the body is more */

/* All rows of the sentence. */
static int
toast_rows_all(const struct ui *ui)
{
	int rows = ui->toast_kind == TOAST_NONE ? 1 : canvas_wrap_rows(ui->toast, ui->cols - 2);

	return rows < 1 ? 1 : rows;
}

/* The rows of it that are shown at once. */
static int
toast_rows_shown(const struct ui *ui)
{
	int all = toast_rows_all(ui), most = ui->rows / 3 > TOAST_ROWS_LEAST ? ui->rows / 3 : TOAST_ROWS_LEAST;

	return all < most ? all : most;
}

/* The row of it that is shown first: never so far that rows stay empty, also after the window grew. */
static int
toast_first(const struct ui *ui)
{
	int most = toast_rows_all(ui) - toast_rows_shown(ui);

	return ui->toast_first < most ? ui->toast_first : most;
}

/* The rows that the sentence takes from the page, with the line above it. */
static int
toast_rows(const struct ui *ui)
{
	int rows = toast_rows_shown(ui);

	return rows > 1 ? rows + 1 : 1;
}

struct area
ui_body_quiet(const struct ui *ui)
{
	return (struct area){ TITLE_ROWS, 0, ui->rows - TITLE_ROWS - KEY_ROWS - 1, ui->cols };
}

struct area
ui_body(const struct ui *ui)
{
	return area_above(ui_body_quiet(ui), toast_rows(ui) - 1);
}

bool
ui_toast_key(struct ui *ui, const struct ui_key *key)
{
	int most = toast_rows_all(ui) - toast_rows_shown(ui), step = toast_rows_shown(ui) - 1, first = toast_first(ui);

	if (key->kind == UI_KEY_PAGE_DOWN)
		first = first + step < most ? first + step : most;
	else if (key->kind == UI_KEY_PAGE_UP)
		first = first > step ? first - step : 0;
	if (first == toast_first(ui))
		return false;
	ui->toast_first = first;
	return true;
}

static void
draw_toast(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	static const struct look looks[] = { { INK_PLAIN, 0 }, { INK_ACCENT, 0 }, { INK_GOOD, LOOK_BOLD }, { INK_BAD, LOOK_BOLD } };
	int rows = toast_rows_shown(ui), all = toast_rows_all(ui), top = canvas->rows - 1 - rows;
	char place[60];

	if (ui->toast_kind == TOAST_NONE) {
		canvas_rule(canvas, top, 0, canvas->cols);
		draw_note(screen, canvas);
		return;
	}
	canvas_blank(canvas, top, 0, canvas->cols, rows);
	if (rows > 1)
		canvas_rule(canvas, top - 1, 0, canvas->cols);
	canvas_wrap_from(canvas, toast_first(ui), top, 1, canvas->cols - 2, rows, looks[ui->toast_kind], ui->toast);
	if (rows == all)
		return;
	snprintf(place, sizeof(place), _(" %d-%d of %d lines; PgDn, PgUp "), toast_first(ui) + 1, toast_first(ui) + rows, all);
	canvas_text(canvas, top - 1, canvas->cols - 2 - (int)text_cells(place), (int)text_cells(place), ACCENT, place);
}

void
screen_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	canvas_clear(canvas);
	if (canvas->rows < SCREEN_ROWS || canvas->cols < SCREEN_COLS) {
		char text[256];

		snprintf(text, sizeof(text), _("The window is %d x %d; louce needs 80 x 24. Make it larger; nothing is lost."),
			 canvas->cols, canvas->rows);
		canvas_wrap(canvas, 0, 0, canvas->cols, canvas->rows, BOLD, text);
		return;
	}
	draw_title(screen, ui, canvas);
	screen_acting(screen)->draw(screen, ui, canvas);
	draw_toast(screen, ui, canvas);
	draw_keys(screen, ui, canvas);
}
