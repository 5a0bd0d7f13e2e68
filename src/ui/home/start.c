#include "app/fill/inbox.h"
#include "app/people/follow.h"
#include "app/stick/takeover.h"
#include "app/session/workspace.h"
#include "ui/home/start.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/sticks.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "ui/home/found.h"
#include "ui/home/home.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* The first start: three numbered choices, and the files of louce found on sticks. */

enum { COMMAND_ONE = 1, COMMAND_TWO, COMMAND_THREE, COMMAND_FOUR, COMMAND_ENTER, COMMAND_BACK };
enum { COMMAND_OPEN = 1, COMMAND_AGAIN, COMMAND_CHOICES };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("from a stick"), COMMAND_ONE, true },
	{ UI_KEY_CHAR, '2', "2", N_("set up"), COMMAND_TWO, true },
	{ UI_KEY_CHAR, '3', "3", N_("demonstration"), COMMAND_THREE, true },
	{ UI_KEY_CHAR, '4', "4", N_("found a county"), COMMAND_FOUR, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose"), COMMAND_ENTER, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("end"), COMMAND_BACK, true },
	{ UI_KEY_CHAR, 'q', NULL, NULL, COMMAND_BACK, false },
	{ 0 },
};

static const struct binding files_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, '1', "1", N_("look again"), COMMAND_AGAIN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_CHOICES, true },
	{ 0 },
};

struct first_state {
	const struct ui_start *start; /* borrowed */
	struct list_view list;
};

struct files_state {
	const struct ui_start *start; /* borrowed */
	struct list_view list;
	struct stick_files files;
	bool then_keys; /* a key comes next, as the laptop is being set up */
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

static char *
remembered(void)
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

static void
tell_busy(void *ctx, const char *what, int64_t done, int64_t all)
{
	char text[160];

	if (done % 200 != 0)
		return;
	snprintf(text, sizeof(text), "%s %lld/%lld", what, (long long)done, (long long)all);
	ui_busy(ctx, text);
}

static bool
open_workspace(struct ui *ui, const char *path)
{
	const struct progress progress = { tell_busy, ui };
	struct err err = { 0 };

	ui_busy(ui, _("Opening..."));
	if (app_open_telling(path, APP_WRITE, &progress, &ui->app, &err)) {
		ui->app = NULL;
		ui_fail(ui, &err);
		return false;
	}
	remember(path);
	free(ui->inbox);
	ui->inbox = app_inbox_dir(ui->app);
	return true;
}

struct screen *
start_screen(struct ui *ui, const struct ui_start *start)
{
	char *last = start->workspace ? mem_strdup(start->workspace) : remembered();
	bool opened = last && open_workspace(ui, last);

	free(last);
	return opened ? home_screen(ui) : first_screen(start);
}

struct action
start_open_founded(struct ui *ui, const struct ui_start *start, const char *path)
{
	return (struct action){ ACTION_REPLACE, open_workspace(ui, path) ? home_screen(ui) : first_screen(start) };
}

/* ---- files on sticks */

static void
find_files(struct files_state *state)
{
	static const char *const endings[] = { ".louce" };
	struct sticks sticks;
	size_t own;

	stick_files_release(&state->files);
	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.count; i++)
		stick_files_add(&state->files, sticks.items[i].folder, endings, 1);
	sticks_release(&sticks);
	own = state->files.count;
	stick_files_add(&state->files, ".", endings, 1);
	for (size_t i = own; i < state->files.count; i++) /* shown by its name alone */
		memmove(state->files.items[i], state->files.items[i] + 2, strlen(state->files.items[i] + 2) + 1);
	/* A file that was named and cannot be opened where it lies is one to be taken over. */
	if (state->start->workspace && strchr(state->start->workspace, '/') && file_exists(state->start->workspace)) {
		MEM_GROW(state->files.items, state->files.count, state->files.cap);
		state->files.items[state->files.count++] = mem_strdup(state->start->workspace);
	}
}

/* A file from elsewhere is never opened in place: its steps come into a new file of this laptop, once. A file in the current folder is this
 * laptop's own when its notes lie beside it. */
static char *
bring_home(struct ui *ui, const char *path, bool *taken_over, struct err *err)
{
	const struct progress progress = { tell_busy, ui };
	const char *base = strrchr(path, '/');
	char *home, *to;
	enum status status;

	if (!base && app_has_notes(path))
		return mem_strdup(path);
	home = path_of(PATH_HOME);
	to = file_join(home, base ? base + 1 : path);
	status = file_exists(to) ? STATUS_OK : file_make_dirs(home, 0700, err);
	if (!status && !file_exists(to)) {
		status = app_take_over(path, to, &progress, err);
		*taken_over = !status;
	}
	free(home);
	if (status) {
		free(to);
		return NULL;
	}
	return to;
}

static struct action
open_chosen(struct files_state *state, struct ui *ui)
{
	struct err err = { 0 };
	char *path;
	bool opened, taken_over = false;

	if (state->list.chosen >= state->files.count)
		return STAY;
	ui_busy(ui, _("Copying from the stick..."));
	path = bring_home(ui, state->files.items[state->list.chosen], &taken_over, &err);
	if (!path) {
		ui_fail(ui, &err);
		return STAY;
	}
	opened = open_workspace(ui, path);
	free(path);
	if (!opened)
		return STAY;
	if (taken_over)
		app_founding_ask(ui->app);
	if (state->then_keys && !app_has_device(ui->app))
		ui_say(ui, TOAST_SAID, "%s", _("The file is open. Enter now makes your key."));
	return (struct action){ ACTION_REPLACE, home_screen(ui) };
}

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
	bool opened = false;

	if (file_make_dirs(home, 0700, &err) || start->make_demo(dir, tell_demo, &demo, &err)) {
		ui_fail(ui, &err);
	} else {
		setenv("LOUCE_HOME", keys, 1); /* the demonstration's home, with its people's keys */
		opened = open_workspace(ui, file);
	}
	free(keys);
	free(file);
	free(dir);
	free(home);
	return opened ? (struct action){ ACTION_REPLACE, home_screen(ui) } : STAY;
}

/* ---- the files found */

static void
file_text(const void *ctx, size_t index, struct buf *out)
{
	const struct files_state *state = ctx;

	buf_text_add(out, state->files.items[index]);
}

static struct list_rows
files_of(const struct files_state *state)
{
	return (struct list_rows){ .count = state->files.count, .ctx = state, .text = file_text, .wraps = true };
}

static struct area
files_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static void
files_recalc(struct screen *screen, struct ui *ui)
{
	struct files_state *state = screen->state;
	const struct list_rows rows = files_of(state);

	list_view_fit(&state->list, &rows, area_below(files_area(ui), 2));
}

static void
files_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct files_state *state = screen->state;
	const struct list_rows rows = files_of(state);
	struct area area = files_area(ui);

	canvas_line(canvas, &area, BOLD, _("Files of louce on the sticks and in this folder. Enter opens one."));
	area = area_below(area, 1);
	if (rows.count == 0)
		canvas_paragraph(canvas, &area, PLAIN,
				 _("None found. Put the stick in, wait until the system shows it, and press 1 again."));
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
files_note(const struct screen *screen)
{
	return ((const struct files_state *)screen->state)->list.note;
}

static struct action
files_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct files_state *state = screen->state;
	const struct list_rows rows = files_of(state);

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_OPEN:
		return open_chosen(state, ui);
	case COMMAND_AGAIN:
		find_files(state);
		break;
	case COMMAND_CHOICES:
		return (struct action){ ACTION_REPLACE, first_screen(state->start) };
	}
	return STAY;
}

static void
files_close(struct screen *screen, struct ui *ui)
{
	struct files_state *state = screen->state;

	(void)ui;
	stick_files_release(&state->files);
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

static const struct screen_class files_class = {
	.name = "files",
	.bindings = files_bindings,
	.also = move_bindings,
	.title = first_title,
	.note = files_note,
	.recalc = files_recalc,
	.draw = files_draw,
	.key = files_key,
	.close = files_close,
};

static struct action
show_files(const struct ui_start *start, struct ui *ui, bool then_keys)
{
	struct files_state *state = mem_alloc(sizeof(*state));

	state->start = start;
	state->then_keys = then_keys;
	find_files(state);
	if (then_keys)
		ui_say(ui, TOAST_SAID, "%s", _("First open the file the township gave you; then your key is made."));
	return (struct action){ ACTION_REPLACE, screen_new(&files_class, state) };
}

/* ---- the choices */

static const char *const choices[] = {
	N_("Open a file from a stick: the work of your village or township, handed over by the office above."),
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
		return show_files(state->start, ui, false);
	case COMMAND_TWO:
		return show_files(state->start, ui, true);
	case COMMAND_THREE:
		return open_demo(state->start, ui);
	case COMMAND_FOUR:
		return (struct action){ ACTION_REPLACE, found_screen(state->start) };
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

static const struct screen_class first_class = {
	.name = "first",
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
