#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/people/revoke.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/menu.h"
#include "ui/page/confirm.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* Taking a right back: why, from when on, and what follows for what was signed. */

enum { COMMAND_LEFT = 1, COMMAND_STOLEN, COMMAND_WHICH, COMMAND_SIGN, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("has left"), COMMAND_LEFT, true },
	{ UI_KEY_CHAR, '2', "2", N_("lost or stolen"), COMMAND_STOLEN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which receipt"), COMMAND_WHICH, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take it back"), COMMAND_SIGN, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

enum why { WHY_NONE, WHY_LEFT, WHY_STOLEN };

struct revoke_state {
	struct app_holder holder;
	struct app_county_receipts receipts;
	enum why why;
	struct menu menu; /* of receipts, with "none" as the last row */
	struct app_reach reach;
	bool has_reach;
	int64_t counted; /* the receipt for which `reach` was counted */
	enum why counted_why;
};

static int64_t
receipt_at(const struct revoke_state *state, size_t index)
{
	return index < state->receipts.count ? state->receipts.items[index].no : 0;
}

static struct app_revoke
wish(const struct revoke_state *state)
{
	return (struct app_revoke){
		.credential = state->holder.credential,
		.reason = state->why == WHY_LEFT ? "retired" : "stolen",
		.receipt = state->why == WHY_LEFT ? -1 : receipt_at(state, state->menu.chosen),
		.receipt_first = state->why == WHY_LEFT,
	};
}

/* Counts the reach, for which all steps are read: once for each answer, not at every key. */
static void
revoke_recalc(struct screen *screen, struct ui *ui)
{
	struct revoke_state *state = screen->state;
	struct app_revoke ask = wish(state);
	struct err err = { 0 };

	menu_resize(&state->menu, state->receipts.count + 1, 5);
	if (state->why == WHY_NONE || (state->has_reach && state->counted == ask.receipt && state->counted_why == state->why))
		return;
	ui_busy(ui, _("Counting what was signed..."));
	state->has_reach = !app_revoke_reach(ui->app, &ask, &state->reach, &err);
	state->counted = ask.receipt;
	state->counted_why = state->why;
	if (!state->has_reach)
		ui_fail(ui, &err);
}

static int
draw_receipts(const struct revoke_state *state, struct canvas *canvas, int row)
{
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, PLAIN,
			   _("Which receipt of the county was the last one before it happened? If you are not sure, take an earlier one."));
	for (size_t i = state->menu.first; i < state->menu.count && i < state->menu.first + 5; i++) {
		const struct app_county_receipt *receipt = i < state->receipts.count ? &state->receipts.items[i] : NULL;
		bool chosen = i == state->menu.chosen;
		char line[200];

		if (receipt)
			snprintf(line, sizeof(line), _("%s No. %lld  %s"), chosen ? ">" : " ", (long long)receipt->no, receipt->at);
		else
			snprintf(line, sizeof(line), _("%s none: nothing of it counts"), chosen ? ">" : " ");
		canvas_short(canvas, row, 4, canvas->cols - 6, chosen ? CHOSEN : PLAIN, line);
		if (chosen)
			canvas_cursor(canvas, row, 4);
		row++;
	}
	return row;
}

static void
draw_reach(const struct revoke_state *state, struct canvas *canvas, int row)
{
	long long lost = (long long)(state->reach.steps - state->reach.kept);
	char line[400];

	snprintf(line, sizeof(line), _("Signed so far, as far as it is here: %lld. Of these %lld keep their effect."),
		 (long long)state->reach.steps, (long long)state->reach.kept);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, BOLD, line);
	if (lost)
		snprintf(
			line, sizeof(line),
			_("%lld lose their effect: those houses must be filled and signed again by somebody else. They are kept and shown."),
			lost);
	else
		snprintf(line, sizeof(line), "%s",
			 _("Nothing that is here loses its effect; whatever is signed with this key later has none."));
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, lost ? BAD : GOOD, line);
	if (lost && state->why == WHY_LEFT)
		row += canvas_wrap(
			canvas, row, 2, canvas->cols - 4, 2, WARN,
			_("They are in no receipt of the county yet. Take a stick to the laptop that writes the receipts first, and nothing is lost."));
	if (state->reach.people) {
		snprintf(line, sizeof(line),
			 _("%lld more got their right from this person: the same holds for all they signed; they must ask anew."),
			 (long long)state->reach.people);
		canvas_wrap(canvas, row, 2, canvas->cols - 4, 2, WARN, line);
	}
}

static void
revoke_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct revoke_state *state = screen->state;
	char *place = holder_place(ui, state->holder.role, &state->holder.areas), line[300];
	int row = BODY_TOP;

	snprintf(line, sizeof(line), "%s  %s", state->holder.name, place);
	free(place);
	canvas_short(canvas, row++, 2, canvas->cols - 4, BOLD, line);
	canvas_text(canvas, row++, 2, canvas->cols - 4, PLAIN, _("Why is the right to sign taken back?"));
	row += canvas_wrap(canvas, row, 4, canvas->cols - 6, 2, state->why == WHY_LEFT ? CHOSEN : PLAIN,
			   _("1 The person has left: retired, moved, another does it now. What was signed up to today's receipt stays."));
	row += canvas_wrap(
		       canvas, row, 4, canvas->cols - 6, 2, state->why == WHY_STOLEN ? CHOSEN : PLAIN,
		       _("2 Key, passphrase or laptop were lost or stolen: somebody else may have signed. Only what a receipt from before covers stays.")) +
	       1;
	if (state->why == WHY_STOLEN)
		row = draw_receipts(state, canvas, row) + 1;
	if (state->why != WHY_NONE && state->has_reach)
		draw_reach(state, canvas, row);
}

/* ---- revoking */

static enum status
do_revoke(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct revoke_state *state = ctx;
	struct app_revoke ask = wish(state);
	const char *name = state->holder.name;
	enum status status = app_confirm(ui->app, passphrase, err);
	struct id step;
	int more = 0;

	(void)result;
	if (!status)
		status = app_revoke(ui->app, &ask, &step, &more, err);
	if (status)
		return status;
	if (more)
		ui_say(ui, TOAST_SAID, _("Signed. It takes effect when %d more county officers agree (o)."), more);
	else
		ui_say(ui, TOAST_GOOD, _("The right of %s is taken back. Others learn it with the next stick (x, e)."), name);
	return STATUS_OK;
}

static struct action
push_confirm(struct revoke_state *state, struct ui *ui)
{
	const char *name = state->holder.name;
	long long lost = (long long)(state->reach.steps - state->reach.kept);

	if (state->why == WHY_NONE) {
		ui_say(ui, TOAST_SAID, "%s", _("Say why: 1 or 2."));
		return STAY;
	}
	if (!state->has_reach)
		return STAY;
	return (struct action){
		ACTION_PUSH,
		confirm_screen((struct confirmation){
			.title = mem_strdup(_("Take a right back")),
			.text = state->why == WHY_LEFT
					? mem_printf(
						  _("%s has left. Up to today's receipt everything signed stays: %lld keep their effect, %lld lose it.\n\nA right that was taken back does not come back; the person can ask for a new one."),
						  name, (long long)state->reach.kept, lost)
				: !receipt_at(state, state->menu.chosen)
					? mem_printf(
						  _("The key of %s is lost or stolen, and was so from the beginning: nothing signed with it counts, %lld lose their effect.\n\nA right that was taken back does not come back; the person can ask for a new one, with a new key."),
						  name, lost)
					: mem_printf(
						  _("The key of %s is lost or stolen. Only what county receipt no. %lld covers stays: %lld keep their effect, %lld lose it.\n\nA right that was taken back does not come back; the person can ask for a new one, with a new key."),
						  name, (long long)receipt_at(state, state->menu.chosen), (long long)state->reach.kept,
						  lost),
			.act = do_revoke,
			.ctx = state,
		})
	};
}

static struct action
revoke_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct revoke_state *state = screen->state;

	if (state->why == WHY_STOLEN && menu_key(&state->menu, key, 5))
		return STAY;
	switch (command) {
	case COMMAND_LEFT:
		state->why = WHY_LEFT;
		break;
	case COMMAND_STOLEN:
		state->why = WHY_STOLEN;
		break;
	case COMMAND_SIGN:
		return push_confirm(state, ui);
	case COMMAND_BACK:
		return BACK;
	}
	return STAY;
}

static void
revoke_close(struct screen *screen, struct ui *ui)
{
	struct revoke_state *state = screen->state;

	(void)ui;
	app_holder_release(&state->holder);
	app_county_receipts_release(&state->receipts);
	free(state);
}

static const char *
revoke_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Take a right back");
}

static const struct screen_class revoke_class = {
	.name = "revoke",
	.bindings = bindings,
	.title = revoke_title,
	.recalc = revoke_recalc,
	.draw = revoke_draw,
	.key = revoke_key,
	.close = revoke_close,
};

struct screen *
revoke_screen(struct ui *ui, const struct app_holder *holder)
{
	struct revoke_state *state;
	struct err err = { 0 };

	if (!ui_has_person(ui))
		return NULL;
	if (!holder->counts || holder->revoked) {
		ui_say(ui, TOAST_SAID, "%s", _("This right is not in force; there is nothing to take back."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	if (app_county_receipts(ui->app, &state->receipts, &err))
		ui_fail(ui, &err);
	app_holder_copy(holder, &state->holder);
	return screen_new(&revoke_class, state);
}
