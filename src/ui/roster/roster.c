#include "ui/roster/roster.h"

#include <stdlib.h>
#include <string.h>

#include "app/roster/gone.h"
#include "app/table/report.h"
#include "base/i18n.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "ui/page/listview.h"

/* The tables that are at hand, and the imports of before. */

enum { COMMAND_OPEN = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("look"), COMMAND_OPEN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct roster_state {
	struct stick_files files;
	struct roster_batch *batches;
	size_t batch_count;
	size_t tables; /* of the files, the first: those behind them are by their names saved reports */
	bool read;
	struct list_view list;
};

static void
drop(struct roster_state *state)
{
	stick_files_release(&state->files);
	roster_batches_free(state->batches, state->batch_count);
	state->batches = NULL;
	state->batch_count = 0;
}

static void
find_files(struct stick_files *files, const struct ui *ui)
{
	static const char *const endings[] = { ".xlsx", ".csv", ".txt", ".xls", ".et", ".ods" };
	struct sticks sticks;

	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.count; i++)
		stick_files_add(files, sticks.items[i].folder, endings, ARRAY_LEN(endings));
	sticks_release(&sticks);
	stick_files_newest_first(files, 0);
	if (ui->inbox)
		stick_files_add(files, ui->inbox, endings, ARRAY_LEN(endings));
}

/* What is by its name a saved report goes behind the tables, which may be rosters; returns how many these are. */
static size_t
put_reports_last(struct stick_files *files, const struct ui *ui)
{
	char **sorted = mem_array(files->count, sizeof(*sorted));
	size_t tables = 0, at = 0;

	for (int reports = 0; reports < 2; reports++) {
		for (size_t i = 0; i < files->count; i++)
			if (app_report_names(ui->app, files->items[i]) == (reports == 1))
				sorted[at++] = files->items[i];
		tables = reports ? tables : at;
	}
	for (size_t i = 0; i < at; i++)
		files->items[i] = sorted[i];
	free(sorted);
	return tables;
}

static enum status
look(struct roster_state *state, struct ui *ui, struct err *err)
{
	enum status status;

	drop(state);
	find_files(&state->files, ui);
	state->tables = put_reports_last(&state->files, ui);
	status = roster_batches(ui->app, &state->batches, &state->batch_count, err);
	state->read = !status;
	return status;
}

static void
row_text(const void *ctx, size_t index, struct buf *out)
{
	const struct roster_state *state = ctx;
	char *words;

	if (index < state->files.count) {
		buf_printf(out, index < state->tables ? _("Table: %s") : _("Saved report: %s"), state->files.items[index]);
		return;
	}
	words = roster_batch_words(&state->batches[index - state->files.count]);
	buf_text_add(out, words);
	free(words);
}

static struct list_rows
rows_of(const struct roster_state *state)
{
	return (struct list_rows){ .count = state->files.count + state->batch_count, .ctx = state, .text = row_text, .wraps = true };
}

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static const char *
intro(const struct roster_state *state)
{
	return state->files.count
		       ? _("Choose a table: what is in it is shown before anything is signed.")
		       : _("No table (XLSX, CSV) lies on a stick or in the inbox of photos. Put the stick in; this page finds it.");
}

static void
roster_recalc(struct screen *screen, struct ui *ui)
{
	struct roster_state *state = screen->state;
	struct list_rows rows;
	struct err err = { 0 };

	if (!state->read && look(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(state);
	list_view_fit(&state->list, &rows, area_below(page_area(ui), canvas_wrap_rows(intro(state), page_area(ui).cols) + 1));
}

static void
roster_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct roster_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area left = page_area(ui);

	canvas_paragraph(canvas, &left, state->files.count ? PLAIN : WARN, intro(state));
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
roster_note(const struct screen *screen)
{
	return ((const struct roster_state *)screen->state)->list.note;
}

static struct action
roster_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct roster_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	size_t at = state->list.chosen;

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	state->read = false;
	if (command != COMMAND_OPEN || at >= rows.count || !ui_has_person(ui))
		return STAY;
	return (struct action){ ACTION_PUSH, at < state->files.count
						     ? roster_table_screen(state->files.items[at])
						     : roster_undo_screen(ui, state->batches[at - state->files.count].batch) };
}

static void
roster_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct roster_state *)screen->state)->read = false;
}

/* Is another stick in, or another table on it? */
static bool
roster_watch(struct screen *screen, struct ui *ui)
{
	struct roster_state *state = screen->state;
	struct stick_files now = { 0 };
	bool changed;

	find_files(&now, ui);
	(void)put_reports_last(&now, ui);
	changed = !stick_files_equal(&now, &state->files);
	stick_files_release(&now);
	state->read = state->read && !changed;
	return changed;
}

static void
roster_close(struct screen *screen, struct ui *ui)
{
	struct roster_state *state = screen->state;

	(void)ui;
	drop(state);
	list_view_release(&state->list);
	free(state);
}

static bool
roster_offers(const struct screen *screen, const struct ui *ui, int command)
{
	const struct roster_state *state = screen->state;

	(void)ui;
	return command != COMMAND_OPEN || state->files.count + state->batch_count;
}

static const char *
roster_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Rosters");
}

static const struct screen_class roster_class = {
	.name = "roster",
	.about = N_("Tables on sticks and in the inbox, and the imports of before. Enter opens a table, or takes an import back."),
	.bindings = bindings,
	.also = move_bindings,
	.offers = roster_offers,
	.title = roster_title,
	.note = roster_note,
	.recalc = roster_recalc,
	.draw = roster_draw,
	.key = roster_key,
	.forget = roster_forget,
	.watch = roster_watch,
	.close = roster_close,
};

struct screen *
roster_screen(struct ui *ui)
{
	(void)ui;
	return screen_new(&roster_class, mem_alloc(sizeof(struct roster_state)));
}
