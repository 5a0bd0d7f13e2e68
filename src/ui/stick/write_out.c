#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/page/listview.h"
#include "ui/page/textview.h"
#include "ui/screen.h"
#include "ui/stick/slip.h"
#include "ui/stick/sticks.h"

/* The page of writing onto a stick: for whom, what would go out, and what was written. */

enum { COMMAND_WRITE = 1, COMMAND_ALL, COMMAND_GIVE_UP };

static const struct binding export_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("choose; then write it on the stick"), COMMAND_WRITE, true },
	{ UI_KEY_CHAR, 0, "0-9", N_("for whom"), COMMAND_WRITE, true },
	{ UI_KEY_CHAR, 'a', "a", N_("all again, or what they lack"), COMMAND_ALL, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct export_state {
	char *folder;
	struct list_view list; /* everybody, then the roles */
	bool all;	       /* what they have already goes too */
	bool planned;	       /* `said` says what would go out; Enter writes it */
	struct text_view said;
};

/* ---- for whom */

struct export_page {
	const struct export_state *state;
	const struct ui *ui;
};

/* The chosen role; NULL: everybody. */
static const struct role *
chosen_role(const struct export_state *state, const struct ui *ui)
{
	return state->list.chosen ? &app_pack(ui->app)->roles[state->list.chosen - 1] : NULL;
}

static const char *
role_words(const struct ui *ui, const struct role *role)
{
	return role ? label_text(&role->label, ui->lang) : _("everybody: all that is here");
}

/* Everybody has the digit 0, the first nine roles have 1 to 9. */
static void
receiver_text(const void *ctx, size_t index, struct buf *out)
{
	const struct export_page *page = ctx;

	if (index <= 9)
		buf_printf(out, "%zu ", index);
	else
		buf_text_add(out, "  ");
	buf_text_add(out, role_words(page->ui, index ? &app_pack(page->ui->app)->roles[index - 1] : NULL));
}

static struct list_rows
rows_of(const struct export_page *page)
{
	return (struct list_rows){ .count = app_pack(page->ui->app)->role_count + 1, .ctx = page, .text = receiver_text };
}

/* ---- what goes out */

static void
say_left(void *ctx, const char *sentence)
{
	text_view_add(ctx, PLAIN, 0, sentence);
}

static bool
leaves_any(const struct app_export_left *left)
{
	return left->elsewhere || left->requests || left->pending || left->missing || left->drafts;
}

static void
say_plan(struct export_state *state, const struct ui *ui, const struct app_export_plan *plan)
{
	const struct role *role = chosen_role(state, ui);
	struct text_view *said = &state->said;
	struct buf names = { 0 };
	char minute[17];

	text_view_clear(said);
	text_view_addf(said, BOLD, 0, _("For: %s"), role_words(ui, role));
	for (size_t i = 0; i < plan->people_count; i++)
		buf_printf(&names, "%s%s", i ? _(", ") : "", plan->people[i]);
	if (names.len)
		text_view_add(said, PLAIN, 0, buf_text(&names));
	buf_release(&names);
	text_view_add(said, PLAIN, 0, "");
	text_view_addf(said, GOOD, 0, _("%lld steps, %lld photos, %lld sealed values go out, about %.1f MiB."), (long long)plan->steps,
		       (long long)plan->photos, (long long)plan->boxes, (double)plan->bytes / 1048576);
	if (plan->heard_unix) {
		clock_minute(plan->heard_unix, minute);
		text_view_addf(said, PLAIN, 0, _("What they have already, by their file of %s, is left out."), minute);
	} else if (role && !state->all) {
		text_view_add(said, PLAIN, 0, _("No file of theirs was taken in here yet, so everything of their area goes out."));
	} else if (!leaves_any(&plan->left)) {
		text_view_add(said, PLAIN, 0, _("Nothing is left out."));
	}
	app_export_left_each(&plan->left, say_left, said);
	text_view_add(said, PLAIN, 0, "");
	text_view_add(said, FAINT, 0, _("Names, telephone numbers and addresses are sealed: who finds the stick cannot read them."));
}

/* ---- the page */

static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

/* The page below the folder, which a long path makes longer. */
static struct area
below_folder(const struct export_state *state, const struct ui *ui)
{
	struct area page = page_area(ui);
	char *folder = mem_printf(_("Written into: %s"), state->folder);

	page = area_below(page, canvas_wrap_rows(folder, page.cols) + 1);
	free(folder);
	return page;
}

static void
export_recalc(struct screen *screen, struct ui *ui)
{
	struct export_state *state = screen->state;
	const struct export_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	struct area area = below_folder(state, ui);

	list_view_fit(&state->list, &rows, area_below(area, 2));
	text_view_fit(&state->said, area_above(area, 3));
}

static void
export_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct export_state *state = screen->state;
	const struct export_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	struct area left = page_area(ui), last = area_bottom(page_area(ui), 2);
	char *folder = mem_printf(_("Written into: %s"), state->folder);

	canvas_paragraph(canvas, &left, FAINT, folder);
	free(folder);
	left = below_folder(state, ui);
	if (state->planned) {
		text_view_draw(&state->said, canvas);
		canvas_line(canvas, &last, CHOSEN, _("Enter writes it on the stick and reads it back."));
		return;
	}
	canvas_line(canvas, &left, BOLD,
		    state->all ? _("For whom? Everything goes out again, also what they have already.")
			       : _("For whom? What they have already, by the last file of theirs, is left out."));
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
export_note(const struct screen *screen)
{
	const struct export_state *state = screen->state;

	return state->planned ? state->said.note : state->list.note;
}

/* ---- writing */

static struct action
write_out(struct export_state *state, struct ui *ui)
{
	const struct role *role = chosen_role(state, ui);
	struct app_export ask = { .path = state->folder, .to = role ? role->name : NULL, .all = state->all };
	struct app_exported result = { 0 };
	struct err err = { 0 };
	struct buf text = { 0 };
	struct screen *written = NULL;
	enum status status;

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
	if (!status) /* one paper: of several parts it names the first */
		written = slip_screen(mem_strdup(_("Written")), buf_detach(&text), result.files[0].path);
	app_exported_release(&result);
	return status ? STAY : (struct action){ ACTION_REPLACE, written };
}

static struct action
plan_out(struct export_state *state, struct ui *ui)
{
	const struct role *role = chosen_role(state, ui);
	char *path = mem_printf("%s/louce", state->folder); /* a plan asks its path only for the room in its folder */
	struct app_export ask = { .path = path, .to = role ? role->name : NULL, .all = state->all };
	struct app_export_plan plan = { 0 };
	struct err err = { 0 };

	ui_busy(ui, _("Looking what they lack..."));
	state->planned = !app_export_plan(ui->app, &ask, &plan, &err);
	free(path);
	if (state->planned)
		say_plan(state, ui, &plan);
	else if (err.status == STATUS_NOT_FOUND)
		ui_say(ui, TOAST_BAD, "%s", _("Nobody of this kind may sign around here; choose somebody else."));
	else
		ui_fail(ui, &err);
	app_export_plan_release(&plan);
	return STAY;
}

/* What is planned is counted anew when another window wrote the file. */
static void
export_forget(struct screen *screen, struct ui *ui)
{
	struct export_state *state = screen->state;

	if (state->planned)
		plan_out(state, ui);
}

static struct action
planned_key(struct export_state *state, struct ui *ui, const struct ui_key *key, int command)
{
	if (text_view_key(&state->said, key))
		return STAY;
	if (key->kind == UI_KEY_ENTER)
		return write_out(state, ui);
	state->planned = command != COMMAND_GIVE_UP; /* back to the choice */
	return STAY;
}

static struct action
export_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct export_state *state = screen->state;
	const struct export_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	uint32_t c = ui_key_ascii(key);

	if (state->planned)
		return planned_key(state, ui, key, command);
	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (c >= '0' && c <= '9' && c - '0' < rows.count) {
		state->list.chosen = c - '0';
		return plan_out(state, ui);
	}
	if (key->kind == UI_KEY_ENTER)
		return plan_out(state, ui);
	if (command == COMMAND_ALL)
		state->all = !state->all;
	return command == COMMAND_GIVE_UP ? BACK : STAY;
}

static void
export_close(struct screen *screen, struct ui *ui)
{
	struct export_state *state = screen->state;

	(void)ui;
	list_view_release(&state->list);
	text_view_release(&state->said);
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
	.about = N_(
		"Writes a file on the stick for somebody. Choose for whom; the page says what goes, then Enter writes it and reads it back."),
	.bindings = export_bindings,
	.also = move_bindings,
	.title = export_title,
	.note = export_note,
	.recalc = export_recalc,
	.draw = export_draw,
	.key = export_key,
	.forget = export_forget,
	.close = export_close,
};

struct screen *
stick_write_screen(struct ui *ui, const char *folder, bool all)
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
	export->all = all;
	return screen_new(&export_class, export);
}
