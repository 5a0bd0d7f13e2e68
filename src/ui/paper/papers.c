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
#include "ui/screen.h"

/* Which paper is printed: a PDF beside the workspace, by a digit or Enter. */

enum { COMMAND_PRINT = 1, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("print: write the PDF"), COMMAND_PRINT, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct papers_state {
	struct id building;
	char village[DIVISION_CODE_LEN + 1]; /* "": of a house, or of a list of them: */
	struct id *listed;
	size_t listed_count;
	struct app_print_choice *choices;
	size_t count;
	struct list_view list;
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
	return state->listed
		       ? _("Choose a paper. It is written for every house of the list that it is for, all in one PDF beside the workspace; each house's history says who printed it and when.")
		       : _("Choose a paper. It is written as PDF beside the workspace, and the history says who printed it and when.");
}

static void
papers_recalc(struct screen *screen, struct ui *ui)
{
	struct papers_state *state = screen->state;
	const struct list_rows rows = choices_of(state);
	struct area area = said_area(ui);

	list_view_fit(&state->list, &rows, area_below(area, canvas_wrap_rows(said(state), area.cols) + 1));
}

static void
papers_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct papers_state *state = screen->state;
	const struct list_rows rows = choices_of(state);
	struct area area = said_area(ui);

	canvas_paragraph(canvas, &area, FAINT, said(state));
	list_view_draw(&state->list, &rows, canvas);
}

/* The paper goes with a file of the house, and both are written. */
static struct action
write_evidence(const struct papers_state *state, struct ui *ui)
{
	struct app_evidence evidence;
	struct err err = { 0 };

	ui_busy(ui, _("Printing..."));
	if (app_evidence(ui->app, &state->building, NULL, ui->lang, &evidence, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	/* Translators: the paths of a file and of its paper, and the number on it. */
	ui_say(ui, TOAST_GOOD, _("Written: %s and %s (serial %s)"), evidence.path, evidence.paper ? evidence.paper : "-",
	       evidence.serial ? evidence.serial : "-");
	app_evidence_release(&evidence);
	return BACK;
}

static struct action
print(struct papers_state *state, struct ui *ui, size_t chosen)
{
	const char *words[] = { state->village };
	struct app_print ask = { .paper = state->choices[chosen].name, .lang = ui->lang };
	struct app_print_done done;
	struct err err = { 0 };

	if (!*state->village && app_is_evidence(ui->app, ask.paper))
		return write_evidence(state, ui);
	if (*state->village) {
		ask.words = words;
		ask.word_count = 1;
	} else if (state->listed) {
		ask.listed = state->listed;
		ask.listed_count = state->listed_count;
	} else {
		ask.building = &state->building;
	}
	ui_busy(ui, _("Printing..."));
	if (app_print(ui->app, &ask, &done, &err)) {
		ui_fail(ui, &err);
		return STAY;
	}
	if (state->listed)
		ui_say(ui, TOAST_GOOD, _("Papers: %zu, written in one file: %s. Houses of the list that it is not for: %zu."), done.papers,
		       done.path, done.unfit);
	else
		/* Translators: the path of a file, and the number on the paper. */
		ui_say(ui, TOAST_GOOD, _("Written: %s (serial %s)"), done.path, done.serial);
	app_print_done_release(&done);
	return BACK;
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
	return command == COMMAND_PRINT ? print(state, ui, state->list.chosen) : STAY;
}

static void
papers_close(struct screen *screen, struct ui *ui)
{
	struct papers_state *state = screen->state;

	(void)ui;
	app_print_choices_free(state->choices, state->count);
	list_view_release(&state->list);
	free(state->listed);
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
	.about = N_("Papers that may be printed here. Enter writes the chosen one as PDF, with a serial that the history keeps."),
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
state_of(struct ui *ui, const struct id *building, bool any_house)
{
	struct papers_state *state;
	struct app_print_choice *choices = NULL;
	size_t count = 0;
	struct err err = { 0 };

	if (!ui_has_person(ui))
		return NULL;
	if (app_print_can(&err) || app_print_choices(ui->app, building, any_house, ui->lang, &choices, &count, &err)) {
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
	struct papers_state *state = state_of(ui, village ? NULL : building, false);

	if (!state)
		return NULL;
	if (building)
		state->building = *building;
	strcpy(state->village, village ? village : "");
	return screen_new(&papers_class, state);
}

struct screen *
papers_of_list_screen(struct ui *ui, const struct building_list *list)
{
	struct papers_state *state = building_list_count(list) ? state_of(ui, NULL, true) : NULL;

	if (!state)
		return NULL;
	state->listed = building_list_roots(list, &state->listed_count);
	return screen_new(&papers_class, state);
}
