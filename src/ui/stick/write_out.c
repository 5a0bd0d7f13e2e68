#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/menu.h"
#include "ui/page/text.h"
#include "ui/screen.h"
#include "ui/stick/sticks.h"

/* The page of writing onto a stick: for whom, what would go out, and what was written. */

enum { COMMAND_WRITE = 1, COMMAND_GIVE_UP };

static const struct binding export_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose; then write it on the stick"), COMMAND_WRITE, true },
	{ UI_KEY_CHAR, 0, "0-9", N_("for whom"), COMMAND_WRITE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct export_state {
	char *folder;
	struct menu menu;
	bool planned; /* `plan` says what would go out; Enter writes it */
	struct app_export_plan plan;
};

static void
draw_plan(const struct export_state *state, const struct ui *ui, struct canvas *canvas)
{
	const struct pack *pack = app_pack(ui->app);
	const struct app_export_plan *plan = &state->plan;
	struct buf names = { 0 };
	int row = BODY_TOP + 3;
	char line[400];

	snprintf(line, sizeof(line), _("For: %s"),
		 state->menu.chosen ? label_text(&pack->roles[state->menu.chosen - 1].label, ui->lang) : _("everybody: all that is here"));
	canvas_short(canvas, row++, 2, canvas->cols - 4, BOLD, line);
	for (size_t i = 0; i < plan->people_count; i++)
		buf_printf(&names, "%s%s", i ? _(", ") : "", plan->people[i]);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 3, PLAIN, buf_text(&names));
	buf_release(&names);
	row++;
	snprintf(line, sizeof(line), _("%lld steps, %lld photos, %lld sealed values go out, about %.1f MiB."), (long long)plan->steps,
		 (long long)plan->photos, (long long)plan->boxes, (double)plan->bytes / 1048576);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, GOOD, line);
	if (plan->receipt)
		snprintf(line, sizeof(line), _("What they have already, by their receipt no. %lld, is left out."),
			 (long long)plan->receipt);
	else
		snprintf(line, sizeof(line), "%s",
			 state->menu.chosen ? _("No receipt of theirs is here yet, so everything of their area goes out.")
					    : _("Nothing is left out."));
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, PLAIN, line) + 1;
	canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, FAINT,
		    _("Names, telephone numbers and addresses are sealed: who finds the stick cannot read them."));
	canvas_text(canvas, BODY_TOP + body_rows(canvas) - 2, 2, canvas->cols - 4, CHOSEN,
		    _("Enter writes it on the stick and reads it back."));
}

static void
export_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct export_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);
	char line[300];

	snprintf(line, sizeof(line), _("Written into: %s"), state->folder);
	canvas_short(canvas, BODY_TOP + 1, 2, canvas->cols - 4, FAINT, line);
	if (state->planned) {
		draw_plan(state, ui, canvas);
		return;
	}
	canvas_text(canvas, BODY_TOP + 3, 2, canvas->cols - 4, BOLD,
		    _("For whom? What they have already, by their receipts, is left out."));
	for (size_t i = 0; i <= pack->role_count; i++) {
		bool chosen = i == state->menu.chosen;

		snprintf(line, sizeof(line), "%zu %s", i,
			 i ? label_text(&pack->roles[i - 1].label, ui->lang) : _("everybody: all that is here"));
		canvas_short(canvas, BODY_TOP + 5 + (int)i, 4, canvas->cols - 6, chosen ? CHOSEN : PLAIN, line);
	}
	canvas_cursor(canvas, BODY_TOP + 5 + (int)state->menu.chosen, 4);
}

static struct action
write_out(struct export_state *state, struct ui *ui)
{
	const struct pack *pack = app_pack(ui->app);
	const struct role *role = state->menu.chosen ? &pack->roles[state->menu.chosen - 1] : NULL;
	char date[11], *path;
	struct app_export ask = { .to = role ? role->name : NULL };
	struct app_exported result = { 0 };
	struct err err = { 0 };
	struct buf text = { 0 };
	enum status status;

	clock_date(clock_now_unix(), date);
	path = mem_printf("%s/%s-%s.louce", state->folder, role ? role->name : "all", date);
	ask.path = path;
	ui_busy(ui, _("Writing, and reading back..."));
	status = app_export(ui->app, &ask, &result, &err);
	if (status) {
		ui_fail(ui, &err);
	} else {
		buf_printf(&text, "%s\n\n", _("Done: written, read back from the stick and proven. The stick may be pulled out."));
		for (size_t i = 0; i < result.file_count; i++)
			buf_printf(&text, _("%s\n  %lld steps, %lld photos, %lld sealed values\n"), result.files[i].path,
				   (long long)result.files[i].steps, (long long)result.files[i].photos, (long long)result.files[i].boxes);
	}
	free(path);
	app_exported_release(&result);
	return status ? STAY : (struct action){ ACTION_REPLACE, text_screen(mem_strdup(_("Written")), buf_detach(&text)) };
}

static struct action
plan_out(struct export_state *state, struct ui *ui)
{
	const struct pack *pack = app_pack(ui->app);
	char *path = mem_printf("%s/louce", state->folder); /* a plan asks its path only for the room in its folder */
	struct app_export ask = { .path = path, .to = state->menu.chosen ? pack->roles[state->menu.chosen - 1].name : NULL };
	struct err err = { 0 };

	app_export_plan_release(&state->plan);
	ui_busy(ui, _("Looking what they lack..."));
	state->planned = !app_export_plan(ui->app, &ask, &state->plan, &err);
	free(path);
	if (!state->planned && err.status == STATUS_NOT_FOUND)
		ui_say(ui, TOAST_BAD, "%s", _("Nobody of this kind may sign around here; choose somebody else."));
	else if (!state->planned)
		ui_fail(ui, &err);
	return STAY;
}

static struct action
export_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct export_state *state = screen->state;

	if (state->planned) {
		if (key->kind == UI_KEY_ENTER)
			return write_out(state, ui);
		state->planned = command != COMMAND_GIVE_UP; /* back to the choice */
		return STAY;
	}
	state->menu.count = app_pack(ui->app)->role_count + 1;
	if (menu_key(&state->menu, key, state->menu.count))
		return STAY;
	if (key->kind == UI_KEY_CHAR && key->c >= '0' && key->c - '0' < state->menu.count) {
		state->menu.chosen = key->c - '0';
		return plan_out(state, ui);
	}
	if (key->kind == UI_KEY_ENTER)
		return plan_out(state, ui);
	return command == COMMAND_GIVE_UP ? BACK : STAY;
}

static void
export_close(struct screen *screen, struct ui *ui)
{
	struct export_state *state = screen->state;

	(void)ui;
	app_export_plan_release(&state->plan);
	free(state->folder);
	free(state);
}

static const char *
export_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Write for others");
}

static const struct screen_class export_class = {
	.name = "export",
	.bindings = export_bindings,
	.title = export_title,
	.draw = export_draw,
	.key = export_key,
	.close = export_close,
};

struct screen *
stick_write_screen(struct ui *ui, const char *folder)
{
	struct export_state *export;

	if (!folder) {
		ui_say(ui, TOAST_BAD, "%s", _("Put a stick in first."));
		return NULL;
	}
	if (!app_pack(ui->app) || !ui_has_person(ui))
		return NULL;
	export = mem_alloc(sizeof(*export));
	export->folder = mem_strdup(folder);
	export->menu.count = app_pack(ui->app)->role_count + 1;
	return screen_new(&export_class, export);
}
