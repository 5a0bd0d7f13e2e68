#include "ui/settle/decisions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/place.h"
#include "app/house/record.h"
#include "app/session/person.h"
#include "app/settle/questions.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/listview.h"
#include "ui/screen.h"
#include "ui/settle/decision.h"

/* The list of questions that no rule can settle: a laptop with two accounts, a house listed twice. Each question has a page. */

#define TWINS_MOST 1000 /* pairs on the page: each is a sentence of its own; the others are counted */

enum { COMMAND_OPEN = 1, COMMAND_COMPARE, COMMAND_LEAVE };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, 'c', "c", N_("compare all addresses and owners"), COMMAND_COMPARE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

struct question {
	enum question_kind kind;
	size_t at; /* index in the list of its kind in `found` */
	bool open; /* waits for somebody */
	char *text;
};

struct decide_state {
	struct app_questions found;
	bool read, compare;
	bool say;		    /* what the comparison that was asked for found */
	char *at;		    /* the words of the question that was chosen when the list was forgotten; owned */
	struct question *questions; /* open ones first */
	size_t count, cap, open;
	struct list_view list;
};

/* ---- the list */

static void
drop_questions(struct decide_state *state)
{
	for (size_t i = 0; i < state->count; i++)
		free(state->questions[i].text);
	state->count = state->open = 0;
	app_questions_release(&state->found);
}

static void
add(struct decide_state *state, enum question_kind kind, size_t at, bool open, char *text_take)
{
	MEM_GROW(state->questions, state->count, state->cap);
	state->questions[state->count++] = (struct question){ kind, at, open, text_take };
	state->open += open;
}

static void
add_forks(struct decide_state *state, bool settled)
{
	for (size_t i = 0; i < state->found.fork_count; i++) {
		const struct app_fork *fork = &state->found.forks[i];
		char *owners, device[DEVICE_HEX_LEN + 1];

		if (fork->settled != settled)
			continue;
		owners = fork_owners(fork);
		device_hex(&fork->device, device);
		add(state, QUESTION_FORK, i, !settled,
		    settled ? mem_printf(_("Two accounts of laptop %.8s (%s): settled"), device, owners)
			    : mem_printf(_("Two accounts of laptop %.8s (%s): which one counts?"), device, owners));
		free(owners);
	}
}

static void
add_twins(struct decide_state *state, struct ui *ui)
{
	for (size_t i = 0; i < state->found.twin_count; i++) {
		const struct twin_pair *pair = &state->found.twins[i];
		char *one = app_building_place(ui->app, &pair->building), *other = app_building_place(ui->app, &pair->other);

		add(state, QUESTION_TWINS, i, true,
		    mem_printf(pair->clue == TWIN_PROPOSED  ? _("One house? So it was proposed: %s / %s")
			       : pair->clue == TWIN_NUMBER  ? _("One house? The same number: %s / %s")
			       : pair->clue == TWIN_PHOTO   ? _("One house? The same photo: %s / %s")
			       : pair->clue == TWIN_PICTURE ? _("One house? A photo that looks the same: %s / %s")
			       : pair->clue == TWIN_ADDRESS ? _("One house? The same address: %s / %s")
			       : pair->clue == TWIN_ID	    ? _("One house? The same identity number: %s / %s")
			       : pair->clue == TWIN_OWNER   ? _("One house? The same owner in one place: %s / %s")
							    : _("One house? The same owner in one place, another door: %s / %s"),
			       one, other));
		free(one);
		free(other);
	}
}

static void
add_joined(struct decide_state *state, struct ui *ui, bool open)
{
	for (size_t i = 0; i < state->found.joined_count; i++) {
		const struct app_joined *joined = &state->found.joined[i];
		char *one, *other;

		if ((joined->hides != NULL) != open)
			continue;
		one = app_building_place(ui->app, &joined->building);
		other = app_building_place(ui->app, &joined->other);
		add(state, QUESTION_JOINED, i, joined->hides != NULL,
		    joined->hides ? mem_printf(_("One house, decided: %s. %s"), one, joined->hides)
				  : mem_printf(_("One house, decided: %s / %s"), one, other));
		free(one);
		free(other);
	}
}

static void
question_text(const void *ctx, size_t index, struct buf *out)
{
	buf_text_add(out, ((const struct decide_state *)ctx)->questions[index].text);
}

static struct look
question_look(const void *ctx, size_t index)
{
	return ((const struct decide_state *)ctx)->questions[index].open ? PLAIN : FAINT;
}

static struct list_rows
rows_of(const struct decide_state *state)
{
	return (struct list_rows){ .count = state->count, .ctx = state, .text = question_text, .look = question_look, .wraps = true };
}

/* What came of a comparison that somebody asked for: the list may look as it did before. */
static void
say_compared(struct decide_state *state, struct ui *ui)
{
	size_t pairs = state->found.twin_count + state->found.twins_more;

	state->say = false;
	if (pairs)
		ui_say(ui, TOAST_SAID,
		       n_("All addresses and owners were compared: %zu pair of houses may be one.",
			  "All addresses and owners were compared: %zu pairs of houses may be one.", pairs),
		       pairs);
	else
		ui_say(ui, TOAST_GOOD, "%s", _("All addresses and owners were compared: no two houses look like one."));
}

static enum status
read_questions(struct decide_state *state, struct ui *ui, struct err *err)
{
	struct questions_ask ask = { .area = app_person_area(ui->app), .most_twins = TWINS_MOST };
	enum status status;

	drop_questions(state);
	/* A township's houses are compared at once; a county's take a while, and only when asked. */
	if (division_level(app_person_area(ui->app)) >= DIVISION_TOWNSHIP)
		state->compare = true;
	if (state->compare)
		ui_busy(ui, _("Comparing the houses..."));
	ask.compare = state->compare;
	status = app_questions(ui->app, &ask, &state->found, err);
	if (status)
		return status;
	state->read = true;
	add_forks(state, false);
	add_joined(state, ui, true);
	add_twins(state, ui);
	add_joined(state, ui, false);
	add_forks(state, true);
	for (size_t i = 0; state->at && i < state->count; i++)
		if (strcmp(state->questions[i].text, state->at) == 0)
			state->list.chosen = i;
	if (state->say)
		say_compared(state, ui);
	return STATUS_OK;
}

/* ---- the page */

static const char *
intro_text(void)
{
	return _("What no rule can settle: who has the right decides it, with a reason, and signs.");
}

/* The page below what it is about. */
static struct area
below_intro(const struct ui *ui)
{
	struct area body = area_inside(ui_body(ui), 1, 1);

	return area_below(body, canvas_wrap_rows(intro_text(), body.cols) + 1);
}

static void
decide_recalc(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;
	struct list_rows rows;
	struct err err = { 0 };

	if (!state->read && read_questions(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(state);
	list_view_fit(&state->list, &rows, area_below(below_intro(ui), 2));
}

static void
decide_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct decide_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area intro = area_inside(ui_body(ui), 1, 1), sum = area_inside(below_intro(ui), 1, 0);
	char line[200];

	canvas_paragraph(canvas, &intro, FAINT, intro_text());
	if (state->open == 0)
		snprintf(line, sizeof(line), "%s", _("Nothing waits for a decision."));
	else if (state->found.twins_more)
		snprintf(line, sizeof(line), _("%zu wait for a decision, and %zu more pairs of houses after them:"), state->open,
			 state->found.twins_more);
	else
		snprintf(line, sizeof(line), n_("%zu waits for a decision:", "%zu wait for a decision:", state->open), state->open);
	canvas_line(canvas, &sum, state->open ? BOLD : GOOD, line);
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
decide_note(const struct screen *screen)
{
	return ((const struct decide_state *)screen->state)->list.note;
}

static struct screen *
open_question(const struct app_questions *found, struct ui *ui, const struct question *question)
{
	size_t at = question->at;

	switch (question->kind) {
	case QUESTION_FORK:
		return question_fork_screen(ui, &found->forks[at]);
	case QUESTION_TWINS:
		return question_pair_screen(ui, question->kind, &found->twins[at].building, &found->twins[at].other);
	case QUESTION_PROPOSE: /* a pair of the list is never so: its page knows */
	case QUESTION_PROPOSED:
	case QUESTION_JOINED:
		return question_pair_screen(ui, question->kind, &found->joined[at].building, &found->joined[at].other);
	}
	return NULL;
}

static struct action
decide_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct decide_state *state = screen->state;
	const struct question *question;
	const struct list_rows rows = rows_of(state);
	struct screen *page;

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_OPEN:
		question = state->count ? &state->questions[state->list.chosen] : NULL;
		page = question ? open_question(&state->found, ui, question) : NULL;
		return page ? (struct action){ ACTION_PUSH, page } : STAY;
	case COMMAND_COMPARE:
		if (!ui_has_person(ui))
			break;
		state->compare = state->say = true;
		state->read = false;
		break;
	case COMMAND_LEAVE:
		return BACK;
	}
	return STAY;
}

/* The list is read anew afterwards: the page above, or another window, may settle something. */
static void
decide_leave(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;

	(void)ui;
	if (state->list.chosen < state->count) {
		free(state->at);
		state->at = mem_strdup(state->questions[state->list.chosen].text);
	}
	state->read = false;
}

static void
decide_close(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;

	(void)ui;
	drop_questions(state);
	free(state->questions);
	free(state->at);
	list_view_release(&state->list);
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
	.about = N_("Questions that only a person can settle: split logs and houses listed twice. Enter opens one."),
	.bindings = bindings,
	.also = move_bindings,
	.title = decide_title,
	.note = decide_note,
	.recalc = decide_recalc,
	.draw = decide_draw,
	.key = decide_key,
	.forget = decide_leave,
	.leave = decide_leave,
	.close = decide_close,
};

struct screen *
decisions_screen(void)
{
	return screen_new(&decide_class, mem_alloc(sizeof(struct decide_state)));
}
