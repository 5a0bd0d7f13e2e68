#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/people/replace.h"
#include "app/people/revoke.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/page/confirm.h"
#include "ui/page/listview.h"
#include "ui/page/textview.h"
#include "ui/people/people.h"
#include "ui/screen.h"

/* Taking a right back: why, from when on, and what follows for what was signed. */

enum { COMMAND_LEFT = 1, COMMAND_STOLEN, COMMAND_WHICH, COMMAND_SIGN, COMMAND_BACK };

static const struct binding bindings[] = {
	{ UI_KEY_CHAR, '1', "1", N_("has left"), COMMAND_LEFT, true },
	{ UI_KEY_CHAR, '2', "2", N_("lost or stolen"), COMMAND_STOLEN, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take it back"), COMMAND_SIGN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which receipt"), COMMAND_WHICH, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

enum why { WHY_NONE, WHY_LEFT, WHY_STOLEN };

struct revoke_state {
	struct app_holder holder;
	struct app_county_receipts receipts;
	enum why why;
	bool again;		    /* the right was taken back: another word is written in the place of that one */
	struct app_revocation last; /* then: that one */
	struct list_view list;	    /* of receipts, with "none" as the last row */
	struct text_view said;	    /* what follows */
	struct app_reach reach;
	bool has_reach;
	int64_t counted; /* the receipt for which `reach` was counted */
	enum why counted_why;
	bool stale; /* another window wrote the file since the receipts were read and the reach was counted */
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
		.receipt = state->why == WHY_LEFT ? -1 : receipt_at(state, state->list.chosen),
		.again = state->again,
		.receipt_first = state->why == WHY_LEFT,
	};
}

/* ---- what follows */

/* True when the reach is known for what is chosen now. */
static bool
is_counted(const struct revoke_state *state)
{
	return state->counted_why == state->why && state->counted == wish(state).receipt;
}

/* Of another word: what it changes. */
static void
say_change(struct revoke_state *state)
{
	text_view_addf(&state->said, BOLD, 0, _("Signed so far, as far as it is here: %lld. After this %lld of them count."),
		       (long long)state->reach.steps, (long long)state->reach.kept);
	text_view_addf(&state->said, state->reach.let_in ? GOOD : PLAIN, 0, _("%lld that do not count now will count."),
		       (long long)state->reach.let_in);
	text_view_addf(&state->said, state->reach.felled ? BAD : PLAIN, 0, _("%lld that count now will not."),
		       (long long)state->reach.felled);
	if (state->reach.wants_officers)
		text_view_add(&state->said, WARN, 0, _("What is let in counts only when enough county officers agree (o)."));
	if (state->reach.people)
		text_view_addf(&state->said, WARN, 0, _("%lld who got their right under it lose it."), (long long)state->reach.people);
}

static void
say_reach(struct revoke_state *state)
{
	long long lost = (long long)(state->reach.steps - state->reach.kept);

	text_view_clear(&state->said);
	if (state->why != WHY_NONE && !is_counted(state)) {
		text_view_add(&state->said, FAINT, 0, _("Counting what was signed..."));
		return;
	}
	if (!state->has_reach)
		return;
	if (state->again) {
		say_change(state);
		return;
	}
	text_view_addf(&state->said, BOLD, 0, _("Signed so far, as far as it is here: %lld. Of these %lld keep their effect."),
		       (long long)state->reach.steps, (long long)state->reach.kept);
	if (lost)
		text_view_addf(
			&state->said, BAD, 0,
			_("%lld lose their effect: those houses must be filled and signed again by somebody else. They are kept and shown."),
			lost);
	else
		text_view_add(&state->said, GOOD, 0,
			      _("Nothing that is here loses its effect; whatever is signed with this key later has none."));
	if (state->why == WHY_LEFT)
		text_view_add(&state->said, WARN, 0,
			      _("What was signed elsewhere and is not here yet loses its effect: take in those sticks first."));
	if (state->reach.people) {
		text_view_addf(
			&state->said, WARN, 0,
			_("%lld more got their right from this key after that: they have none, nothing they signed counts, and they must ask anew."),
			(long long)state->reach.people);
	}
}

/* Counts the reach, for which all steps of a key are read: while no key waits, and when the answer is needed. */
static void
count_reach(struct revoke_state *state, struct ui *ui)
{
	struct app_revoke ask = wish(state);
	struct err err = { 0 };

	if (state->why == WHY_NONE || is_counted(state))
		return;
	ui_busy(ui, _("Counting what was signed..."));
	state->has_reach = !app_revoke_reach(ui->app, &ask, &state->reach, &err);
	state->counted = ask.receipt;
	state->counted_why = state->why;
	if (!state->has_reach)
		ui_fail(ui, &err);
}

/* ---- the receipts */

static void
receipt_text(const void *ctx, size_t index, struct buf *out)
{
	const struct revoke_state *state = ctx;
	const struct app_county_receipt *receipt = index < state->receipts.count ? &state->receipts.items[index] : NULL;

	if (receipt)
		buf_printf(out, _("No. %lld  %s"), (long long)receipt->no, receipt->at);
	else
		buf_text_add(out, _("none: nothing of it counts"));
}

static struct list_rows
rows_of(const struct revoke_state *state)
{
	return (struct list_rows){ .count = state->receipts.count + 1, .ctx = state, .text = receipt_text };
}

/* ---- the page */

static const char *
why_left(const struct revoke_state *state)
{
	return state->again ? _("1 The person has left: all that was signed and is here now counts, what came late too.")
			    : _("1 The person has left: retired, moved, another does it now. What was signed and is here stays.");
}

static const char *
why_stolen(void)
{
	return _(
		"2 Key, passphrase or laptop were lost or stolen: somebody else may have signed. Only what a receipt from before covers stays.");
}

static const char *
which_receipt(void)
{
	return _("Which receipt of the county was the last one before it happened? If you are not sure, take an earlier one.");
}

static struct area
page_area(const struct ui *ui)
{
	return area_inside(ui_body(ui), 2, 2);
}

/* The page below the two reasons. */
static struct area
below_reasons(const struct revoke_state *state, const struct ui *ui)
{
	struct area page = page_area(ui);

	return area_below(page, 2 + canvas_wrap_rows(why_left(state), page.cols - 2) + canvas_wrap_rows(why_stolen(), page.cols - 2) + 1);
}

#define RECEIPTS_LEAST 2 /* rows of the list, however much is said below it */

/* Reads the receipts again, where one was written elsewhere; the one that is chosen stays chosen. */
static enum status
read_receipts(struct revoke_state *state, struct ui *ui, struct err *err)
{
	int64_t chosen = receipt_at(state, state->list.chosen);
	struct app_county_receipts fresh = { 0 };
	enum status status = app_county_receipts(ui->app, &fresh, err);

	if (status)
		return status;
	app_county_receipts_release(&state->receipts);
	state->receipts = fresh;
	state->list.chosen = 0;
	while (state->list.chosen < fresh.count && fresh.items[state->list.chosen].no != chosen)
		state->list.chosen++; /* "none" is the last row */
	state->counted_why = WHY_NONE;
	state->stale = false;
	return STATUS_OK;
}

static void
revoke_forget(struct screen *screen, struct ui *ui)
{
	(void)ui;
	((struct revoke_state *)screen->state)->stale = true;
}

static void
revoke_recalc(struct screen *screen, struct ui *ui)
{
	struct revoke_state *state = screen->state;
	struct list_rows rows;
	struct area left;
	struct err err = { 0 };
	int said, room;

	if (state->stale && read_receipts(state, ui, &err)) {
		screen_unread(screen, &err);
		return;
	}
	rows = rows_of(state);
	say_reach(state);
	left = below_reasons(state, ui);
	text_view_fit(&state->said, left);
	if (state->why != WHY_STOLEN)
		return;
	left = area_below(left, canvas_wrap_rows(which_receipt(), left.cols));
	said = (int)text_view_rows(&state->said) + 1;
	room = left.rows - said > RECEIPTS_LEAST ? left.rows - said : RECEIPTS_LEAST;
	list_view_fit(&state->list, &rows, area_top(area_inside(left, 2, 0), (int)rows.count < room ? (int)rows.count : room));
	text_view_fit(&state->said, area_below(left, state->list.area.rows + 1));
}

static char *
asked_text(const struct revoke_state *state)
{
	return state->again ? mem_printf(_("Taken back on %.10s by %s. What is true instead?"), state->last.at,
					 state->last.by ? state->last.by : "?")
			    : mem_strdup(_("Why is the right to sign taken back?"));
}

static void
revoke_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct revoke_state *state = screen->state;
	const struct list_rows rows = rows_of(state);
	struct area left = page_area(ui), reasons;
	char *place = holder_place(ui, state->holder.role, &state->holder.areas), *who = mem_printf("%s  %s", state->holder.name, place),
	     *asked;

	canvas_line(canvas, &left, BOLD, who);
	free(who);
	free(place);
	asked = asked_text(state);
	canvas_line(canvas, &left, PLAIN, asked);
	free(asked);
	reasons = area_inside(left, 2, 0);
	canvas_paragraph(canvas, &reasons, state->why == WHY_LEFT ? CHOSEN : PLAIN, why_left(state));
	canvas_paragraph(canvas, &reasons, state->why == WHY_STOLEN ? CHOSEN : PLAIN, why_stolen());
	text_view_draw(&state->said, canvas);
	if (state->why != WHY_STOLEN)
		return;
	left = below_reasons(state, ui);
	canvas_paragraph(canvas, &left, PLAIN, which_receipt());
	list_view_draw(&state->list, &rows, canvas);
}

static const char *
revoke_note(const struct screen *screen)
{
	const struct revoke_state *state = screen->state;

	return state->why == WHY_STOLEN && *state->list.note ? state->list.note : state->said.note;
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
	if (more && app_revocation_holds(ui->app, &step))
		ui_say(ui, TOAST_SAID,
		       n_("Signed. It holds now, beside the word before; what it lets in counts when %d more county officer agrees (o).",
			  "Signed. It holds now, beside the word before; what it lets in counts when %d more county officers agree (o).",
			  more),
		       more);
	else if (more)
		ui_say(ui, TOAST_SAID,
		       n_("Signed. It takes effect when %d more county officer agrees (o).",
			  "Signed. It takes effect when %d more county officers agree (o).", more),
		       more);
	else if (state->again)
		ui_say(ui, TOAST_GOOD,
		       _("Signed: of the work of %s counts what this page said. Others learn it with the next stick (x, e)."), name);
	else
		ui_say(ui, TOAST_GOOD, _("The right of %s is taken back. Others learn it with the next stick (x, e)."), name);
	return STATUS_OK;
}

/* What is about to be signed of a right that was taken back before; caller frees. */
static char *
again_text(const struct revoke_state *state)
{
	return mem_printf(
		_("This word about the right of %s takes the place of the one before: %lld that do not count now will count, %lld that count now will not.%s\n\nThe right itself does not come back; the person can ask for a new one."),
		state->holder.name, (long long)state->reach.let_in, (long long)state->reach.felled,
		state->reach.wants_officers ? _("\n\nWhat is let in counts only when enough county officers agree.") : "");
}

/* What is about to be signed, by the reach that was counted; caller frees. */
static char *
words_of(const struct revoke_state *state)
{
	const char *name = state->holder.name;
	long long kept = (long long)state->reach.kept, lost = (long long)(state->reach.steps - state->reach.kept);
	int64_t receipt = receipt_at(state, state->list.chosen);

	if (state->again)
		return again_text(state);
	if (state->why == WHY_LEFT)
		return mem_printf(
			_("%s has left. What was signed and is here stays: %lld keep their effect. What is not here yet loses it.\n\nA right that was taken back does not come back; the person can ask for a new one."),
			name, kept);
	if (!receipt)
		return mem_printf(
			_("The key of %s is lost or stolen, and was so from the beginning: nothing signed with it counts, %lld lose their effect.\n\nA right that was taken back does not come back; the person can ask for a new one, with a new key."),
			name, lost);
	return mem_printf(
		_("The key of %s is lost or stolen. Only what county receipt no. %lld covers stays: %lld keep their effect, %lld lose it.\n\nA right that was taken back does not come back; the person can ask for a new one, with a new key."),
		name, (long long)receipt, kept, lost);
}

/* The same, counted again. */
static char *
words_now(struct ui *ui, void *ctx, struct err *err)
{
	struct revoke_state *state = ctx;
	int64_t newest = receipt_at(state, 0);
	struct app_revoke ask;

	if (read_receipts(state, ui, err))
		return NULL;
	if (state->why == WHY_STOLEN && receipt_at(state, 0) != newest) { /* which might have been chosen */
		(void)err_set(err, STATUS_CONFLICT, _("meanwhile the file was written elsewhere: look again at what this costs"));
		return NULL;
	}
	ask = wish(state);
	ui_busy(ui, _("Counting what was signed..."));
	state->has_reach = !app_revoke_reach(ui->app, &ask, &state->reach, err);
	state->counted = ask.receipt;
	state->counted_why = state->why;
	return state->has_reach ? words_of(state) : NULL;
}

static struct action
push_confirm(struct revoke_state *state, struct ui *ui)
{
	if (state->why == WHY_NONE) {
		ui_say(ui, TOAST_SAID, "%s", _("Say why: 1 or 2."));
		return STAY;
	}
	if (!state->has_reach) /* what failed is tried again, and told again */
		state->counted_why = WHY_NONE;
	count_reach(state, ui);
	if (!state->has_reach)
		return STAY;
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){ .title = mem_strdup(_("Take a right back")),
										   .text = words_of(state),
										   .act = do_revoke,
										   .words = words_now,
										   .ctx = state }) };
}

static struct action
revoke_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct revoke_state *state = screen->state;
	const struct list_rows rows = rows_of(state);

	if (state->why == WHY_STOLEN ? list_view_key(&state->list, &rows, key) : text_view_key(&state->said, key))
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

static bool
revoke_idle(struct screen *screen, struct ui *ui)
{
	count_reach(screen->state, ui);
	screen_recalc(screen, ui);
	return false;
}

static void
revoke_close(struct screen *screen, struct ui *ui)
{
	struct revoke_state *state = screen->state;

	(void)ui;
	app_holder_release(&state->holder);
	app_revocation_release(&state->last);
	app_county_receipts_release(&state->receipts);
	list_view_release(&state->list);
	text_view_release(&state->said);
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
	.about = N_("Takes a right back, or says anew what of the work counts: why, and which receipt. Then it is signed."),
	.bindings = bindings,
	.also = move_bindings,
	.title = revoke_title,
	.note = revoke_note,
	.recalc = revoke_recalc,
	.forget = revoke_forget,
	.draw = revoke_draw,
	.key = revoke_key,
	.idle = revoke_idle,
	.close = revoke_close,
};

struct screen *
revoke_screen(struct ui *ui, const struct app_holder *holder)
{
	struct revoke_state *state;
	struct err err = { 0 };

	if (!ui_has_person(ui))
		return NULL;
	if (!holder->counts || (holder->revoked && holder->officer)) {
		ui_say(ui, TOAST_SAID, "%s", _("This right is not in force; there is nothing to take back."));
		return NULL;
	}
	state = mem_alloc(sizeof(*state));
	state->again = holder->revoked;
	if (state->again && app_revocation_of(ui->app, &holder->credential, &state->last, &err))
		ui_fail(ui, &err);
	if (app_county_receipts(ui->app, &state->receipts, &err))
		ui_fail(ui, &err);
	app_holder_copy(holder, &state->holder);
	return screen_new(&revoke_class, state);
}
