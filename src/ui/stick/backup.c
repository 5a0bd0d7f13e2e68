#include "ui/stick/backup.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/session/workspace.h"
#include "app/stick/backup.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/text.h"
#include "ui/page/textview.h"

/* A backup: what goes onto the stick, when the last one was written, and how one comes back from it. */

enum { COMMAND_WRITE = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("write it on the stick"), COMMAND_WRITE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct backup_state {
	char *folder;
	struct text_view said;
};

static void
say_backup(struct backup_state *state, struct ui *ui)
{
	struct text_view *said = &state->said;
	char *path = mem_printf("%s/louce", state->folder), *last;
	struct app_export ask = { .path = path, .all = true };
	struct app_export_plan plan = { 0 };
	struct err err = { 0 };
	int64_t since = 0;

	text_view_clear(said);
	text_view_addf(said, FAINT, 0, _("Written into: %s"), state->folder);
	text_view_add(said, PLAIN, 0, "");
	if (app_export_plan(ui->app, &ask, &plan, &err))
		text_view_add(said, BAD, 0, err.text);
	else
		text_view_addf(said, GOOD, 0, _("%lld steps, %lld photos, %lld sealed values go out, about %.1f MiB."),
			       (long long)plan.steps, (long long)plan.photos, (long long)plan.boxes, (double)plan.bytes / 1048576);
	app_export_plan_release(&plan);
	free(path);
	text_view_add(said, PLAIN, 0, _("Nothing is left out, and your key goes with it: it opens with your passphrase alone."));
	text_view_add(said, PLAIN, 0, "");
	last = app_backup_last(ui->app, &since);
	if (last)
		text_view_addf(said, since ? WARN : GOOD, 0,
			       n_("The last backup from this laptop: %s; %" PRId64 " step came since.",
				  "The last backup from this laptop: %s; %" PRId64 " steps came since.", (size_t)since),
			       last, since);
	else
		text_view_add(said, WARN, 0, _("No backup was written from this laptop yet."));
	free(last);
	text_view_add(said, PLAIN, 0, "");
	text_view_add(
		said, PLAIN, 0,
		_("What is typed and not signed is not in it. Keep the stick apart from the laptop. When the laptop is gone: open louce on another one with this stick in, press 1, and choose the file."));
}

static struct action
write_backup(struct backup_state *state, struct ui *ui)
{
	struct app_backup done;
	struct buf text = { 0 };
	struct err err = { 0 };
	enum status status;

	if (!ui_has_person(ui))
		return STAY;
	ui_busy(ui, _("Writing, and reading back..."));
	status = app_backup(ui->app, state->folder, &done, &err);
	if (status) {
		ui_fail(ui, &err);
	} else {
		buf_printf(&text, "%s\n\n", _("Done: written, read back from the stick and proven. The stick may be pulled out."));
		for (size_t i = 0; i < done.exported.file_count; i++)
			buf_printf(&text, _("%s\n  %lld steps, %lld photos, %lld sealed values\n"), done.exported.files[i].path,
				   (long long)done.exported.files[i].steps, (long long)done.exported.files[i].photos,
				   (long long)done.exported.files[i].boxes);
		buf_printf(&text, "%s\n", done.key ? done.key : _("The key lies on the stick already."));
	}
	app_backup_release(&done);
	return status ? STAY : (struct action){ ACTION_REPLACE, text_screen(mem_strdup(_("Backup written")), buf_detach(&text)) };
}

static void
backup_recalc(struct screen *screen, struct ui *ui)
{
	struct backup_state *state = screen->state;

	if (!state->said.count)
		say_backup(state, ui);
	text_view_fit(&state->said, area_below(area_inside(ui_body(ui), 2, 2), 1));
}

static void
backup_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	(void)ui;
	text_view_draw(&((const struct backup_state *)screen->state)->said, canvas);
}

static struct action
backup_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct backup_state *state = screen->state;

	if (text_view_key(&state->said, key))
		return STAY;
	if (command == COMMAND_WRITE)
		return write_backup(state, ui);
	return command == COMMAND_BACK ? BACK : NO_KEY;
}

/* Another window wrote the file: more goes out. */
static void
backup_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	text_view_clear(&((struct backup_state *)screen->state)->said);
}

static void
backup_close(struct screen *screen, struct ui *ui)
{
	struct backup_state *state = screen->state;

	(void)ui;
	text_view_release(&state->said);
	free(state->folder);
	free(state);
}

static const char *
backup_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Backup");
}

static const char *
backup_note(const struct screen *screen)
{
	return ((const struct backup_state *)screen->state)->said.note;
}

static const struct screen_class backup_class = {
	.name = "backup",
	.about = N_(
		"All that is here and your key onto a stick, against the day when the laptop is gone. Enter writes it and reads it back."),
	.bindings = bindings,
	.also = move_bindings,
	.title = backup_title,
	.note = backup_note,
	.recalc = backup_recalc,
	.draw = backup_draw,
	.key = backup_key,
	.forget = backup_forget,
	.close = backup_close,
};

struct screen *
backup_screen(struct ui *ui, const char *folder)
{
	struct backup_state *state;

	if (!folder) {
		ui_say(ui, TOAST_BAD, "%s", _("Put a stick in first."));
		return NULL;
	}
	if (!app_pack(ui->app) || !ui_has_person(ui))
		return NULL;
	state = mem_alloc(sizeof(*state));
	state->folder = mem_strdup(folder);
	return screen_new(&backup_class, state);
}
