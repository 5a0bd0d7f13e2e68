#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/waiting.h"
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

struct waiting_state {
	struct app_waiting_list waiting;
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

static bool
is_marked(const struct waiting_state *state, const struct id *step)
{
	for (size_t i = 0; i < state->waiting.count; i++)
		if (id_equal(&state->waiting.items[i].step, step))
			return state->marked[i];
	return false;
}

/* Reads what waits. Marks stay with their steps, as rows come and go when others agree; a list that cannot be read leaves the page as it was. */
static void
waiting_recalc(struct screen *screen, struct ui *ui)
{
	struct waiting_state *state = screen->state;
	struct app_waiting_list waiting = { 0 };
	struct err err = { 0 };
	bool *marked;

	if (app_waiting(ui->app, &waiting, &err)) {
		ui_fail(ui, &err);
		return;
	}
	marked = mem_array(waiting.count, sizeof(*marked));
	state->marked_count = 0;
	for (size_t i = 0; i < waiting.count; i++) {
		marked[i] = !waiting.items[i].mine && is_marked(state, &waiting.items[i].step);
		state->marked_count += marked[i];
	}
	free(state->marked);
	app_waiting_release(&state->waiting);
	state->marked = marked;
	state->waiting = waiting;
	menu_resize(&state->menu, waiting.count, rows_that_fit(ui));
}

/* One waiting step, in a sentence; caller frees. */
static char *
waiting_text(const struct ui *ui, const struct app_waiting *waiting)
{
	const char *name = waiting->credential.name ? waiting->credential.name : "?", *reason = waiting->revocation.reason;
	char *place, *names, *text = NULL;

	switch (waiting->kind) {
	case WAITING_PACK:
		return mem_printf(_("Forms and rules, version %lld"), (long long)waiting->pack.version);
	case WAITING_GENESIS:
		names = names_text(ui, &waiting->genesis.officers, false);
		text = mem_printf(_("County officers from now on: %s; %lld must agree%s"), names, (long long)waiting->genesis.threshold,
				  waiting->genesis.receiver_changes ? _("; another laptop writes the receipts") : "");
		free(names);
		return text;
	case WAITING_CREDENTIAL:
		place = holder_place(ui, waiting->credential.role, &waiting->credential.areas);
		text = mem_printf(_("%s, %s, may let others sign"), name, place);
		free(place);
		return text;
	case WAITING_REVOCATION:
	case WAITING_KIND_COUNT:
		place = holder_place(ui, waiting->credential.role, &waiting->credential.areas);
		text = mem_printf(reason && strcmp(reason, "stolen") == 0 ? _("Right taken back, lost or stolen: %s, %s; receipt no. %lld")
									  : _("Right taken back, has left: %s, %s; receipt no. %lld"),
				  name, place, (long long)waiting->revocation.receipt);
		free(place);
		return text;
	}
	return text;
}

/* How many officers agreed so far; caller frees. */
static char *
agreed_text(const struct app_waiting *waiting)
{
	const char *by = waiting->by ? waiting->by : "?";
	long long have = (long long)waiting->have, need = (long long)waiting->need;

	if (waiting->need_new)
		return mem_printf(_("%s %s   %lld of %lld officers agreed, of the new ones %lld of %lld"), by, waiting->at, have, need,
				  (long long)waiting->have_new, (long long)waiting->need_new);
	return mem_printf(_("%s %s   %lld of %lld officers agreed"), by, waiting->at, have, need);
}

static void
waiting_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct waiting_state *state = screen->state;
	const struct app_waiting *line;
	int row = BODY_TOP;
	char *text;

	row += canvas_wrap(
		       canvas, row, 1, canvas->cols - 2, 3, FAINT,
		       _("Forms and rules, who gives others their right, and whose right is taken back from such: several county officers must agree.")) +
	       1;
	if (state->waiting.count == 0) {
		canvas_text(canvas, row, 2, canvas->cols - 4, GOOD, _("Nothing waits for the officers."));
		return;
	}
	for (size_t i = state->menu.first; i < state->menu.count && i < state->menu.first + rows_that_fit(ui); i++, row += ROWS_EACH) {
		bool chosen = i == state->menu.chosen;

		line = &state->waiting.items[i];
		canvas_text(canvas, row, 0, 1, ACCENT, chosen ? ">" : " ");
		canvas_text(canvas, row, 2, 8, line->mine || state->marked[i] ? GOOD : FAINT,
			    line->mine	       ? _("agreed")
			    : state->marked[i] ? _("[x]")
					       : "[ ]");
		text = waiting_text(ui, line);
		canvas_short(canvas, row, 11, canvas->cols - 12, chosen ? CHOSEN : PLAIN, text);
		free(text);
		text = agreed_text(line);
		canvas_short(canvas, row + 1, 11, canvas->cols - 12, FAINT, text);
		free(text);
		if (chosen)
			canvas_cursor(canvas, row, 0);
	}
	/* The chosen row in full: nobody agrees to half a sentence. */
	row = BODY_TOP + body_rows(canvas) - 6;
	canvas_rule(canvas, row++, 0, canvas->cols);
	line = &state->waiting.items[state->menu.chosen];
	text = waiting_text(ui, line);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, BOLD, text);
	free(text);
	text = agreed_text(line);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, PLAIN, text);
	free(text);
	if (line->kind == WAITING_CREDENTIAL) {
		char *roles = names_text(ui, &line->credential.issues, true);

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
	const struct waiting_state *state = ctx;
	struct app_waiting_list left = { 0 };
	size_t agreed = 0;
	enum status status = app_confirm(ui->app, passphrase, err);

	(void)result;
	for (size_t i = 0; i < state->waiting.count && !status; i++)
		if (state->marked[i]) {
			status = app_endorse(ui->app, &state->waiting.items[i].step, err);
			agreed += !status;
		}
	if (!status)
		status = app_waiting(ui->app, &left, err);
	if (status)
		return status;
	ui_say(ui, TOAST_GOOD, _("You agreed to %zu; %zu of them are in force now."), agreed, state->waiting.count - left.count);
	app_waiting_release(&left);
	return STATUS_OK;
}

static struct action
push_agree(struct waiting_state *state, struct ui *ui)
{
	struct buf text = { 0 };

	if (!ui_has_person(ui))
		return STAY;
	if (!state->marked_count) {
		ui_say(ui, TOAST_SAID, "%s", _("Mark first what you agree to: 1."));
		return STAY;
	}
	buf_printf(&text, "%s\n", _("You agree, as a county officer, to:"));
	for (size_t i = 0; i < state->waiting.count; i++)
		if (state->marked[i]) {
			char *what = waiting_text(ui, &state->waiting.items[i]);

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
waiting_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct waiting_state *state = screen->state;
	struct screen *fresh;

	if (menu_key(&state->menu, key, rows_that_fit(ui)))
		return STAY;
	switch (command) {
	case COMMAND_MARK:
		if (!state->menu.count)
			break;
		if (state->waiting.items[state->menu.chosen].mine)
			ui_say(ui, TOAST_SAID, "%s", _("You agreed to this already; others must too."));
		else
			state->marked[state->menu.chosen] = !state->marked[state->menu.chosen];
		break;
	case COMMAND_SIGN:
		return push_agree(state, ui);
	case COMMAND_NEW:
		fresh = officers_screen(ui);
		return fresh ? (struct action){ ACTION_PUSH, fresh } : STAY;
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
waiting_close(struct screen *screen, struct ui *ui)
{
	struct waiting_state *state = screen->state;

	(void)ui;
	app_waiting_release(&state->waiting);
	free(state->marked);
	free(state);
}

static const char *
waiting_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("County officers: what waits");
}

static const struct screen_class waiting_class = {
	.name = "officers",
	.bindings = bindings,
	.title = waiting_title,
	.recalc = waiting_recalc,
	.draw = waiting_draw,
	.key = waiting_key,
	.close = waiting_close,
};

struct screen *
waiting_screen(struct ui *ui)
{
	(void)ui;
	return screen_new(&waiting_class, mem_alloc(sizeof(struct waiting_state)));
}
