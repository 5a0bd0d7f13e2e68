#include "ui/stick/sticks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/house/place.h"
#include "app/house/record.h"
#include "app/stick/name.h"
#include "app/stick/receipt.h"
#include "app/table/report.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/listview.h"
#include "ui/page/text.h"
#include "ui/roster/roster.h"
#include "ui/screen.h"
#include "ui/settle/decisions.h"
#include "ui/stick/backup.h"
#include "ui/stick/slip.h"

/* The page of sticks: the files on them, and the keys to take in, to write for others, and to read the slip and the missing photos. */

enum {
	COMMAND_ENTER = 1,
	COMMAND_ALL,
	COMMAND_EXPORT,
	COMMAND_SLIP,
	COMMAND_MISSING,
	COMMAND_DECIDE,
	COMMAND_ROSTER,
	COMMAND_BACKUP,
	COMMAND_BACK
};

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("look"), COMMAND_ENTER, true }, { UI_KEY_CHAR, 'i', "i", N_("take all"), COMMAND_ALL, true },
	{ UI_KEY_CHAR, 'e', "e", N_("write"), COMMAND_EXPORT, true },	   { UI_KEY_CHAR, 'b', "b", N_("backup"), COMMAND_BACKUP, true },
	{ UI_KEY_CHAR, 'r', "r", N_("roster"), COMMAND_ROSTER, true },	   { UI_KEY_CHAR, 's', "s", N_("slip"), COMMAND_SLIP, true },
	{ UI_KEY_CHAR, 'm', "m", N_("missing"), COMMAND_MISSING, true },   { UI_KEY_CHAR, 'd', "d", N_("decisions"), COMMAND_DECIDE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },	   { 0 },
};

struct exchange_state {
	struct sticks sticks;
	struct stick_files files, others; /* of louce; photos and tables, which have pages of their own */
	size_t photos;			  /* of `others`, the first */
	size_t reports;			  /* of the tables among them: by their names reports that were saved */
	int64_t *sizes;			  /* of the files, in bytes; -1: not known */
	int64_t *written_unix;		  /* when they were written */
	char **from;			  /* whose they are by their names; NULL: not known */
	struct list_view list;
};

/* ---- what is there */

static void
forget(struct exchange_state *state)
{
	for (size_t i = 0; state->from && i < state->files.count; i++)
		free(state->from[i]);
	free(state->from);
	state->from = NULL;
	sticks_release(&state->sticks);
	stick_files_release(&state->files);
	stick_files_release(&state->others);
	free(state->sizes);
	free(state->written_unix);
	state->sizes = state->written_unix = NULL;
}

static void
find_files(struct exchange_state *state)
{
	static const char *const ours[] = { ".louce" }, *const photos[] = { ".jpg", ".jpeg" },
				 *const tables[] = { ".xlsx", ".csv", ".txt" };

	sticks_find(&state->sticks);
	for (size_t i = 0; i < state->sticks.count; i++) {
		stick_files_add(&state->files, state->sticks.items[i].folder, ours, ARRAY_LEN(ours));
		stick_files_add(&state->others, state->sticks.items[i].folder, photos, ARRAY_LEN(photos));
	}
	stick_files_newest_first(&state->files, 0);
	state->photos = state->others.count;
	for (size_t i = 0; i < state->sticks.count; i++)
		stick_files_add(&state->others, state->sticks.items[i].folder, tables, ARRAY_LEN(tables));
}

static void
look(struct exchange_state *state, const struct ui *ui)
{
	forget(state);
	find_files(state);
	state->reports = 0;
	for (size_t i = state->photos; i < state->others.count; i++)
		state->reports += app_report_names(ui->app, state->others.items[i]);
	state->sizes = mem_array(state->files.count, sizeof(*state->sizes));
	state->written_unix = mem_array(state->files.count, sizeof(*state->written_unix));
	state->from = mem_array(state->files.count, sizeof(*state->from));
	for (size_t i = 0; i < state->files.count; i++) {
		struct stat about;

		state->from[i] = app_file_from(ui->app, state->files.items[i]);
		state->sizes[i] = stat(state->files.items[i], &about) == 0 ? (int64_t)about.st_size : -1;
		if (state->sizes[i] >= 0)
			state->written_unix[i] = about.st_mtime;
	}
}

/* Is another stick in, or something else on it? */
static bool
exchange_watch(struct screen *screen, struct ui *ui)
{
	const struct exchange_state *state = screen->state;
	struct exchange_state now = { 0 };
	bool changed;

	(void)ui;
	find_files(&now);
	changed = !sticks_equal(&now.sticks, &state->sticks) || !stick_files_equal(&now.files, &state->files) ||
		  !stick_files_equal(&now.others, &state->others);
	forget(&now);
	return changed;
}

/* The stick to write to: the first that can be written. */
static const char *
first_stick(const struct exchange_state *state)
{
	for (size_t i = 0; i < state->sticks.count; i++)
		if (!state->sticks.items[i].read_only)
			return state->sticks.items[i].folder;
	return NULL;
}

/* A file's name in the list. The path of the stick stands above; with several sticks the name of the file's stick comes first. */
static const char *
name_on_stick(const struct exchange_state *state, const char *path)
{
	for (size_t i = 0; i < state->sticks.count; i++) {
		const char *stick = state->sticks.items[i].folder, *name = strrchr(stick, '/');
		size_t len = strlen(stick);

		if (strncmp(path, stick, len) != 0 || path[len] != '/')
			continue;
		return state->sticks.count > 1 && name ? path + (name - stick) + 1 : path + len + 1;
	}
	return path;
}

static void
file_text(const void *ctx, size_t index, struct buf *out)
{
	const struct exchange_state *state = ctx;

	buf_printf(out, "%s %s", name_on_stick(state, state->files.items[index]), state->from[index] ? state->from[index] : "");
}

static int
file_height(const void *ctx, size_t index, int cols)
{
	const struct exchange_state *state = ctx;

	(void)cols;
	return state->from[index] ? 2 : 1;
}

#define SIZE_COLS 12 /* "12345.6 MiB" */
#define FROM_INDENT 2
#define WRITTEN_COLS 13 /* "11-28 09:14" */

static void
draw_file(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct exchange_state *state = ctx;
	const char *name = name_on_stick(state, state->files.items[index]);
	char size[32] = "", written[17] = "     ";
	struct area below = area_below(area, 1);
	int written_cols;
	char *text;

	if (state->sizes[index] >= 0) {
		snprintf(size, sizeof(size), "%.1f MiB", (double)state->sizes[index] / 1048576);
		clock_minute(state->written_unix[index], written);
	}
	/* The name, whose end tells files apart, goes before the time. */
	written_cols = (int)text_cells(name) < area.cols - SIZE_COLS - WRITTEN_COLS ? WRITTEN_COLS : 0;
	canvas_column(canvas, &area, area.cols - SIZE_COLS - written_cols, chosen ? CHOSEN : PLAIN, name);
	if (written_cols)
		canvas_column(canvas, &area, written_cols, FAINT, written + strlen("2022-"));
	canvas_line(canvas, &area, FAINT, size);
	if (!state->from[index])
		return;
	below = area_inside(below, FROM_INDENT, 0);
	text = mem_printf(_("from %s, as its name says"), state->from[index]);
	canvas_line(canvas, &below, FAINT, text);
	free(text);
}

static struct list_rows
rows_of(const struct exchange_state *state)
{
	return (struct list_rows){ .count = state->files.count, .ctx = state, .text = file_text, .draw = draw_file, .height = file_height };
}

/* ---- the page */

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

/* The folders of the sticks; caller frees. */
static char *
sticks_text(const struct exchange_state *state)
{
	struct buf names = { 0 };
	char *text;

	for (size_t i = 0; i < state->sticks.count; i++)
		buf_printf(&names, state->sticks.items[i].read_only ? _("%s%s (read only: nothing can be written on it)") : "%s%s",
			   i ? _(", ") : "", state->sticks.items[i].folder);
	text = mem_printf(_("Sticks: %s"), buf_text(&names));
	if (state->others.count) {
		char *more = mem_printf(_("%s. On them also: %zu photos, %zu tables (r)"), text, state->photos,
					state->others.count - state->photos - state->reports);

		free(text);
		text = more;
	}
	if (state->reports) {
		char *more = mem_printf(n_("%s, %zu saved report", "%s, %zu saved reports", state->reports), text, state->reports);

		free(text);
		text = more;
	}
	buf_release(&names);
	return text;
}

#define STICKS_ROWS_MOST 3 /* for the folders of the sticks */

static int
sticks_rows(const struct exchange_state *state, const struct ui *ui)
{
	char *text = sticks_text(state);
	int rows = canvas_wrap_rows(text, page_area(ui).cols);

	free(text);
	return rows < STICKS_ROWS_MOST ? rows : STICKS_ROWS_MOST;
}

static void
exchange_recalc(struct screen *screen, struct ui *ui)
{
	struct exchange_state *state = screen->state;
	struct list_rows rows;

	look(state, ui);
	rows = rows_of(state);
	list_view_fit(&state->list, &rows, area_below(page_area(ui), sticks_rows(state, ui) + 2));
}

static void
exchange_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct exchange_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area left = page_area(ui), sticks;
	char *text;

	list_view_draw(&state->list, &rows, canvas);
	if (state->sticks.count == 0) {
		canvas_paragraph(canvas, &left, WARN,
				 _("No stick is in. Put one in and wait until the system shows it; this page finds it."));
		return;
	}
	sticks = area_top(left, sticks_rows(state, ui));
	left = area_below(left, sticks.rows + 1);
	text = sticks_text(state);
	canvas_paragraph(canvas, &sticks, FAINT, text);
	canvas_line(canvas, &left, BOLD, state->files.count ? _("Files of louce on them:") : _("No file of louce is on them."));
	free(text);
}

static const char *
exchange_note(const struct screen *screen)
{
	return ((const struct exchange_state *)screen->state)->list.note;
}

/* ---- what is missing */

static struct action
push_missing(struct ui *ui)
{
	struct app_missing missing = { 0 };
	struct err err = { 0 };
	struct buf text = { 0 };

	ui_busy(ui, _("Looking for photos..."));
	if (app_missing(ui->app, &missing, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (!missing.house_count) {
		ui_say(ui, TOAST_GOOD, "%s", _("Every photo of the forms is here."));
		app_missing_release(&missing);
		return STAY;
	}
	buf_printf(&text,
		   n_("%lld photo is named by a form and is not here.\n", "%lld photos are named by forms and are not here.\n",
		      missing.photos),
		   (long long)missing.photos);
	if (missing.asked)
		buf_printf(
			&text,
			n_("%lld is asked for (sealed values too) in what you write for the others (e), and comes with their next stick.\n",
			   "%lld are asked for (sealed values too) in what you write for the others (e), and come with their next stick.\n",
			   missing.asked),
			(long long)missing.asked);
	buf_char(&text, '\n');
	for (size_t i = 0; i < missing.house_count; i++) {
		char *place = app_building_place(ui->app, &missing.houses[i].building);

		buf_printf(&text, _("  %lld  %s\n"), (long long)missing.houses[i].photos, place);
		free(place);
	}
	app_missing_release(&missing);
	return (struct action){ ACTION_PUSH, text_screen(mem_strdup(_("Missing photos")), buf_detach(&text)) };
}

/* ---- keys of the page */

static struct action
exchange_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct exchange_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct screen *export;
	struct buf slip = { 0 };
	struct err err = { 0 };

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_ENTER:
		return state->list.chosen < state->files.count
			       ? (struct action){ ACTION_PUSH, stick_file_screen(ui, state->files.items[state->list.chosen]) }
			       : STAY;
	case COMMAND_ALL:
		return stick_take_in(ui, state->files.items, state->files.count);
	case COMMAND_EXPORT:
		if (state->sticks.count && !first_stick(state)) {
			ui_say(ui, TOAST_BAD, "%s", _("This stick is read only: slide its switch, or put another one in."));
			return STAY;
		}
		export = stick_write_screen(ui, first_stick(state), false);
		return export ? (struct action){ ACTION_PUSH, export } : STAY;
	case COMMAND_SLIP:
		if (app_slip(ui->app, &slip, &err)) {
			if (err.status == STATUS_NOT_FOUND)
				ui_say(ui, TOAST_SAID, "%s", _("Nothing was signed on this laptop yet, so there is no slip."));
			else
				ui_fail(ui, &err);
			return STAY;
		}
		return (struct action){
			ACTION_PUSH, slip_screen(mem_strdup(_("The slip that both sides sign")), buf_detach(&slip),
						 state->list.chosen < state->files.count ? state->files.items[state->list.chosen] : NULL)
		};
	case COMMAND_MISSING:
		return push_missing(ui);
	case COMMAND_DECIDE:
		return (struct action){ ACTION_PUSH, decisions_screen() };
	case COMMAND_ROSTER:
		return (struct action){ ACTION_PUSH, roster_screen(ui) };
	case COMMAND_BACKUP:
		return action_push(backup_screen(ui, first_stick(state)));
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
exchange_close(struct screen *screen, struct ui *ui)
{
	struct exchange_state *state = screen->state;

	(void)ui;
	forget(state);
	list_view_release(&state->list);
	free(state);
}

static const char *
exchange_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Sticks");
}

static const struct screen_class exchange_class = {
	.name = "exchange",
	.about = N_(
		"What is on the sticks. Enter looks into a file before it is taken in; e writes one for somebody else, b a backup of all that is here."),
	.bindings = bindings,
	.also = move_bindings,
	.title = exchange_title,
	.note = exchange_note,
	.recalc = exchange_recalc,
	.draw = exchange_draw,
	.key = exchange_key,
	.watch = exchange_watch,
	.close = exchange_close,
};

struct screen *
sticks_screen(struct ui *ui)
{
	(void)ui;
	return screen_new(&exchange_class, mem_alloc(sizeof(struct exchange_state)));
}

struct screen *
sticks_send_again_screen(struct ui *ui)
{
	struct exchange_state state = { 0 };
	struct screen *screen;

	look(&state, ui);
	screen = stick_write_screen(ui, first_stick(&state), true);
	forget(&state);
	return screen;
}
