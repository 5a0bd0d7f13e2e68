#include "ui/roster/roster.h"

#include <glob.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/table/gone.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/sticks.h"
#include "ui/page/listview.h"

/* The tables that are at hand, and the imports of before. */

enum { COMMAND_OPEN = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("look"), COMMAND_OPEN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct roster_state {
	char **files;
	size_t file_count, file_cap;
	struct roster_batch *batches;
	size_t batch_count;
	bool read;
	struct list_view list;
};

static void
drop(struct roster_state *state)
{
	for (size_t i = 0; i < state->file_count; i++)
		free(state->files[i]);
	state->file_count = 0;
	roster_batches_free(state->batches, state->batch_count);
	state->batches = NULL;
	state->batch_count = 0;
}

static void
add_files(struct roster_state *state, const char *folder)
{
	static const char *const patterns[] = { "*.xlsx", "*.XLSX", "*.csv", "*.CSV", "*.txt" };

	for (size_t p = 0; folder && p < ARRAY_LEN(patterns); p++) {
		char *pattern = mem_printf("%s/%s", folder, patterns[p]);
		glob_t found;

		if (glob(pattern, 0, NULL, &found) == 0) {
			for (size_t i = 0; i < found.gl_pathc; i++) {
				MEM_GROW(state->files, state->file_count, state->file_cap);
				state->files[state->file_count++] = mem_strdup(found.gl_pathv[i]);
			}
			globfree(&found);
		}
		free(pattern);
	}
}

static void
look(struct roster_state *state, struct ui *ui)
{
	struct err err = { 0 };
	glob_t sticks;

	drop(state);
	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.gl_pathc; i++)
		add_files(state, sticks.gl_pathv[i]);
	globfree(&sticks);
	add_files(state, ui->inbox);
	if (roster_batches(ui->app, &state->batches, &state->batch_count, &err))
		ui_fail(ui, &err);
	state->read = true;
}

static void
row_text(const void *ctx, size_t index, struct buf *out)
{
	const struct roster_state *state = ctx;
	const struct roster_batch *batch;

	if (index < state->file_count) {
		buf_printf(out, _("Table: %s"), state->files[index]);
		return;
	}
	batch = &state->batches[index - state->file_count];
	buf_printf(out, _("Taken in %s: %" PRId64 " houses, %" PRId64 " of them taken out"), batch->batch, batch->houses, batch->gone);
}

static struct list_rows
rows_of(const struct roster_state *state)
{
	return (struct list_rows){ .count = state->file_count + state->batch_count, .ctx = state, .text = row_text, .wraps = true };
}

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static const char *
intro(const struct roster_state *state)
{
	return state->file_count
		       ? _("Choose a table: what is in it is shown before anything is signed.")
		       : _("No table (XLSX, CSV) lies on a stick or in the inbox of photos. Put the stick in; this page finds it at the next key.");
}

static void
roster_recalc(struct screen *screen, struct ui *ui)
{
	struct roster_state *state = screen->state;
	struct list_rows rows;

	if (!state->read)
		look(state, ui);
	rows = rows_of(state);
	list_view_fit(&state->list, &rows, area_below(page_area(ui), canvas_wrap_rows(intro(state), page_area(ui).cols) + 1));
}

static void
roster_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct roster_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area left = page_area(ui);

	canvas_paragraph(canvas, &left, state->file_count ? PLAIN : WARN, intro(state));
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
	return (struct action){ ACTION_PUSH, at < state->file_count ? roster_table_screen(state->files[at])
								    : roster_undo_screen(state->batches[at - state->file_count].batch) };
}

static void
roster_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct roster_state *)screen->state)->read = false;
}

static void
roster_close(struct screen *screen, struct ui *ui)
{
	struct roster_state *state = screen->state;

	(void)ui;
	drop(state);
	free(state->files);
	list_view_release(&state->list);
	free(state);
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
	.bindings = bindings,
	.also = move_bindings,
	.title = roster_title,
	.note = roster_note,
	.recalc = roster_recalc,
	.draw = roster_draw,
	.key = roster_key,
	.forget = roster_forget,
	.close = roster_close,
};

struct screen *
roster_screen(struct ui *ui)
{
	(void)ui;
	return screen_new(&roster_class, mem_alloc(sizeof(struct roster_state)));
}
