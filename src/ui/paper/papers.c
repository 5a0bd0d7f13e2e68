#include "ui/paper/papers.h"

#include <stdlib.h>
#include <string.h>

#include "app/paper/evidence.h"
#include "app/house/list.h"
#include "app/paper/print.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/listview.h"
#include "ui/page/where.h"
#include "ui/paper/preview.h"
#include "ui/screen.h"

/* Which paper is printed, by a digit or Enter; a PDF beside the workspace or on the stick, written when its words were seen. */

enum { COMMAND_PRINT = 1, COMMAND_WHERE, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("look at it, then print"), COMMAND_PRINT, true },
	{ UI_KEY_CHAR, 'u', "u", N_("onto the stick, or here"), COMMAND_WHERE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct papers_state {
	struct id building;
	char village[DIVISION_CODE_LEN + 1]; /* "": of a house, or of a list of them: */
	char *file;			     /* that the paper is about; NULL: none */
	const char *words[1];		     /* the village or the file, as what is printed names it */
	struct id *listed;
	size_t listed_count;
	struct app_print_choice *choices;
	size_t count;
	struct list_view list;
	struct save_place place;
};

static void
choice_text(const void *ctx, size_t index, struct buf *out)
{
	const struct papers_state *state = ctx;

	buf_text_add(out, state->choices[index].title);
}

static struct list_rows
choices_of(const struct papers_state *state)
{
	return (struct list_rows){ .count = state->count, .ctx = state, .text = choice_text, .numbered = true };
}

static struct area
said_area(const struct ui *ui)
{
	return area_inside(area_below(ui_body(ui), 1), 1, 1);
}

static const char *
said(const struct papers_state *state)
{
	if (state->file)
		return _("Choose a paper. It is made as PDF, with the name and size of the file and what this laptop holds.");
	return state->listed
		       ? _("Choose a paper. It is made for every house of the list that it is for, all in one PDF; each house's history says who printed it and when.")
		       : _("Choose a paper. It is made as PDF, and the history says who printed it and when.");
}

static void
papers_recalc(struct screen *screen, struct ui *ui)
{
	struct papers_state *state = screen->state;
	const struct list_rows rows = choices_of(state);
	struct area area = said_area(ui);
	char *where = save_place_words(&state->place);
	int above = canvas_wrap_rows(said(state), area.cols) + canvas_wrap_rows(where, area.cols);

	list_view_fit(&state->list, &rows, area_below(area, above + 1));
	free(where);
}

static void
papers_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct papers_state *state = screen->state;
	const struct list_rows rows = choices_of(state);
	struct area area = said_area(ui);
	char *where = save_place_words(&state->place);

	canvas_paragraph(canvas, &area, FAINT, said(state));
	canvas_paragraph(canvas, &area, FAINT, where);
	list_view_draw(&state->list, &rows, canvas);
	free(where);
}

/* ---- printing */

/* The paper goes with a file of the house, and both are written. */
static enum status
write_evidence(struct ui *ui, void *ctx, struct err *err)
{
	const struct papers_state *state = ctx;
	struct app_evidence evidence;
	enum status status = app_evidence(ui->app, &state->building, state->place.stick, ui->lang, &evidence, err);

	if (status)
		return status;
	/* Translators: the paths of a file and of its paper, and the number on it. */
	ui_say(ui, TOAST_GOOD, _("Written: %s and %s (serial %s)"), evidence.path, evidence.paper ? evidence.paper : "-",
	       evidence.serial ? evidence.serial : "-");
	app_evidence_release(&evidence);
	return STATUS_OK;
}

static struct action
push_evidence(struct papers_state *state, struct ui *ui)
{
	char *text = app_evidence_words(ui->app, state->place.stick);

	return action_push(print_preview_screen((struct print_preview){ .text = text, .act = write_evidence, .ctx = state }));
}

static enum status
write_papers(struct ui *ui, void *ctx, struct err *err)
{
	struct app_print_done done;
	struct printing **printing = ctx;
	enum status status = app_print_sign(*printing, &done, err);

	if (status)
		return status;
	if (done.papers > 1 || done.unfit)
		ui_say(ui, TOAST_GOOD, _("Papers: %zu, written in one file: %s. Houses of the list that it is not for: %zu."), done.papers,
		       done.path, done.unfit);
	else
		/* Translators: the path of a file, and the number on the paper. */
		ui_say(ui, TOAST_GOOD, _("Written: %s (serial %s)"), done.path, done.serial);
	app_print_done_release(&done);
	return STATUS_OK;
}

static void
drop_papers(void *ctx)
{
	struct printing **printing = ctx;

	app_print_drop(*printing);
	free(printing);
}

static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct printing **printing = ctx;

	(void)ui;
	return app_print_prepare_anew(printing, err) ? NULL : app_print_words(*printing);
}

static struct action
print(struct papers_state *state, struct ui *ui, size_t chosen)
{
	struct app_print ask = {
		.paper = state->choices[chosen].name, .copy = state->choices[chosen].copy, .lang = ui->lang, .folder = state->place.stick
	};
	struct printing *printing = NULL, **held;
	struct err err = { 0 };

	if (!*state->village && !state->file && app_is_evidence(ui->app, ask.paper))
		return push_evidence(state, ui);
	if (*state->village || state->file) {
		state->words[0] = state->file ? state->file : state->village;
		ask.words = state->words;
		ask.word_count = 1;
	} else if (state->listed) {
		ask.listed = state->listed;
		ask.listed_count = state->listed_count;
	} else {
		ask.building = &state->building;
	}
	ui_busy(ui, _("Printing..."));
	if (app_print_prepare(ui->app, &ask, &printing, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	held = mem_alloc(sizeof(*held));
	*held = printing;
	return action_push(print_preview_screen((struct print_preview){
		.text = app_print_words(printing), .act = write_papers, .words = words_now, .ctx = held, .drop = drop_papers }));
}

static struct action
papers_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct papers_state *state = screen->state;
	const struct list_rows rows = choices_of(state);
	size_t chosen;

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	if (list_view_digit(&state->list, &rows, key, &chosen))
		return print(state, ui, chosen);
	if (command == COMMAND_BACK)
		return BACK;
	if (command == COMMAND_WHERE)
		save_place_turn(&state->place, ui);
	return command == COMMAND_PRINT ? print(state, ui, state->list.chosen) : STAY;
}

static void
papers_close(struct screen *screen, struct ui *ui)
{
	struct papers_state *state = screen->state;

	(void)ui;
	app_print_choices_free(state->choices, state->count);
	list_view_release(&state->list);
	save_place_release(&state->place);
	free(state->listed);
	free(state->file);
	free(state);
}

static const char *
papers_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen, (void)ui;
	return _("Print");
}

static const char *
papers_note(const struct screen *screen)
{
	return ((const struct papers_state *)screen->state)->list.note;
}

static const struct screen_class papers_class = {
	.name = "papers",
	.about = N_(
		"Papers that may be printed here. Enter shows what stands on the chosen one; then it is written as PDF, beside the file of this laptop or, after u, onto the stick, with a serial that the history keeps."),
	.bindings = bindings,
	.also = move_bindings,
	.title = papers_title,
	.note = papers_note,
	.recalc = papers_recalc,
	.draw = papers_draw,
	.key = papers_key,
	.close = papers_close,
};

static struct papers_state *
state_of(struct ui *ui, enum paper_about about, const struct id *building)
{
	struct papers_state *state;
	struct app_print_choice *choices = NULL;
	size_t count = 0;
	struct err err = { 0 };

	if (!ui_has_person(ui))
		return NULL;
	if (app_print_can(&err) || app_print_choices(ui->app, about, building, ui->lang, &choices, &count, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	if (!count) {
		app_print_choices_free(choices, count);
		ui_say(ui, TOAST_SAID, "%s", _("There is nothing to print here yet."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->choices = choices;
	state->count = count;
	return state;
}

struct screen *
papers_screen(struct ui *ui, const struct id *building, const char *village)
{
	struct papers_state *state = state_of(ui, village ? PAPER_OF_DIVISION : PAPER_OF_HOUSE, village ? NULL : building);

	if (!state)
		return NULL;
	if (building)
		state->building = *building;
	strcpy(state->village, village ? village : "");
	return screen_new(&papers_class, state);
}

struct screen *
papers_of_file_screen(struct ui *ui, const char *path)
{
	struct papers_state *state = state_of(ui, PAPER_OF_FILE, NULL);

	if (!state)
		return NULL;
	state->file = mem_strdup(path);
	return screen_new(&papers_class, state);
}

struct screen *
papers_of_list_screen(struct ui *ui, const struct building_list *list)
{
	size_t shown, reach;
	struct papers_state *state;

	building_list_counted(list, &shown, &reach);
	if (building_list_count(list) && !shown)
		ui_say(ui, TOAST_BAD, "%s", _("Those that show are counted as other houses; papers are printed for these."));
	state = shown ? state_of(ui, PAPER_OF_HOUSE, NULL) : NULL;
	if (!state)
		return NULL;
	state->listed = building_list_roots(list, &state->listed_count);
	return screen_new(&papers_class, state);
}
