#include "ui/home/start.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/inbox.h"
#include "app/session/workspace.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "ui/home/altered.h"
#include "ui/home/files.h"
#include "ui/home/found.h"
#include "ui/home/home.h"
#include "ui/home/machine.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* The first start: numbered choices. */

enum { COMMAND_ONE = 1, COMMAND_TWO, COMMAND_THREE, COMMAND_FOUR, COMMAND_ENTER, COMMAND_MACHINE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("from a stick"), COMMAND_ONE, true },
	{ UI_KEY_CHAR, '2', "2", N_("set up"), COMMAND_TWO, true },
	{ UI_KEY_CHAR, '3', "3", N_("demonstration"), COMMAND_THREE, true },
	{ UI_KEY_CHAR, '4', "4", N_("found a county"), COMMAND_FOUR, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose"), COMMAND_ENTER, false },
	{ UI_KEY_CHAR, 'D', "D", N_("what is wrong with this machine, and how to mend it"), COMMAND_MACHINE, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("end"), COMMAND_BACK, true },
	{ UI_KEY_CHAR, 'q', NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

struct first_state {
	const struct ui_start *start; /* borrowed */
	struct list_view list;
};

/* ---- the file opened last */

static char *
remember_path(void)
{
	char *home = path_of(PATH_HOME), *path = file_join(home, "workspace");

	free(home);
	return path;
}

static void
remember(const char *workspace)
{
	char *path = remember_path(), *home = path_of(PATH_HOME), *full = realpath(workspace, NULL);
	struct err ignored = { 0 };

	/* A failed write is ignored: the next start only asks again. */
	if (full && !file_make_dirs(home, 0700, &ignored) && file_write(path, full, strlen(full), 0600, &ignored))
		ignored = (struct err){ 0 };
	free(full);
	free(home);
	free(path);
}

char *
start_remembered(void)
{
	char *path = remember_path(), *workspace = NULL;
	struct buf text = { 0 };
	struct err ignored = { 0 };

	if (!file_read(path, 4096, &text, &ignored) && text.len && file_exists(buf_text(&text)))
		workspace = mem_strdup(buf_text(&text));
	buf_release(&text);
	free(path);
	return workspace;
}

void
start_tell_busy(void *ctx, const char *what, int64_t done, int64_t all)
{
	char text[160];

	if (done % 200 != 0)
		return;
	snprintf(text, sizeof(text), "%s %lld/%lld", what, (long long)done, (long long)all);
	ui_busy(ctx, text);
}

enum status
start_open(struct ui *ui, const char *path, struct err *err)
{
	const struct progress progress = { start_tell_busy, ui };

	ui_busy(ui, _("Opening..."));
	if (app_open_telling(path, APP_WRITE, &progress, &ui->app, err)) {
		ui->app = NULL;
		return err->status;
	}
	remember(path);
	free(ui->inbox);
	ui->inbox = app_inbox_dir(ui->app);
	return STATUS_OK;
}

struct screen *
start_not_opened(struct ui *ui, const struct ui_start *start, const char *path, const struct err *err)
{
	if (err->status == STATUS_TAMPERED && app_has_notes(path))
		return altered_screen(start, path, err->text);
	ui_fail(ui, err);
	return NULL;
}

/* Home, the page that mends, or NULL. */
static struct screen *
open_to_page(struct ui *ui, const struct ui_start *start, const char *path)
{
	struct err err = { 0 };

	return start_open(ui, path, &err) ? start_not_opened(ui, start, path, &err) : home_screen(ui);
}

struct screen *
start_screen(struct ui *ui, const struct ui_start *start)
{
	char *last = start->workspace ? mem_strdup(start->workspace) : start_remembered();
	struct screen *page = last ? open_to_page(ui, start, last) : files_own_screen(start, ui);

	free(last);
	return page ? page : first_screen(start);
}

struct action
start_open_founded(struct ui *ui, const struct ui_start *start, const char *path)
{
	struct screen *page = open_to_page(ui, start, path);

	return (struct action){ ACTION_REPLACE, page ? page : first_screen(start) };
}

/* ---- the demonstration */

struct demo_wait {
	struct ui *ui;
	int64_t began_ms, told_s; /* told_s: the second in which it was last shown; -1: never */
};

/* Shows how far the demonstration is, and stops it on Esc. */
static bool
tell_demo(void *ctx, const char *what, int64_t done, int64_t all)
{
	struct demo_wait *demo = ctx;
	int64_t seconds = (clock_monotonic_ms() - demo->began_ms) / 1000;
	char text[200];

	if (demo->told_s != seconds) {
		if (*what)
			snprintf(text, sizeof(text), _("Making a county to try: %s %lld/%lld. Esc stops it."), what, (long long)done,
				 (long long)all);
		else
			snprintf(text, sizeof(text), _("Making a county to try; about a minute, %lld seconds so far. Esc stops it."),
				 (long long)seconds);
		ui_busy(demo->ui, text);
	}
	demo->told_s = seconds;
	return ui_is_stopped(demo->ui);
}

static struct action
open_demo(const struct ui_start *start, struct ui *ui)
{
	char *home = path_of(PATH_HOME), *dir = file_join(home, "demo"), *file = file_join(dir, "county.louce"),
	     *keys = file_join(dir, "home");
	struct demo_wait demo = { .ui = ui, .began_ms = clock_monotonic_ms(), .told_s = -1 };
	struct err err = { 0 };
	struct screen *page = NULL;

	if (file_make_dirs(home, 0700, &err) || start->make_demo(dir, tell_demo, &demo, &err)) {
		ui_fail(ui, &err);
	} else {
		setenv("LOUCE_HOME", keys, 1); /* the demonstration's home, with its people's keys */
		page = open_to_page(ui, start, file);
	}
	free(keys);
	free(file);
	free(dir);
	free(home);
	return page ? (struct action){ ACTION_REPLACE, page } : STAY;
}

/* ---- the choices */

static const char *const choices[] = {
	N_("Open a file from a stick: the work of your village or township, handed over by the office above, or the backup of a laptop that is gone."),
	N_("Set up this laptop: make your own key and ask the county for the right to sign."),
	N_("Try the demonstration: a county of invented houses and people, passphrase demo."),
	N_("Found a county: once, at the county's office, by its officers."),
};

static void
choice_text(const void *ctx, size_t index, struct buf *out)
{
	(void)ctx;
	buf_text_add(out, _(choices[index]));
}

/* A choice has a line of its own below it. */
static int
choice_height(const void *ctx, size_t index, int cols)
{
	(void)ctx;
	return canvas_wrap_rows(_(choices[index]), cols) + 1;
}

static void
choice_draw(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	(void)ctx;
	canvas_paragraph(canvas, &area, chosen ? BOLD : PLAIN, _(choices[index]));
}

static const struct list_rows choice_rows = {
	.count = ARRAY_LEN(choices), .text = choice_text, .height = choice_height, .draw = choice_draw, .numbered = true
};

static struct area
choice_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 4, 4), 2);
}

static void
first_recalc(struct screen *screen, struct ui *ui)
{
	struct first_state *state = screen->state;

	list_view_fit(&state->list, &choice_rows, area_below(choice_area(ui), 3));
}

static void
first_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct first_state *state = screen->state;
	struct area area = choice_area(ui);

	canvas_line(canvas, &area, BOLD, _("louce: a plan for every building. What shall it be?"));
	list_view_draw(&state->list, &choice_rows, canvas);
}

static struct action
first_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct first_state *state = screen->state;

	if (list_view_move(&state->list, &choice_rows, key))
		return STAY;
	if (command == COMMAND_ENTER)
		command = COMMAND_ONE + (int)state->list.chosen;
	switch (command) {
	case COMMAND_ONE:
		return files_show(state->start, ui, false);
	case COMMAND_TWO:
		return files_show(state->start, ui, true);
	case COMMAND_THREE:
		return open_demo(state->start, ui);
	case COMMAND_FOUR:
		return (struct action){ ACTION_REPLACE, found_screen(state->start) };
	case COMMAND_MACHINE:
		return (struct action){ ACTION_PUSH, machine_screen(ui) };
	case COMMAND_BACK:
		return (struct action){ ACTION_QUIT, NULL };
	}
	return STAY;
}

static void
first_close(struct screen *screen, struct ui *ui)
{
	struct first_state *state = screen->state;

	(void)ui;
	list_view_release(&state->list);
	free(state);
}

static const char *
first_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("louce, safety of self-built houses");
}

static const struct screen_class first_class = {
	.name = "first",
	.about = N_(
		"The first start. A village or township opens the file on the stick; a county office founds its county; all may try the demonstration."),
	.bindings = bindings,
	.title = first_title,
	.recalc = first_recalc,
	.draw = first_draw,
	.key = first_key,
	.close = first_close,
};

struct screen *
first_screen(const struct ui_start *start)
{
	struct first_state *state = mem_alloc(sizeof(*state));

	state->start = start;
	return screen_new(&first_class, state);
}
