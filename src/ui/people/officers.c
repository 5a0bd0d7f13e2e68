#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/menu.h"
#include "ui/page/confirm.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* What waits for the county's officers to agree: marked one by one, signed with one passphrase. */

enum { COMMAND_MARK = 1, COMMAND_SIGN, COMMAND_NEW, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("I agree"), COMMAND_MARK, true },
	{ UI_KEY_CHAR, ' ', NULL, NULL, COMMAND_MARK, false },
	{ UI_KEY_CHAR, 's', "s", N_("sign what I agree to"), COMMAND_SIGN, true },
	{ UI_KEY_CHAR, 'n', "n", N_("name officers anew"), COMMAND_NEW, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct officers_state {
	struct value waiting;
	bool *marked; /* by row */
	size_t marked_count;
	struct menu menu;
};

#define ROWS_EACH 2

static size_t
rows_that_fit(const struct ui *ui)
{
	return (size_t)(ui->rows - 14) / ROWS_EACH;
}

static void
officers_recalc(struct screen *screen, struct ui *ui)
{
	struct officers_state *state = screen->state;
	struct err err = { 0 };
	size_t before = state->waiting.type == VALUE_LIST ? state->waiting.list.count : 0;

	value_release(&state->waiting);
	if (app_waiting(ui->app, &state->waiting, &err)) {
		ui_fail(ui, &err);
		return;
	}
	if (!state->marked || before != state->waiting.list.count) { /* something was decided: marks of before are another list's */
		free(state->marked);
		state->marked = mem_array(state->waiting.list.count, sizeof(*state->marked));
	}
	state->marked_count = 0;
	for (size_t i = 0; i < state->waiting.list.count; i++) {
		state->marked[i] &= !value_get_boolean(&state->waiting.list.items[i], "mine", false);
		state->marked_count += state->marked[i];
	}
	menu_resize(&state->menu, state->waiting.list.count, rows_that_fit(ui));
}

/* What it is, in a sentence; caller frees. */
static char *
what_of(const struct ui *ui, const struct value *line)
{
	const char *kind = value_get_text(line, "kind"), *name = value_get_text(line, "name"), *reason = value_get_text(line, "reason");
	char *place, *names, *text;

	if (strcmp(kind, "pack") == 0)
		return mem_printf(_("Forms and rules, version %lld"), (long long)value_get_integer(line, "version", 0));
	if (strcmp(kind, "genesis") == 0) {
		names = names_of(ui, value_get_list(line, "officers"), false);
		text = mem_printf(_("County officers from now on: %s; %lld must agree%s"), names,
				  (long long)value_get_integer(line, "threshold", 0),
				  value_get_boolean(line, "receiver_changes", false) ? _("; another laptop writes the receipts") : "");
		free(names);
		return text;
	}
	place = person_place(ui, line);
	if (strcmp(kind, "credential") == 0)
		text = mem_printf(_("%s, %s, may let others sign"), name ? name : "?", place);
	else
		text = mem_printf(reason && strcmp(reason, "stolen") == 0 ? _("Right taken back, lost or stolen: %s, %s; receipt no. %lld")
									  : _("Right taken back, has left: %s, %s; receipt no. %lld"),
				  name ? name : "?", place, (long long)value_get_integer(line, "receipt", 0));
	free(place);
	return text;
}

static char *
how_far(const struct value *line)
{
	const char *by = value_get_text(line, "by"), *at = value_get_text(line, "at");
	long long have = (long long)value_get_integer(line, "have", 0), need = (long long)value_get_integer(line, "need", 0),
		  have_new = (long long)value_get_integer(line, "have_new", 0),
		  need_new = (long long)value_get_integer(line, "need_new", 0);

	if (need_new)
		return mem_printf(_("%s %s   %lld of %lld officers agreed, of the new ones %lld of %lld"), by ? by : "?", at ? at : "",
				  have, need, have_new, need_new);
	return mem_printf(_("%s %s   %lld of %lld officers agreed"), by ? by : "?", at ? at : "", have, need);
}

static void
officers_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct officers_state *state = screen->state;
	const struct value *line;
	int row = BODY_TOP;
	char *text;

	row += canvas_wrap(
		       canvas, row, 1, canvas->cols - 2, 3, FAINT,
		       _("Forms and rules, who gives others their right, and whose right is taken back from such: several county officers must agree.")) +
	       1;
	if (state->waiting.type != VALUE_LIST || state->waiting.list.count == 0) {
		canvas_text(canvas, row, 2, canvas->cols - 4, GOOD, _("Nothing waits for the officers."));
		return;
	}
	for (size_t i = state->menu.first; i < state->menu.count && i < state->menu.first + rows_that_fit(ui); i++, row += ROWS_EACH) {
		bool chosen = i == state->menu.chosen, mine;

		line = &state->waiting.list.items[i];
		mine = value_get_boolean(line, "mine", false);
		canvas_text(canvas, row, 0, 1, ACCENT, chosen ? ">" : " ");
		canvas_text(canvas, row, 2, 8, mine || state->marked[i] ? GOOD : FAINT,
			    mine	       ? _("agreed")
			    : state->marked[i] ? _("[x]")
					       : "[ ]");
		text = what_of(ui, line);
		canvas_short(canvas, row, 11, canvas->cols - 12, chosen ? CHOSEN : PLAIN, text);
		free(text);
		text = how_far(line);
		canvas_short(canvas, row + 1, 11, canvas->cols - 12, FAINT, text);
		free(text);
		if (chosen)
			canvas_cursor(canvas, row, 0);
	}
	/* The chosen one in full: nobody agrees to half a sentence. */
	row = BODY_TOP + body_rows(canvas) - 6;
	canvas_rule(canvas, row++, 0, canvas->cols);
	line = &state->waiting.list.items[state->menu.chosen];
	text = what_of(ui, line);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, BOLD, text);
	free(text);
	text = how_far(line);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, PLAIN, text);
	free(text);
	if (value_get_list(line, "issues") && strcmp(value_get_text(line, "kind"), "credential") == 0) {
		char *roles = names_of(ui, value_get_list(line, "issues"), true);

		text = mem_printf(_("Will let sign: %s"), roles);
		canvas_short(canvas, row, 2, canvas->cols - 4, PLAIN, text);
		free(text);
		free(roles);
	}
}

/* ---- agreeing */

static enum status
do_agree(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct officers_state *state = ctx;
	struct value left = { 0 };
	size_t agreed = 0;
	enum status status = app_confirm(ui->app, passphrase, err);

	(void)result;
	for (size_t i = 0; i < state->waiting.list.count && !status; i++)
		if (state->marked[i]) {
			status = app_endorse(ui->app, value_get_text(&state->waiting.list.items[i], "step"), err);
			agreed += !status;
		}
	if (!status)
		status = app_waiting(ui->app, &left, err);
	if (status)
		return status;
	ui_say(ui, TOAST_GOOD, _("You agreed to %zu; %zu of them are in force now."), agreed, state->waiting.list.count - left.list.count);
	value_release(&left);
	return STATUS_OK;
}

static struct action
push_agree(struct officers_state *state, struct ui *ui)
{
	struct buf text = { 0 };

	if (!app_person_name(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("First say who is at the laptop: P on the first page."));
		return STAY;
	}
	if (!state->marked_count) {
		ui_say(ui, TOAST_SAID, "%s", _("Mark first what you agree to: 1."));
		return STAY;
	}
	buf_printf(&text, "%s\n", _("You agree, as a county officer, to:"));
	for (size_t i = 0; i < state->waiting.list.count; i++)
		if (state->marked[i]) {
			char *what = what_of(ui, &state->waiting.list.items[i]);

			buf_printf(&text, "\n- %s", what);
			free(what);
		}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){ .title = mem_strdup(_("Agree as a county officer")),
										   .text = buf_detach(&text),
										   .act = do_agree,
										   .stay = true,
										   .ctx = state }) };
}

static struct action
officers_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct officers_state *state = screen->state;
	struct screen *fresh;

	if (menu_key(&state->menu, key, rows_that_fit(ui)))
		return STAY;
	switch (command) {
	case COMMAND_MARK:
		if (!state->menu.count)
			break;
		if (value_get_boolean(&state->waiting.list.items[state->menu.chosen], "mine", false))
			ui_say(ui, TOAST_SAID, "%s", _("You agreed to this already; others must too."));
		else
			state->marked[state->menu.chosen] = !state->marked[state->menu.chosen];
		break;
	case COMMAND_SIGN:
		return push_agree(state, ui);
	case COMMAND_NEW:
		fresh = new_officers_screen(ui);
		return fresh ? (struct action){ ACTION_PUSH, fresh } : STAY;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
officers_close(struct screen *screen, struct ui *ui)
{
	struct officers_state *state = screen->state;

	(void)ui;
	value_release(&state->waiting);
	free(state->marked);
	free(state);
}

static const char *
officers_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("County officers: what waits");
}

static const struct screen_class officers_class = {
	.name = "officers",
	.bindings = bindings,
	.title = officers_title,
	.recalc = officers_recalc,
	.draw = officers_draw,
	.key = officers_key,
	.close = officers_close,
};

struct screen *
officers_screen(struct ui *ui)
{
	(void)ui;
	return screen_new(&officers_class, mem_alloc(sizeof(struct officers_state)));
}

/* ---- who they are from now on */

enum { COMMAND_TOGGLE = 1, COMMAND_MORE, COMMAND_FEWER, COMMAND_HERE, COMMAND_SUM, COMMAND_LEAVE };

static const struct binding new_bindings[] = {
	{ UI_KEY_CHAR, ' ', N_("Space"), N_("in or out"), COMMAND_TOGGLE, true },
	{ UI_KEY_CHAR, '+', "+ -", N_("how many must agree"), COMMAND_MORE, true },
	{ UI_KEY_CHAR, '-', NULL, NULL, COMMAND_FEWER, false },
	{ UI_KEY_CHAR, 'h', "h", N_("receipts here"), COMMAND_HERE, true },
	{ UI_KEY_CHAR, 's', "s", N_("sign"), COMMAND_SUM, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_LEAVE, true },
	{ 0 },
};

struct candidate {
	char credential[65], name[96];
	bool officer, chosen; /* is one now; will be one */
};

struct new_state {
	struct candidate *items;
	size_t count, cap, chosen;
	int threshold;
	bool here;
	struct menu menu;
};

static void
new_recalc(struct screen *screen, struct ui *ui)
{
	struct new_state *state = screen->state;

	state->chosen = 0;
	for (size_t i = 0; i < state->count; i++)
		state->chosen += state->items[i].chosen;
	if (state->threshold > (int)state->chosen)
		state->threshold = (int)state->chosen;
	if (state->threshold < 1)
		state->threshold = 1;
	menu_resize(&state->menu, state->count, (size_t)ui->rows - 14);
}

static void
new_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct new_state *state = screen->state;
	int row = BODY_TOP, bottom = BODY_TOP + body_rows(canvas) - 3;
	char line[300];

	(void)ui;
	row += canvas_wrap(
		       canvas, row, 1, canvas->cols - 2, 4, FAINT,
		       _("Who the county's officers are from now on. It is in force when enough of those of before and enough of those of after agreed. Whoever shall become one makes a key (n on the page before), as county officer who lets others sign.")) +
	       1;
	for (size_t i = state->menu.first; i < state->count && (int)(i - state->menu.first) < ui->rows - 14; i++, row++) {
		const struct candidate *at = &state->items[i];
		bool current = i == state->menu.chosen;

		canvas_text(canvas, row, 0, 1, ACCENT, current ? ">" : " ");
		canvas_text(canvas, row, 2, 3, at->chosen ? GOOD : FAINT, at->chosen ? "[x]" : "[ ]");
		canvas_short(canvas, row, 6, 20, current ? CHOSEN : PLAIN, at->name);
		canvas_short(canvas, row, 28, canvas->cols - 30, at->officer == at->chosen ? FAINT : WARN,
			     at->officer  ? (at->chosen ? _("stays") : _("no longer an officer"))
			     : at->chosen ? _("new")
					  : _("asks to be one"));
		if (current)
			canvas_cursor(canvas, row, 0);
	}
	snprintf(line, sizeof(line), _("%zu officers; of these %d must agree"), state->chosen, state->threshold);
	canvas_text(canvas, bottom, 2, canvas->cols - 4, BOLD, line);
	canvas_text(canvas, bottom + 1, 2, canvas->cols - 4, state->here ? WARN : FAINT,
		    state->here ? _("This laptop writes the county's receipts from then on.")
				: _("The county's receipts are written where they were before."));
}

static enum status
do_name(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct new_state *state = ctx;
	const char **names = mem_array(state->count, sizeof(*names));
	struct app_officers ask = { .officers = names, .threshold = state->threshold, .receive_here = state->here };
	enum status status = app_confirm(ui->app, passphrase, err);
	struct id step;

	(void)result;
	for (size_t i = 0; i < state->count; i++)
		if (state->items[i].chosen)
			names[ask.officer_count++] = state->items[i].credential;
	if (!status)
		status = app_new_officers(ui->app, &ask, &step, err);
	free(names);
	if (!status)
		ui_say(ui, TOAST_GOOD, "%s", _("Signed. It waits on this page until enough officers of before and of after agreed."));
	return status;
}

static struct action
push_name(struct new_state *state, struct ui *ui)
{
	struct buf text = { 0 };

	if (!state->chosen) {
		ui_say(ui, TOAST_SAID, "%s", _("At least one officer there must be."));
		return STAY;
	}
	buf_printf(&text, _("The county's officers from now on; %d of them must agree:"), state->threshold);
	buf_char(&text, '\n');
	for (size_t i = 0; i < state->count; i++)
		if (state->items[i].chosen)
			buf_printf(&text, "\n- %s", state->items[i].name);
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){ .title = mem_strdup(_("Name officers anew")),
										   .text = buf_detach(&text),
										   .act = do_name,
										   .ctx = state }) };
}

static struct action
new_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct new_state *state = screen->state;

	if (menu_key(&state->menu, key, (size_t)ui->rows - 14))
		return STAY;
	switch (command) {
	case COMMAND_TOGGLE:
		if (state->count)
			state->items[state->menu.chosen].chosen = !state->items[state->menu.chosen].chosen;
		break;
	case COMMAND_MORE:
		state->threshold++;
		break;
	case COMMAND_FEWER:
		state->threshold--;
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
new_close(struct screen *screen, struct ui *ui)
{
	struct new_state *state = screen->state;

	(void)ui;
	free(state->items);
	free(state);
}

static const char *
new_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Name officers anew");
}

static const struct screen_class new_class = {
	.name = "new-officers",
	.bindings = new_bindings,
	.title = new_title,
	.recalc = new_recalc,
	.draw = new_draw,
	.key = new_key,
	.close = new_close,
};

struct screen *
new_officers_screen(struct ui *ui)
{
	struct new_state *state;
	struct value people = { 0 };
	struct err err = { 0 };

	if (!app_person_name(ui->app)) {
		ui_say(ui, TOAST_BAD, "%s", _("First say who is at the laptop: P on the first page."));
		return NULL;
	}
	if (app_people(ui->app, &people, &err)) {
		ui_fail(ui, &err);
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	for (size_t i = 0; i < people.list.count; i++) {
		const struct value *person = &people.list.items[i];
		struct candidate *at;

		if (!value_get_boolean(person, "may_be_officer", false))
			continue;
		MEM_GROW(state->items, state->count, state->cap);
		at = &state->items[state->count++];
		*at = (struct candidate){ .officer = value_get_boolean(person, "in_office", false) };
		at->chosen = at->officer;
		snprintf(at->credential, sizeof(at->credential), "%s", value_get_text(person, "credential"));
		snprintf(at->name, sizeof(at->name), "%s", value_get_text(person, "name"));
	}
	value_release(&people);
	state->threshold = app_threshold(ui->app);
	return screen_new(&new_class, state);
}
