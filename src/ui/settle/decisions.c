#include "app/house/place.h"
#include "app/house/record.h"
#include "app/session/person.h"
#include "app/stick/exchange.h"
#include "ui/settle/decisions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/menu.h"
#include "ui/screen.h"
#include "ui/settle/decision.h"

/* What no rule can settle: a laptop whose account splits in two, a house listed twice. The list; each question has a page. */

enum { COMMAND_OPEN = 1, COMMAND_COMPARE, COMMAND_LEAVE };

static const struct binding bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("open"), COMMAND_OPEN, true },
	{ UI_KEY_CHAR, 'c', "c", N_("compare all addresses and owners"), COMMAND_COMPARE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

struct question {
	enum question_kind kind;
	const struct value *item; /* of `found` */
	bool open;		  /* waits for somebody */
	char *text;
};

struct decide_state {
	struct value found;
	bool read, compare;
	struct question *questions; /* open ones first */
	size_t count, cap, open;
	struct menu menu;
};

/* ---- the list */

static void
drop_questions(struct decide_state *state)
{
	for (size_t i = 0; i < state->count; i++)
		free(state->questions[i].text);
	state->count = state->open = 0;
	value_release(&state->found);
}

static void
add(struct decide_state *state, enum question_kind kind, const struct value *item, bool open, char *text_take)
{
	MEM_GROW(state->questions, state->count, state->cap);
	state->questions[state->count++] = (struct question){ kind, item, open, text_take };
	state->open += open;
}

static void
add_forks(struct decide_state *state, bool settled)
{
	const struct value *forks = value_get_list(&state->found, "forks");

	for (size_t i = 0; forks && i < forks->list.count; i++) {
		const struct value *fork = &forks->list.items[i];
		char *owners;

		if (value_get_boolean(fork, "settled", false) != settled)
			continue;
		owners = fork_owners(fork);
		add(state, QUESTION_FORK, fork, !settled,
		    settled ? mem_printf(_("Two accounts of laptop %.8s (%s): settled"), value_get_text(fork, "device"), owners)
			    : mem_printf(_("Two accounts of laptop %.8s (%s): which one counts?"), value_get_text(fork, "device"), owners));
		free(owners);
	}
}

static void
add_pairs(struct decide_state *state, struct ui *ui, const char *name, enum question_kind kind)
{
	const struct value *pairs = value_get_list(&state->found, name);

	for (size_t i = 0; pairs && i < pairs->list.count; i++) {
		const struct value *pair = &pairs->list.items[i];
		char *one = app_building_place(ui->app, value_get_text(pair, "building")),
		     *other = app_building_place(ui->app, value_get_text(pair, "other"));
		const char *why = value_get_text(pair, "why");

		if (kind == QUESTION_JOINED)
			add(state, kind, pair, false, mem_printf(_("One house, decided: %s / %s"), one, other));
		else
			add(state, kind, pair, true,
			    mem_printf(strcmp(why, "photo") == 0     ? _("One house? The same photo: %s / %s")
				       : strcmp(why, "address") == 0 ? _("One house? The same address: %s / %s")
								     : _("One house? The same owner in one place: %s / %s"),
				       one, other));
		free(one);
		free(other);
	}
}

static void
decide_recalc(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;
	struct err err = { 0 };

	if (state->read)
		return;
	state->read = true;
	drop_questions(state);
	/* A township's houses are compared at once; a county's take a while, and only when asked. */
	if (division_level(app_person_area(ui->app)) >= DIVISION_TOWNSHIP)
		state->compare = true;
	if (state->compare)
		ui_busy(ui, _("Comparing the houses..."));
	if (app_questions(ui->app, app_person_area(ui->app), state->compare, &state->found, &err)) {
		ui_fail(ui, &err);
		return;
	}
	add_forks(state, false);
	add_pairs(state, ui, "same", QUESTION_SAME);
	add_pairs(state, ui, "joined", QUESTION_JOINED);
	add_forks(state, true);
	menu_resize(&state->menu, state->count, (size_t)ui->rows - 8);
}

static void
decide_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct decide_state *state = screen->state;
	char line[200];

	(void)ui;
	canvas_wrap(canvas, BODY_TOP, 1, canvas->cols - 2, 2, FAINT,
		    _("What no rule can settle: who has the right decides it, with a reason, and signs."));
	if (state->open == 0)
		snprintf(line, sizeof(line), "%s", _("Nothing waits for a decision."));
	else
		snprintf(line, sizeof(line), _("%zu wait for a decision:"), state->open);
	canvas_text(canvas, BODY_TOP + 2, 2, canvas->cols - 4, state->open ? BOLD : GOOD, line);
	for (size_t i = state->menu.first; i < state->count && (int)(i - state->menu.first) < body_rows(canvas) - 4; i++) {
		bool chosen = i == state->menu.chosen;
		int row = BODY_TOP + 4 + (int)(i - state->menu.first);

		canvas_text(canvas, row, 1, 1, ACCENT, chosen ? ">" : " ");
		canvas_short(canvas, row, 3, canvas->cols - 4,
			     chosen			? CHOSEN
			     : state->questions[i].open ? PLAIN
							: FAINT,
			     state->questions[i].text);
		if (chosen)
			canvas_cursor(canvas, row, 1);
	}
}

static struct action
decide_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct decide_state *state = screen->state;
	const struct question *question;
	struct screen *page;

	if (menu_key(&state->menu, key, (size_t)ui->rows - 8))
		return STAY;
	switch (command) {
	case COMMAND_OPEN:
		question = state->count ? &state->questions[state->menu.chosen] : NULL;
		page = question ? question_screen(ui, question->kind, question->item) : NULL;
		return page ? (struct action){ ACTION_PUSH, page } : STAY;
	case COMMAND_COMPARE:
		if (!app_person_name(ui->app)) {
			ui_say(ui, TOAST_BAD, "%s", _("First say who is at the laptop: P on the first page."));
			break;
		}
		state->compare = true;
		state->read = false;
		break;
	case COMMAND_LEAVE:
		return BACK;
	}
	return STAY;
}

/* What is done on the page above may settle something. */
static void
decide_leave(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;

	(void)ui;
	state->read = false;
}

static void
decide_close(struct screen *screen, struct ui *ui)
{
	struct decide_state *state = screen->state;

	(void)ui;
	drop_questions(state);
	free(state->questions);
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
	.bindings = bindings,
	.title = decide_title,
	.recalc = decide_recalc,
	.draw = decide_draw,
	.key = decide_key,
	.leave = decide_leave,
	.close = decide_close,
};

struct screen *
decide_screen(void)
{
	return screen_new(&decide_class, mem_alloc(sizeof(struct decide_state)));
}
