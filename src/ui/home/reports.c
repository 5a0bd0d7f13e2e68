#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/table/report.h"
#include "ui/home/reports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/menu.h"
#include "ui/page/text.h"
#include "ui/screen.h"

/* The reports of the pack: read on the screen, or written as a table for a spreadsheet. */

enum { COMMAND_OPEN = 1, COMMAND_SAVE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("read"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, 's', "s", N_("save as CSV for a spreadsheet"), COMMAND_SAVE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct reports_state {
	struct menu menu;
};

static void
reports_recalc(struct screen *screen, struct ui *ui)
{
	struct reports_state *state = screen->state;

	menu_resize(&state->menu, app_pack(ui->app)->report_count, (size_t)ui->rows - 5);
}

static void
reports_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct reports_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);

	for (size_t i = state->menu.first; i < state->menu.count && (int)(i - state->menu.first) < body_rows(canvas) - 2; i++) {
		bool chosen = i == state->menu.chosen;
		char line[300];

		snprintf(line, sizeof(line), "%s %s", chosen ? ">" : " ", label_text(&pack->reports[i].title, ui->lang));
		canvas_short(canvas, BODY_TOP + 1 + (int)(i - state->menu.first), 1, canvas->cols - 2, chosen ? CHOSEN : PLAIN, line);
	}
	canvas_cursor(canvas, BODY_TOP + 1 + (int)(state->menu.chosen - state->menu.first), 1);
}

static struct action
make(struct reports_state *state, struct ui *ui, bool save)
{
	const struct report *known = &app_pack(ui->app)->reports[state->menu.chosen];
	struct app_report report = { .name = known->name,
				     .area = app_person_area(ui->app),
				     .lang = ui->lang,
				     .format = save ? APP_FORMAT_CSV : APP_FORMAT_TEXT,
				     .encoding = save ? APP_UTF8_BOM : APP_UTF8 };
	struct buf out = { 0 };
	struct err err = { 0 };
	char *path = NULL;
	struct screen *screen = NULL;
	enum status status;

	ui_busy(ui, _("Counting..."));
	status = app_report(ui->app, &report, &out, &err);
	if (!status && save) {
		const char *workspace = app_workspace(ui->app), *slash = strrchr(workspace, '/');

		path = mem_printf("%.*s%s.csv", slash ? (int)(slash - workspace + 1) : 0, workspace, known->name);
		status = file_write(path, buf_text(&out), out.len, 0600, &err);
	}
	if (status)
		ui_fail(ui, &err);
	else if (save)
		ui_say(ui, TOAST_GOOD, _("Written: %s"), path);
	else
		screen = text_screen(mem_strdup(label_text(&known->title, ui->lang)), mem_strdup(buf_text(&out)));
	free(path);
	buf_release(&out);
	return screen ? (struct action){ ACTION_PUSH, screen } : STAY;
}

static struct action
reports_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct reports_state *state = screen->state;

	if (menu_key(&state->menu, key, (size_t)ui->rows - 5))
		return STAY;
	if (command == COMMAND_BACK)
		return BACK;
	if ((command == COMMAND_OPEN || command == COMMAND_SAVE) && state->menu.count)
		return make(state, ui, command == COMMAND_SAVE);
	return STAY;
}

static void
reports_close(struct screen *screen, struct ui *ui)
{
	(void)ui;
	free(screen->state);
}

static const char *
reports_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Reports");
}

static const struct screen_class reports_class = {
	.name = "reports",
	.bindings = bindings,
	.title = reports_title,
	.recalc = reports_recalc,
	.draw = reports_draw,
	.key = reports_key,
	.close = reports_close,
};

struct screen *
reports_screen(struct ui *ui)
{
	if (!app_pack(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("No form pack is in force in this file yet."));
		return NULL;
	}
	return screen_new(&reports_class, mem_alloc(sizeof(struct reports_state)));
}
