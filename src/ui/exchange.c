#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/exchange.h"
#include "app/person.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/screens.h"

/* Sticks: what is on them, taking it in, writing what the others lack, the slip, and what waits for a decision. */

enum { COMMAND_ENTER = 1, COMMAND_ALL, COMMAND_EXPORT, COMMAND_SLIP, COMMAND_DECIDE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ KEY_ENTER, 0, N_("Enter"), N_("take this file in"), COMMAND_ENTER, true },
	{ KEY_CHAR, 'i', "i", N_("take all in"), COMMAND_ALL, true },
	{ KEY_CHAR, 'e', "e", N_("write for others"), COMMAND_EXPORT, true },
	{ KEY_CHAR, 's', "s", N_("slip"), COMMAND_SLIP, true },
	{ KEY_CHAR, 'd', "d", N_("decisions"), COMMAND_DECIDE, true },
	{ KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct exchange_state {
	glob_t files, sticks;
	bool found;
	struct menu menu;
};

/* ---- what is there */

static void
forget(struct exchange_state *state)
{
	if (state->found) {
		globfree(&state->files);
		globfree(&state->sticks);
	}
	state->found = false;
}

static void
look(struct exchange_state *state)
{
	static const char *const usual[] = { "/media/*/*", "/run/media/*/*", "/mnt/*" };
	const char *own = getenv("LOUCE_STICKS");

	forget(state);
	memset(&state->files, 0, sizeof(state->files));
	memset(&state->sticks, 0, sizeof(state->sticks));
	state->found = true;
	if (own && *own)
		glob(own, GLOB_ONLYDIR, NULL, &state->sticks);
	for (size_t i = 0; !(own && *own) && i < ARRAY_LEN(usual); i++)
		glob(usual[i], GLOB_ONLYDIR | (i ? GLOB_APPEND : 0), NULL, &state->sticks);
	for (size_t i = 0; i < state->sticks.gl_pathc; i++) {
		char *pattern = mem_printf("%s/*.louce", state->sticks.gl_pathv[i]);

		glob(pattern, state->files.gl_pathc ? GLOB_APPEND : 0, NULL, &state->files);
		free(pattern);
	}
}

static void
exchange_recalc(struct screen *screen, struct ui *ui)
{
	struct exchange_state *state = screen->state;

	look(state);
	menu_resize(&state->menu, state->files.gl_pathc, (size_t)ui->rows - 8);
}

static void
exchange_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct exchange_state *state = screen->state;
	char line[400];

	(void)ui;
	if (state->sticks.gl_pathc == 0)
		canvas_wrap(canvas, BODY_TOP + 1, 2, canvas->cols - 4, 3, WARN, _("No stick is in. Put one in and wait until the system shows it; this page finds it at the next key."));
	else {
		snprintf(line, sizeof(line), _("Sticks: %s%s"), state->sticks.gl_pathv[0], state->sticks.gl_pathc > 1 ? " ..." : "");
		canvas_short(canvas, BODY_TOP + 1, 2, canvas->cols - 4, FAINT, line);
		canvas_text(canvas, BODY_TOP + 3, 2, canvas->cols - 4, BOLD, state->files.gl_pathc ? _("Files of louce on them:") : _("No file of louce is on them."));
	}
	for (size_t i = state->menu.first; i < state->files.gl_pathc && (int)(i - state->menu.first) < body_rows(canvas) - 5; i++) {
		bool chosen = i == state->menu.chosen;
		struct stat about;

		snprintf(line, sizeof(line), "%s %s", chosen ? ">" : " ", state->files.gl_pathv[i]);
		canvas_short(canvas, BODY_TOP + 4 + (int)(i - state->menu.first), 2, canvas->cols - 18, chosen ? CHOSEN : PLAIN, line);
		if (stat(state->files.gl_pathv[i], &about) == 0) {
			snprintf(line, sizeof(line), "%.1f MiB", (double)about.st_size / 1048576);
			canvas_text(canvas, BODY_TOP + 4 + (int)(i - state->menu.first), canvas->cols - 14, 13, FAINT, line);
		}
	}
	canvas_cursor(canvas, BODY_TOP + 4 + (int)(state->menu.chosen - state->menu.first), 2);
}

/* ---- taking in */

static void
add_file(struct buf *text, const struct value *file)
{
	const struct value *reasons = value_get_list(file, "reasons"), *refusals = value_get_list(file, "refusals");
	const char *path = value_get_text(file, "path"), *slash = path ? strrchr(path, '/') : NULL, *why = value_get_text(file, "why");

	buf_printf(text, "%s\n", slash ? slash + 1 : path ? path : "");
	if (!value_get_boolean(file, "taken", false)) {
		buf_printf(text, "  %s\n  %s\n", _("Refused: nothing of it was taken."), why ? why : "");
		return;
	}
	buf_printf(text, _("  %lld steps: %lld new, %lld known, %lld waiting for credentials, %lld refused, %lld kept without effect\n"),
		   (long long)value_get_integer(file, "steps", 0), (long long)value_get_integer(file, "new", 0),
		   (long long)value_get_integer(file, "known", 0), (long long)value_get_integer(file, "pending", 0),
		   (long long)value_get_integer(file, "refused", 0), (long long)value_get_integer(file, "not_counting", 0));
	buf_printf(text, _("  %lld photos, %lld sealed values; %lld of them are missing\n"), (long long)value_get_integer(file, "photos", 0),
		   (long long)value_get_integer(file, "boxes", 0), (long long)value_get_integer(file, "missing", 0));
	for (size_t i = 0; reasons && i < reasons->list.count; i++)
		buf_printf(text, "  %lld  %s\n", (long long)value_get_integer(&reasons->list.items[i], "count", 0),
			   value_get_text(&reasons->list.items[i], "why") ? value_get_text(&reasons->list.items[i], "why") : "");
	for (size_t i = 0; refusals && i < refusals->list.count; i++)
		if (refusals->list.items[i].type == VALUE_TEXT)
			buf_printf(text, "  ! %s\n", refusals->list.items[i].text);
}

static void
show_progress(void *ctx, const char *path, size_t done, size_t all)
{
	char text[300];

	snprintf(text, sizeof(text), _("Reading %zu of %zu: %s"), done + 1, all, path);
	ui_busy(ctx, text);
}

static struct action
take_in(struct ui *ui, char **paths, size_t count)
{
	struct app_import ask = { .paths = (const char *const *)paths, .count = count, .progress = show_progress, .ctx = ui };
	struct value result = { 0 };
	struct buf text = { 0 };
	struct err err = { 0 };
	const struct value *files;

	if (count == 0)
		return STAY;
	ui_busy(ui, _("Reading..."));
	if (app_import(ui->app, &ask, &result, &err)) {
		ui_fail(ui, &err);
		value_release(&result);
		return STAY;
	}
	files = value_get_list(&result, "files");
	buf_printf(&text, _("%lld new steps from %zu files; %lld files refused.\n"), (long long)value_get_integer(&result, "new", 0), count,
		   (long long)value_get_integer(&result, "refused_files", 0) + (long long)value_get_integer(&result, "unread_files", 0));
	if (value_get_integer(&result, "receipt", 0))
		buf_printf(&text, _("Receipt no. %lld is written; it goes back with what you write for them (e), the slip is on s.\n"),
			   (long long)value_get_integer(&result, "receipt", 0));
	if (value_get_integer(&result, "forks", 0))
		buf_printf(&text, _("%lld devices' feeds split: d decides.\n"), (long long)value_get_integer(&result, "forks", 0));
	buf_char(&text, '\n');
	for (size_t i = 0; files && i < files->list.count; i++)
		add_file(&text, &files->list.items[i]);
	value_release(&result);
	return (struct action){ ACTION_PUSH, text_screen(mem_strdup(_("Taken in")), buf_detach(&text)) };
}

/* ---- writing: for whom */

enum { COMMAND_WRITE = 1, COMMAND_GIVE_UP };

static const struct binding export_bindings[] = {
	{ KEY_ENTER, 0, N_("Enter"), N_("write it on the stick"), COMMAND_WRITE, true },
	{ KEY_CHAR, 0, "0-9", N_("choose"), COMMAND_WRITE, true },
	{ KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct export_state {
	char *folder;
	struct menu menu;
};

static void
export_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct export_state *state = screen->state;
	const struct pack *pack = app_pack(ui->app);
	char line[300];

	snprintf(line, sizeof(line), _("Written into: %s"), state->folder);
	canvas_short(canvas, BODY_TOP + 1, 2, canvas->cols - 4, FAINT, line);
	canvas_text(canvas, BODY_TOP + 3, 2, canvas->cols - 4, BOLD, _("For whom? What they have already, by their receipts, is left out."));
	for (size_t i = 0; i <= pack->role_count; i++) {
		bool chosen = i == state->menu.chosen;

		snprintf(line, sizeof(line), "%zu %s", i, i ? label_text(&pack->roles[i - 1].label, ui->lang) : _("everybody: all that is here"));
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
	struct value result = { 0 };
	struct err err = { 0 };
	struct buf text = { 0 };
	const struct value *files;
	enum status status;

	clock_date(clock_now_unix(), date);
	path = mem_printf("%s/%s-%s.louce", state->folder, role ? role->name : "all", date);
	ask.path = path;
	ui_busy(ui, _("Writing, and reading back..."));
	status = app_export(ui->app, &ask, &result, &err);
	if (status) {
		ui_fail(ui, &err);
	} else {
		files = value_get_list(&result, "files");
		buf_printf(&text, "%s\n\n", _("Done: written, read back from the stick and proven. The stick may be pulled out."));
		for (size_t i = 0; files && i < files->list.count; i++)
			buf_printf(&text, _("%s\n  %lld steps, %lld photos, %lld sealed values\n"), value_get_text(&files->list.items[i], "path"),
				   (long long)value_get_integer(&files->list.items[i], "steps", 0),
				   (long long)value_get_integer(&files->list.items[i], "photos", 0),
				   (long long)value_get_integer(&files->list.items[i], "boxes", 0));
	}
	free(path);
	value_release(&result);
	return status ? STAY : (struct action){ ACTION_REPLACE, text_screen(mem_strdup(_("Written")), buf_detach(&text)) };
}

static struct action
export_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct export_state *state = screen->state;

	state->menu.count = app_pack(ui->app)->role_count + 1;
	if (menu_key(&state->menu, key, state->menu.count))
		return STAY;
	if (key->kind == KEY_CHAR && key->c >= '0' && key->c - '0' < state->menu.count) {
		state->menu.chosen = key->c - '0';
		return write_out(state, ui);
	}
	if (key->kind == KEY_ENTER)
		return write_out(state, ui);
	return command == COMMAND_GIVE_UP ? BACK : STAY;
}

static void
export_close(struct screen *screen, struct ui *ui)
{
	struct export_state *state = screen->state;

	(void)ui;
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

/* ---- decisions: feeds that split, houses listed twice */

enum { COMMAND_DO = 1, COMMAND_APART, COMMAND_LEAVE };

static const struct binding decide_bindings[] = {
	{ KEY_ENTER, 0, N_("Enter"), N_("decide so"), COMMAND_DO, true },
	{ KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

enum question_kind { QUESTION_KEEP, QUESTION_SAME, QUESTION_APART };

struct question {
	enum question_kind kind;
	char *text, *a, *b;
};

struct decide_state {
	struct question *questions;
	size_t count, cap;
	struct menu menu;
	struct line reason;
	bool asking; /* the reason is typed */
};

static void
drop_questions(struct decide_state *state)
{
	for (size_t i = 0; i < state->count; i++) {
		free(state->questions[i].text);
		free(state->questions[i].a);
		free(state->questions[i].b);
	}
	state->count = 0;
}

static void
add_question(struct decide_state *state, enum question_kind kind, char *text_take, const char *a, const char *b)
{
	MEM_GROW(state->questions, state->count, state->cap);
	state->questions[state->count++] = (struct question){ kind, text_take, mem_strdup(a), mem_strdup(b) };
}

static void
add_pairs(struct decide_state *state, struct ui *ui, const struct value *list, enum question_kind kind)
{
	for (size_t i = 0; list && i < list->list.count; i++) {
		const char *a = value_get_text(&list->list.items[i], "building"), *b = value_get_text(&list->list.items[i], "other"),
			   *why = value_get_text(&list->list.items[i], "why");
		char *one = a ? app_building_place(ui->app, a) : NULL, *other = b ? app_building_place(ui->app, b) : NULL;

		if (a && b)
			add_question(state, kind,
				     kind == QUESTION_SAME ? mem_printf(_("One house? %s / %s (%s)"), one, other, why ? why : "")
							   : mem_printf(_("Decided to be one house; undo: %s / %s"), one, other),
				     a, b);
		free(one);
		free(other);
	}
}

static void
decide_recalc(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;
	struct value found = { 0 };
	struct err err = { 0 };
	const struct value *forks;

	if (state->asking)
		return;
	drop_questions(state);
	if (app_questions(ui->app, app_person_area(ui->app), &found, &err)) {
		ui_fail(ui, &err);
		return;
	}
	forks = value_get_list(&found, "forks");
	for (size_t i = 0; forks && i < forks->list.count; i++) {
		const struct value *rivals = value_get_list(&forks->list.items[i], "rivals");

		for (size_t k = 0; rivals && k < rivals->list.count && !value_get_boolean(&forks->list.items[i], "settled", false); k++) {
			const char *step = value_get_text(&rivals->list.items[k], "step"), *by = value_get_text(&rivals->list.items[k], "by"),
				   *at = value_get_text(&rivals->list.items[k], "at");

			if (step)
				add_question(state, QUESTION_KEEP,
					     mem_printf(_("A laptop's feed splits: keep the branch of %s, %s"), by ? by : "?", at ? at : ""), step, "");
		}
	}
	add_pairs(state, ui, value_get_list(&found, "same"), QUESTION_SAME);
	add_pairs(state, ui, value_get_list(&found, "joined"), QUESTION_APART);
	value_release(&found);
	menu_resize(&state->menu, state->count, (size_t)ui->rows - 8);
}

static void
decide_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct decide_state *state = screen->state;

	(void)ui;
	canvas_wrap(canvas, BODY_TOP, 1, canvas->cols - 2, 2, FAINT, _("What no rule can settle. A decision is signed, with its reason, and a later one undoes it."));
	if (state->count == 0)
		canvas_text(canvas, BODY_TOP + 3, 2, canvas->cols - 4, GOOD, _("Nothing waits for a decision."));
	for (size_t i = state->menu.first; i < state->count && (int)(i - state->menu.first) < body_rows(canvas) - 6; i++) {
		bool chosen = i == state->menu.chosen;
		int row = BODY_TOP + 3 + (int)(i - state->menu.first);

		canvas_text(canvas, row, 1, 1, ACCENT, chosen ? ">" : " ");
		canvas_short(canvas, row, 3, canvas->cols - 4, chosen ? CHOSEN : PLAIN, state->questions[i].text);
	}
	if (state->asking) {
		int row = BODY_TOP + body_rows(canvas) - 2;

		canvas_text(canvas, row, 2, 14, BOLD, _("Why? in words"));
		input_draw(canvas, row, 17, canvas->cols - 20, &state->reason);
	}
}

static struct action
decide_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct decide_state *state = screen->state;
	const struct question *question;
	struct err err = { 0 };
	enum status status;

	if (command == COMMAND_LEAVE) {
		if (!state->asking)
			return BACK;
		state->asking = false;
		return STAY;
	}
	if (!state->asking) {
		if (!menu_key(&state->menu, key, (size_t)ui->rows - 8) && command == COMMAND_DO && state->count)
			state->asking = true;
		return STAY;
	}
	if (command != COMMAND_DO) {
		input_key(&state->reason, key, ui->cols - 22);
		return STAY;
	}
	question = &state->questions[state->menu.chosen];
	if (!*line_text(&state->reason)) {
		ui_say(ui, TOAST_BAD, "%s", _("Say in words why it is decided so."));
		return STAY;
	}
	ui_busy(ui, _("Signing..."));
	status = question->kind == QUESTION_KEEP ? app_decide_keep(ui->app, question->a, line_text(&state->reason), &err)
						 : app_decide_same(ui->app, question->a, question->b, question->kind == QUESTION_SAME,
								   line_text(&state->reason), &err);
	if (status)
		ui_fail(ui, &err);
	else
		ui_say(ui, TOAST_GOOD, "%s", _("Decided and signed."));
	state->asking = false;
	line_set(&state->reason, "");
	return STAY;
}

static void
decide_close(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;

	(void)ui;
	drop_questions(state);
	free(state->questions);
	line_release(&state->reason);
	free(state);
}

static const char *
decide_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Decisions");
}

static const struct screen_class decide_class = {
	.name = "decide",
	.bindings = decide_bindings,
	.title = decide_title,
	.recalc = decide_recalc,
	.draw = decide_draw,
	.key = decide_key,
	.close = decide_close,
	.types = true,
};

/* ---- keys of the page */

static struct action
push_export(struct exchange_state *state, struct ui *ui)
{
	struct export_state *export;

	if (state->sticks.gl_pathc == 0) {
		ui_say(ui, TOAST_BAD, "%s", _("Put a stick in first."));
		return STAY;
	}
	if (!app_pack(ui->app) || !app_person_name(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("First say who is at the laptop: P on the first page."));
		return STAY;
	}
	export = mem_alloc(sizeof(*export));
	export->folder = mem_strdup(state->sticks.gl_pathv[0]);
	export->menu.count = app_pack(ui->app)->role_count + 1;
	return (struct action){ ACTION_PUSH, screen_new(&export_class, export) };
}

static struct action
exchange_key(struct screen *screen, struct ui *ui, const struct key *key, int command)
{
	struct exchange_state *state = screen->state;
	struct buf slip = { 0 };
	struct err err = { 0 };
	struct decide_state *decide;

	if (menu_key(&state->menu, key, (size_t)ui->rows - 8))
		return STAY;
	switch (command) {
	case COMMAND_ENTER:
		return state->menu.chosen < state->files.gl_pathc ? take_in(ui, &state->files.gl_pathv[state->menu.chosen], 1) : STAY;
	case COMMAND_ALL:
		return take_in(ui, state->files.gl_pathv, state->files.gl_pathc);
	case COMMAND_EXPORT:
		return push_export(state, ui);
	case COMMAND_SLIP:
		if (app_slip(ui->app, &slip, &err)) {
			ui_fail(ui, &err);
			return STAY;
		}
		return (struct action){ ACTION_PUSH, text_screen(mem_strdup(_("The slip that both sides sign")), buf_detach(&slip)) };
	case COMMAND_DECIDE:
		decide = mem_alloc(sizeof(*decide));
		line_init(&decide->reason, LINE_SINGLE, 200);
		return (struct action){ ACTION_PUSH, screen_new(&decide_class, decide) };
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
	.bindings = bindings,
	.title = exchange_title,
	.recalc = exchange_recalc,
	.draw = exchange_draw,
	.key = exchange_key,
	.close = exchange_close,
};

struct screen *
exchange_screen(struct ui *ui)
{
	(void)ui;
	return screen_new(&exchange_class, mem_alloc(sizeof(struct exchange_state)));
}
