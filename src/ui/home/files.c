#include "ui/home/files.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/follow.h"
#include "app/session/workspace.h"
#include "app/stick/takeover.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "ui/home/home.h"
#include "ui/home/restored.h"
#include "ui/home/start.h"
#include "ui/page/listview.h"
#include "ui/screen.h"

/* Files of louce that can be opened on the first start: those of this laptop, then those on sticks and in this folder. */

enum { COMMAND_OPEN = 1, COMMAND_AGAIN, COMMAND_CHOICES };

static const struct binding files_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, '1', "1", N_("look again"), COMMAND_AGAIN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_CHOICES, true },
	{ 0 },
};

struct files_state {
	const struct ui_start *start; /* borrowed */
	struct list_view list;
	struct stick_files files;
	size_t own;	/* of these, which come first, lie where this laptop keeps its file */
	bool then_keys; /* a key comes next, as the laptop is being set up */
};

/* ---- files on sticks */

static const char *const endings[] = { ".louce" };

/* What a louce left that was killed before it noted which file it works on lies here. */
static void
find_own(struct files_state *state)
{
	char *home = path_of(PATH_HOME);

	stick_files_release(&state->files);
	stick_files_add(&state->files, home, endings, ARRAY_LEN(endings));
	state->own = state->files.count;
	free(home);
}

/* A file that was named, or was the last one here, and cannot be opened where it lies is one to be taken over. */
static void
add_named(struct files_state *state)
{
	char *named = state->start->workspace ? mem_strdup(state->start->workspace) : start_remembered();
	bool listed = !named || !file_exists(named);

	for (size_t i = 0; i < state->files.count && !listed; i++)
		listed = file_is_same(state->files.items[i], named);
	if (listed) {
		free(named);
		return;
	}
	MEM_GROW(state->files.items, state->files.count, state->files.cap);
	state->files.items[state->files.count++] = named;
}

static void
find_files(struct files_state *state)
{
	struct sticks sticks;
	size_t here;

	find_own(state);
	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.count; i++)
		stick_files_add(&state->files, sticks.items[i].folder, endings, ARRAY_LEN(endings));
	sticks_release(&sticks);
	stick_files_newest_first(&state->files, state->own);
	here = state->files.count;
	stick_files_add(&state->files, ".", endings, ARRAY_LEN(endings));
	for (size_t i = here; i < state->files.count; i++) /* shown by its name alone */
		memmove(state->files.items[i], state->files.items[i] + 2, strlen(state->files.items[i] + 2) + 1);
	add_named(state);
}

/* Where a file from elsewhere goes on this laptop. */
static char *
place_at_home(const char *home, const char *path)
{
	const char *base = strrchr(path, '/');
	size_t len;
	char *name, *to;

	base = base ? base + 1 : path;
	len = strlen(base);
	name = mem_printf("%s%s", base, len > 6 && strcmp(base + len - 6, endings[0]) == 0 ? "" : endings[0]);
	to = file_join(home, name);
	free(name);
	return to;
}

/* A file from elsewhere is never opened in place: its steps come into a new file of this laptop, once. */
static char *
bring_home(struct ui *ui, const char *path, bool *taken_over, struct err *err)
{
	const struct progress progress = { start_tell_busy, ui };
	char *home = path_of(PATH_HOME), *to = place_at_home(home, path);
	enum status status = file_exists(to) ? STATUS_OK : file_make_dirs(home, 0700, err);

	if (!status && !file_exists(to)) {
		status = app_begin_from(path, to, &progress, err);
		*taken_over = !status;
	}
	free(home);
	if (status) {
		free(to);
		return NULL;
	}
	return to;
}

/* A file lies where this laptop keeps its own, without its notes or with another laptop's: chosen from the list it becomes this laptop's, as one of a stick does. */
static void
take_over_in_place(struct ui *ui, const char *path, struct err *err)
{
	const struct progress progress = { start_tell_busy, ui };

	*err = (struct err){ 0 };
	if (!app_init_device(path, &progress, err) && start_open(ui, path, err))
		ui->app = NULL;
}

/* Opens the file where it lies, or, of one from elsewhere, its copy on this laptop; where that is. NULL: it could not be brought here. A file in the
 * current folder is this laptop's own when its own notes lie beside it. */
static char *
open_or_bring(const struct files_state *state, struct ui *ui, bool *taken_over, struct err *err)
{
	const char *path = state->files.items[state->list.chosen];
	bool own = state->list.chosen < state->own, in_place = own || (!strchr(path, '/') && app_has_notes(path));
	char *to;

	if (in_place && (start_open(ui, path, err) != STATUS_DENIED || own)) {
		if (err->status == STATUS_DENIED)
			take_over_in_place(ui, path, err);
		return mem_strdup(path);
	}
	*err = (struct err){ 0 };
	to = bring_home(ui, path, taken_over, err);
	if (to && !start_open(ui, to, err) && !*taken_over && !file_is_same(path, to))
		ui_say(ui, TOAST_SAID,
		       _("This laptop has a file \"%s\" already, and it is open. What is new on the stick comes into it with x."),
		       strrchr(to, '/') + 1);
	return to;
}

static struct action
open_chosen(struct files_state *state, struct ui *ui)
{
	struct err err = { 0 };
	struct screen *page = NULL, *restored;
	char *path;
	bool taken_over = false;

	if (state->list.chosen >= state->files.count)
		return STAY;
	ui_busy(ui, _("Copying from the stick..."));
	path = open_or_bring(state, ui, &taken_over, &err);
	if (!path) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (err.status)
		page = start_not_opened(ui, state->start, path, &err);
	free(path);
	if (err.status)
		return page ? (struct action){ ACTION_REPLACE, page } : STAY;
	if (taken_over)
		app_founding_ask(ui->app);
	restored = taken_over ? restored_screen(ui, state->files.items[state->list.chosen]) : NULL;
	if (restored)
		return (struct action){ ACTION_REPLACE, restored };
	if (state->then_keys && !app_has_device(ui->app))
		ui_say(ui, TOAST_SAID, "%s", _("The file is open. Enter now makes your key."));
	return (struct action){ ACTION_REPLACE, home_screen(ui) };
}

/* ---- the files found */

static void
file_text(const void *ctx, size_t index, struct buf *out)
{
	const struct files_state *state = ctx;

	if (index < state->own)
		buf_printf(out, _("%s: on this laptop already"), state->files.items[index]);
	else
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
files_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("louce, safety of self-built houses");
}

static const struct screen_class files_class = {
	.name = "files",
	.about = N_("Files of louce on the sticks and in this folder. Enter opens one; one from elsewhere is copied to this laptop first."),
	.bindings = files_bindings,
	.also = move_bindings,
	.title = files_title,
	.note = files_note,
	.recalc = files_recalc,
	.draw = files_draw,
	.key = files_key,
	.close = files_close,
};

static struct files_state *
files_state_new(const struct ui_start *start)
{
	struct files_state *state = mem_alloc(sizeof(*state));

	state->start = start;
	return state;
}

struct action
files_show(const struct ui_start *start, struct ui *ui, bool then_keys)
{
	struct files_state *state = files_state_new(start);

	state->then_keys = then_keys;
	find_files(state);
	if (then_keys)
		ui_say(ui, TOAST_SAID, "%s", _("First open the file the township gave you; then your key is made."));
	return (struct action){ ACTION_REPLACE, screen_new(&files_class, state) };
}

struct screen *
files_own_screen(const struct ui_start *start, struct ui *ui)
{
	struct files_state *state = files_state_new(start);
	struct screen *screen = screen_new(&files_class, state);

	find_own(state);
	if (!state->own) {
		files_close(screen, ui);
		free(screen);
		return NULL;
	}
	ui_say(ui, TOAST_SAID, "%s", _("This laptop has a file already: Enter opens it."));
	return screen;
}
