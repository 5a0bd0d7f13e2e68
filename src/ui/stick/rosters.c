#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/unlock.h"
#include "app/table/roster.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/sticks.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/page/text.h"
#include "ui/screen.h"
#include "ui/stick/sticks.h"

/* A roster from a stick or the photo folder: the tables that lie there, what one of them would add, and adding it. */

enum { COMMAND_READ = 1, COMMAND_AGAIN, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("read it, nothing is added yet"), COMMAND_READ, true },
	{ UI_KEY_CHAR, '1', "1", N_("look again"), COMMAND_AGAIN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct rosters_state {
	glob_t tables;
	struct list_view list;
	struct app_roster roster; /* as it was read last: what the passphrase says yes to */
};

/* ---- what is there */

static void
find_in(glob_t *tables, const char *folder)
{
	static const char *const endings[] = { "csv", "CSV", "xlsx", "XLSX" };

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		char *pattern = mem_printf("%s/*.%s", folder, endings[i]);

		glob(pattern, tables->gl_pathc ? GLOB_APPEND : 0, NULL, tables);
		free(pattern);
	}
}

static void
find_tables(struct rosters_state *state, const struct ui *ui)
{
	glob_t sticks;

	globfree(&state->tables);
	memset(&state->tables, 0, sizeof(state->tables));
	sticks_find(&sticks);
	for (size_t i = 0; i < sticks.gl_pathc; i++)
		find_in(&state->tables, sticks.gl_pathv[i]);
	globfree(&sticks);
	if (ui->inbox)
		find_in(&state->tables, ui->inbox);
}

static void
table_text(const void *ctx, size_t index, struct buf *out)
{
	const struct rosters_state *state = ctx;

	buf_text_add(out, state->tables.gl_pathv[index]);
}

static struct list_rows
rows_of(const struct rosters_state *state)
{
	return (struct list_rows){ .count = state->tables.gl_pathc, .ctx = state, .text = table_text, .wraps = true };
}

/* ---- the page */

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static void
rosters_recalc(struct screen *screen, struct ui *ui)
{
	struct rosters_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	list_view_fit(&state->list, &rows, area_below(page_area(ui), 2));
}

static void
rosters_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct rosters_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area left = page_area(ui);

	canvas_line(canvas, &left, BOLD, _("Tables on the sticks and in the photo folder. A row each house."));
	left = area_below(left, 1);
	if (!rows.count)
		canvas_paragraph(
			canvas, &left, PLAIN,
			_("None found: a table ends with .xlsx or .csv. Put the stick in, wait until the system shows it, and press 1."));
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
rosters_note(const struct screen *screen)
{
	return ((const struct rosters_state *)screen->state)->list.note;
}

/* ---- reading and adding */

static void
tell_rows(void *ctx, const char *what, int64_t done, int64_t all)
{
	char text[200];

	snprintf(text, sizeof(text), "%s %lld/%lld", what, (long long)done, (long long)all);
	ui_busy(ctx, text);
}

static enum status
do_add(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	struct rosters_state *state = ctx;
	const struct progress progress = { tell_rows, ui };
	struct app_roster roster = state->roster;
	struct app_roster_result added = { 0 };
	struct buf notes = { 0 };
	enum status status = app_confirm(ui->app, passphrase, err);

	roster.dry_run = false;
	roster.progress = &progress;
	if (!status)
		status = app_roster_import(ui->app, &roster, &added, &notes, err);
	if (!status)
		*result = mem_printf(_("%zu houses are listed now; %zu stood already.\n\n%s"), added.added, added.known, buf_text(&notes));
	buf_release(&notes);
	return status;
}

/* Reads the table without adding anything; what needs a yes is taken for said, and its question goes to `notes` for the page that asks. */
static enum status
read_table(struct rosters_state *state, struct ui *ui, struct app_roster_result *found, struct buf *notes, struct err *err)
{
	const struct progress progress = { tell_rows, ui };
	struct app_roster *roster = &state->roster;
	enum status status;

	*roster = (struct app_roster){ .path = state->tables.gl_pathv[state->list.chosen], .dry_run = true, .progress = &progress };
	ui_busy(ui, _("Reading..."));
	for (;;) {
		struct buf said = { 0 };
		bool again;

		*err = (struct err){ 0 };
		status = app_roster_import(ui->app, roster, found, &said, err);
		again = status && ((found->asked & ~roster->agreed) || (found->only_flawed && !roster->mend));
		if (found->only_flawed && !roster->mend && status)
			buf_printf(notes,
				   _("%zu cells hold characters that are not seen and that no record may hold: they are taken out.\n"),
				   found->flawed);
		roster->mend |= status && found->only_flawed;
		if (!status || found->asked || !again)
			buf_text_add(notes, buf_text(&said));
		roster->agreed |= status ? found->asked : 0;
		buf_release(&said);
		if (!again)
			break;
	}
	roster->progress = NULL;
	return status;
}

static struct action
push_table(struct rosters_state *state, struct ui *ui)
{
	struct app_roster_result found = { 0 };
	struct buf notes = { 0 };
	struct err err = { 0 };
	char *text;

	if (!state->tables.gl_pathc || !ui_has_person(ui))
		return STAY;
	if (read_table(state, ui, &found, &notes, &err)) {
		text = mem_printf(_("Nothing was added: %s\n\n%s"), err.text, buf_text(&notes));
		buf_release(&notes);
		return (struct action){ ACTION_PUSH, text_screen(mem_strdup(_("A roster")), text) };
	}
	text = mem_printf(
		_("%zu rows: %zu houses are new, %zu stand already.\nThe passphrase lists the new ones, and says yes to what is asked here.\n\n%s"),
		found.rows, found.added, found.known, buf_text(&notes));
	buf_release(&notes);
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){
						     .title = mem_strdup(_("A roster")), .text = text, .act = do_add, .ctx = state }) };
}

static struct action
rosters_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct rosters_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_READ:
		return push_table(state, ui);
	case COMMAND_AGAIN:
		find_tables(state, ui);
		break;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
rosters_close(struct screen *screen, struct ui *ui)
{
	struct rosters_state *state = screen->state;

	(void)ui;
	globfree(&state->tables);
	list_view_release(&state->list);
	free(state);
}

static const char *
rosters_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("A roster");
}

static const struct screen_class rosters_class = {
	.name = "rosters",
	.bindings = bindings,
	.also = move_bindings,
	.title = rosters_title,
	.note = rosters_note,
	.recalc = rosters_recalc,
	.draw = rosters_draw,
	.key = rosters_key,
	.close = rosters_close,
};

struct screen *
rosters_screen(struct ui *ui)
{
	struct rosters_state *state = mem_alloc(sizeof(*state));

	find_tables(state, ui);
	return screen_new(&rosters_class, state);
}
