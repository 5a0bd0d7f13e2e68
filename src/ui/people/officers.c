#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/follow.h"
#include "app/people/officers.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* Who the county's officers are from now on. */

enum { COMMAND_TOGGLE = 1, COMMAND_MORE, COMMAND_FEWER, COMMAND_HERE, COMMAND_SUM, COMMAND_LEAVE };

static const struct binding officers_bindings[] = {
	{ UI_KEY_CHAR, ' ', N_("Space"), N_("in or out"), COMMAND_TOGGLE, true },
	{ UI_KEY_CHAR, '+', "+ -", N_("how many must agree"), COMMAND_MORE, true },
	{ UI_KEY_CHAR, '-', NULL, NULL, COMMAND_FEWER, false },
	{ UI_KEY_CHAR, 'h', "h", N_("receipts here"), COMMAND_HERE, true },
	{ UI_KEY_CHAR, 's', "s", N_("sign"), COMMAND_SUM, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

struct officer_candidate {
	struct id credential;
	char person[33]; /* a person may be named with several rights: of each machine one */
	char *name;
	bool officer, chosen; /* an officer now; an officer afterwards */
};

struct officers_state {
	struct officer_candidate *items;
	size_t count, cap;
	struct app_officers_fit fit; /* of those that are chosen, */
	bool fitted;		     /* and asked since that changed */
	int threshold;
	bool here;
	struct list_view list;
};

/* ---- the list */

/* Is the person chosen with another right than this one? */
static bool
is_chosen_otherwise(const struct officers_state *state, const struct officer_candidate *at)
{
	for (size_t i = 0; i < state->count; i++)
		if (&state->items[i] != at && state->items[i].chosen && strcmp(state->items[i].person, at->person) == 0)
			return true;
	return false;
}

static const char *
change_words(const struct officers_state *state, const struct officer_candidate *at)
{
	if (!at->chosen && is_chosen_otherwise(state, at))
		return at->officer ? _("without this right; an officer with another one") : _("an officer with another right");
	return at->officer  ? (at->chosen ? _("stays") : _("no longer an officer"))
	       : at->chosen ? _("becomes an officer")
			    : _("asks to be one");
}

static void
candidate_text(const void *ctx, size_t index, struct buf *out)
{
	const struct officers_state *state = ctx;
	const struct officer_candidate *at = &state->items[index];

	buf_printf(out, "%s  %s", at->name, change_words(state, at));
}

static void
draw_candidate(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct officers_state *state = ctx;
	const struct officer_candidate *at = &state->items[index];

	canvas_column(canvas, &area, (int)sizeof("[x]"), at->chosen ? GOOD : FAINT, at->chosen ? "[x]" : "[ ]");
	canvas_column(canvas, &area, area.cols * 3 / 10, chosen ? CHOSEN : PLAIN, at->name);
	canvas_line(canvas, &area, at->officer == at->chosen ? FAINT : WARN, change_words(state, at));
}

static struct list_rows
rows_of(const struct officers_state *state)
{
	return (struct list_rows){ .count = state->count, .ctx = state, .text = candidate_text, .draw = draw_candidate };
}

/* ---- the page */

#define SUM_ROWS 2 /* below the list: how many must agree, and who writes the receipts */

static const char *
intro_text(void)
{
	return _(
		"Who the county's officers are from now on. It is in force when enough of those of before and enough of those of after agreed. Whoever shall become one makes a key (n on the page before), as county officer who lets others sign.");
}

static struct area
sum_area(const struct ui *ui)
{
	return area_bottom(area_above(area_inside(ui_body(ui), 2, 2), 1), SUM_ROWS);
}

/* The credentials that are chosen; caller frees. */
static struct id *
chosen_ids(const struct officers_state *state, size_t *count)
{
	struct id *ids = mem_array(state->count, sizeof(*ids));

	*count = 0;
	for (size_t i = 0; i < state->count; i++)
		if (state->items[i].chosen)
			ids[(*count)++] = state->items[i].credential;
	return ids;
}

static void
fit_threshold(struct officers_state *state)
{
	if (!state->fit.most)
		return;
	if (state->threshold > state->fit.most)
		state->threshold = state->fit.most;
	if (state->threshold < state->fit.least)
		state->threshold = state->fit.least;
}

/* Asks what may be named when it changed. */
static void
fit_chosen(struct officers_state *state, struct ui *ui)
{
	struct err err = { 0 };
	size_t count;
	struct id *ids = chosen_ids(state, &count);

	state->fitted = true;
	if (app_officers_fit(ui->app, ids, count, &state->fit, &err)) {
		state->fit = (struct app_officers_fit){ 0 };
		ui_fail(ui, &err);
	}
	free(ids);
	fit_threshold(state);
}

static void
officers_recalc(struct screen *screen, struct ui *ui)
{
	struct officers_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area body = ui_body(ui);

	if (!state->fitted)
		fit_chosen(state, ui);
	body = area_below(body, canvas_wrap_rows(intro_text(), body.cols - 2) + 1);
	list_view_fit(&state->list, &rows, area_above(body, 1 + SUM_ROWS + 1));
}

static void
officers_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct officers_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area intro = area_inside(ui_body(ui), 1, 1), sum = sum_area(ui);
	char line[200];

	canvas_paragraph(canvas, &intro, FAINT, intro_text());
	list_view_draw(&state->list, &rows, canvas);
	if (state->fit.most) {
		snprintf(line, sizeof(line), _("%zu officers; of these %d must agree"), state->fit.persons, state->threshold);
		canvas_line(canvas, &sum, BOLD, line);
	} else {
		snprintf(line, sizeof(line), _("%zu officers: a county has one, or three and more"), state->fit.persons);
		canvas_line(canvas, &sum, WARN, line);
	}
	canvas_line(canvas, &sum, state->here ? WARN : FAINT,
		    state->here ? _("This laptop writes the county's receipts from then on.")
				: _("The county's receipts are written where they were before."));
}

static const char *
officers_note(const struct screen *screen)
{
	return ((const struct officers_state *)screen->state)->list.note;
}

/* ---- naming them */

static enum status
do_name(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct officers_state *state = ctx;
	struct app_officers ask = { .threshold = state->threshold, .receive_here = state->here };
	struct id *officers = chosen_ids(state, &ask.officer_count);
	enum status status = app_confirm(ui->app, passphrase, err);
	char before[REQUEST_CODE_LEN + 1];
	struct id step;

	ask.officers = officers;
	*before = '\0';
	(void)app_founding_code(ui->app, before);
	if (!status)
		status = app_new_officers(ui->app, &ask, &step, err);
	free(officers);
	if (!status)
		*result = founding_changed_words(ui, before);
	if (!status && !*result)
		ui_say(ui, TOAST_GOOD, "%s", _("Signed. It waits on this page until enough officers of before and of after agreed."));
	return status;
}

static struct action
push_name(struct officers_state *state, struct ui *ui)
{
	struct buf text = { 0 };
	size_t leave = 0;

	if (!state->fit.most) {
		ui_say(ui, TOAST_SAID, "%s", _("A county has one officer, or three and more: mark more, or fewer."));
		return STAY;
	}
	if (!state->fit.signer_stays) {
		ui_say(ui, TOAST_SAID, "%s",
		       _("Who signs this must be an officer afterwards too: mark yourself, or let another officer sign."));
		return STAY;
	}
	buf_printf(&text, _("The county's officers from now on; %d of them must agree:"), state->threshold);
	buf_char(&text, '\n');
	for (size_t i = 0; i < state->count; i++)
		if (state->items[i].chosen)
			buf_printf(&text, "\n- %s", state->items[i].name);
	for (size_t i = 0; i < state->count; i++) {
		if (!state->items[i].officer || state->items[i].chosen)
			continue;
		if (!leave++)
			buf_printf(&text, "\n\n%s\n", _("No longer an officer:"));
		buf_printf(&text, "\n- %s", state->items[i].name);
	}
	buf_printf(&text, "\n\n%s",
		   _("When it is in force, the digits that the office reads out to new laptops are others: the people page shows them."));
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){ .title = mem_strdup(_("Name officers anew")),
										   .text = buf_detach(&text),
										   .act = do_name,
										   .ctx = state }) };
}

static struct action
officers_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct officers_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	if (list_view_key(&state->list, &rows, key))
		return STAY;
	switch (command) {
	case COMMAND_TOGGLE:
		if (state->count)
			state->items[state->list.chosen].chosen = !state->items[state->list.chosen].chosen;
		state->fitted = false;
		break;
	case COMMAND_MORE:
		state->threshold++;
		fit_threshold(state);
		break;
	case COMMAND_FEWER:
		state->threshold--;
		fit_threshold(state);
		break;
	case COMMAND_HERE:
		state->here = !state->here;
		break;
	case COMMAND_SUM:
		return push_name(state, ui);
	case COMMAND_LEAVE:
		return BACK;
	}
	return STAY;
}

static void
officers_close(struct screen *screen, struct ui *ui)
{
	struct officers_state *state = screen->state;

	(void)ui;
	for (size_t i = 0; i < state->count; i++)
		free(state->items[i].name);
	free(state->items);
	list_view_release(&state->list);
	free(state);
}

static const char *
officers_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Name officers anew");
}

static const struct screen_class officers_class = {
	.name = "new-officers",
	.about = N_("Names the county's officers anew. Mark who they are and how many must agree; enough of the present ones must sign."),
	.bindings = officers_bindings,
	.also = move_bindings,
	.title = officers_title,
	.note = officers_note,
	.recalc = officers_recalc,
	.draw = officers_draw,
	.key = officers_key,
	.close = officers_close,
};

struct screen *
officers_screen(struct ui *ui)
{
	struct officers_state *state;
	struct app_people people = { 0 };
	struct err err = { 0 };

	if (!ui_has_person(ui))
		return NULL;
	if (app_people(ui->app, &people, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	for (size_t i = 0; i < people.count; i++) {
		const struct app_holder *holder = &people.items[i];
		struct officer_candidate *at;

		if (!holder->may_be_officer)
			continue;
		MEM_GROW(state->items, state->count, state->cap);
		at = &state->items[state->count++];
		*at = (struct officer_candidate){
			.credential = holder->credential,
			.name = mem_strdup(holder->name),
			.officer = holder->in_office,
			.chosen = holder->in_office,
		};
		memcpy(at->person, holder->person, sizeof(at->person));
	}
	app_people_release(&people);
	state->threshold = app_threshold(ui->app);
	return screen_new(&officers_class, state);
}
