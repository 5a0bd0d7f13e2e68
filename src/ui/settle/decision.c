#include "ui/settle/decision_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/decide.h"
#include "app/settle/propose.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/text.h"
#include "ui/page/confirm.h"
#include "ui/page/kept.h"
#include "ui/page/listview.h"
#include "ui/screen.h"
#include "ui/settle/pair.h"

/* The page of one question: which of two accounts of a laptop counts, or whether two houses are one. Decided with a reason, and signed. */

enum { COMMAND_SIGN = 1, COMMAND_APART, COMMAND_CHOOSE, COMMAND_SHOW, COMMAND_READ, COMMAND_BACK };

static const struct binding question_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("decide"), COMMAND_SIGN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which one"), COMMAND_CHOOSE, true },
	{ UI_KEY_CTRL, 'V', "^V", N_("read the line whole"), COMMAND_READ, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding twins_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("one house"), COMMAND_SIGN, true },
	{ UI_KEY_CTRL, 'T', "^T", N_("two houses"), COMMAND_APART, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which line"), COMMAND_CHOOSE, true },
	{ UI_KEY_CTRL, 'P', "^P", N_("show private"), COMMAND_SHOW, true },
	{ UI_KEY_CTRL, 'V', "^V", N_("read the line whole"), COMMAND_READ, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding propose_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("propose: one house"), COMMAND_SIGN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which line"), COMMAND_CHOOSE, true },
	{ UI_KEY_CTRL, 'P', "^P", N_("show private"), COMMAND_SHOW, true },
	{ UI_KEY_CTRL, 'V', "^V", N_("read the line whole"), COMMAND_READ, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding proposed_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("take the proposal back"), COMMAND_SIGN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which line"), COMMAND_CHOOSE, true },
	{ UI_KEY_CTRL, 'P', "^P", N_("show private"), COMMAND_SHOW, true },
	{ UI_KEY_CTRL, 'V', "^V", N_("read the line whole"), COMMAND_READ, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

static const struct binding joined_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("decide"), COMMAND_SIGN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which line"), COMMAND_CHOOSE, true },
	{ UI_KEY_CTRL, 'P', "^P", N_("show private"), COMMAND_SHOW, true },
	{ UI_KEY_CTRL, 'V', "^V", N_("read the line whole"), COMMAND_READ, false },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct question_page {
	const struct question_state *state;
	const struct ui *ui;
};

#define REASON_ROWS 2 /* at the foot of the page: what is asked, and what is typed */

static const char *
kind_word(const struct ui *ui, const char *kind)
{
	const struct pack *pack = app_pack(ui->app);
	const struct form *form = pack && kind ? pack_form(pack, kind) : NULL;

	return !kind				 ? "?"
	       : form				 ? label_text(&form->label, ui->lang)
	       : strcmp(kind, "signoff") == 0	 ? _("a signature under houses")
	       : strcmp(kind, "withdrawal") == 0 ? _("a signature withdrawn")
	       : strcmp(kind, "receipt") == 0	 ? _("a receipt")
						 : _("an entry about people and keys");
}

/* ---- a fork: its branches */

static void
rival_text(const void *ctx, size_t index, struct buf *out)
{
	const struct question_page *page = ctx;
	const struct app_fork *fork = &page->state->fork;
	const struct app_rival *rival = &fork->rivals[index];

	buf_printf(out, _("%zu  %s, from %s on: %lld steps%s"), index + 1, known_or_mark(rival->by), known_or_mark(rival->at),
		   (long long)rival->steps,
		   !fork->settled ? ""
		   : rival->keeps ? _(": counts")
				  : _(": does not count"));
}

static char *
rival_begins(const struct question_page *page, size_t index)
{
	return mem_printf(_("begins with: %s"), kind_word(page->ui, page->state->fork.rivals[index].kind));
}

#define BEGINS_INDENT 3 /* behind the number of the branch */

static int
rival_height(const void *ctx, size_t index, int cols)
{
	struct buf text = { 0 };
	char *begins = rival_begins(ctx, index);
	int rows;

	rival_text(ctx, index, &text);
	rows = canvas_wrap_rows(buf_text(&text), cols) + canvas_wrap_rows(begins, cols - BEGINS_INDENT);
	buf_release(&text);
	free(begins);
	return rows;
}

static void
draw_rival(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas)
{
	const struct app_fork *fork = &((const struct question_page *)ctx)->state->fork;
	struct buf text = { 0 };
	char *begins = rival_begins(ctx, index);

	rival_text(ctx, index, &text);
	canvas_paragraph(canvas, &area, chosen && !fork->settled ? CHOSEN : fork->rivals[index].keeps ? GOOD : PLAIN, buf_text(&text));
	area = area_inside(area, BEGINS_INDENT, 0);
	canvas_paragraph(canvas, &area, FAINT, begins);
	buf_release(&text);
	free(begins);
}

/* ---- the page */

static const struct compare_table *
pair_fields(const struct question_state *state)
{
	return state->show_private ? &state->pair.open : &state->pair.fields;
}

static struct list_rows
rows_of(const struct question_page *page)
{
	if (page->state->kind == QUESTION_FORK)
		return (struct list_rows){
			.count = page->state->fork.rival_count, .ctx = page, .text = rival_text, .draw = draw_rival, .height = rival_height
		};
	return compare_rows(pair_fields(page->state));
}

/* The list: below the question and, of a pair, its heads and a line; above the reason. */
static struct area
list_area(const struct question_state *state, const struct ui *ui)
{
	struct area area = ui_body(ui);

	if (question_asks(state))
		area = area_above(area, 1 + REASON_ROWS);
	if (state->kind == QUESTION_FORK) {
		char *laptop = question_laptop_text(&state->fork);

		area = area_inside(area, 2, 2);
		area = area_below(area, canvas_wrap_rows(laptop, area.cols) + canvas_wrap_rows(question_intro(state), area.cols) + 1);
		free(laptop);
		return area;
	}
	return area_below(area, canvas_wrap_rows(question_intro(state), area.cols - 2) +
					(state->proposed ? canvas_wrap_rows(state->proposed, area.cols - 2) : 0) +
					compare_head_lines(&state->pair.head, area.cols) + 1);
}

static void
question_recalc(struct screen *screen, struct ui *ui)
{
	struct question_state *state = screen->state;
	const struct question_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);

	list_view_fit(&state->list, &rows, list_area(state, ui));
}

static void
draw_fork_head(const struct question_state *state, const struct ui *ui, struct canvas *canvas)
{
	struct area left = area_inside(ui_body(ui), 2, 2);
	char *laptop = question_laptop_text(&state->fork);

	canvas_paragraph(canvas, &left, BOLD, laptop);
	canvas_paragraph(canvas, &left, PLAIN, question_intro(state));
	free(laptop);
}

static void
draw_pair_head(const struct question_state *state, const struct ui *ui, struct canvas *canvas)
{
	struct area body = ui_body(ui), left = area_inside(body, 1, 1);

	canvas_paragraph(canvas, &left, PLAIN, question_intro(state));
	if (state->proposed)
		canvas_paragraph(canvas, &left, BOLD, state->proposed);
	left = area_below(body, left.row - body.row);
	compare_draw_head(&state->pair.head, canvas, left, FAINT);
	canvas_rule(canvas, left.row + compare_head_lines(&state->pair.head, left.cols), left.col, left.cols);
}

static struct area
reason_area(const struct ui *ui)
{
	return area_inside(area_bottom(ui_body(ui), REASON_ROWS), 2, 4);
}

static void
question_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct question_state *state = screen->state;
	const struct question_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	struct area reason = reason_area(ui);

	if (state->kind == QUESTION_FORK)
		draw_fork_head(state, ui, canvas);
	else
		draw_pair_head(state, ui, canvas);
	list_view_draw(&state->list, &rows, canvas);
	if (!question_asks(state))
		return;
	canvas_line(canvas, &reason, BOLD, question_asks(state));
	input_draw(canvas, reason.row, reason.col, reason.cols, &state->reason);
}

static const char *
question_note(const struct screen *screen)
{
	return ((const struct question_state *)screen->state)->list.note;
}

/* ---- deciding */

static enum status
do_decide(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	struct question_state *state = ctx;
	const char *reason = line_text(&state->reason);
	const struct app_decide ask = { &state->pair.buildings[0], &state->pair.buildings[1],
					state->kind == QUESTION_TWINS && !state->apart, reason };
	enum status status = app_confirm(ui->app, passphrase, err);
	char hex[ID_HEX_LEN + 1];
	bool first;

	if (!status && state->kind == QUESTION_FORK)
		status = app_decide_keep(ui->app, id_hex(&state->fork.rivals[state->list.chosen].step, hex), reason, err);
	else if (!status && state->kind == QUESTION_PROPOSE)
		status = app_propose_same(ui->app, &state->pair.buildings[0], &state->pair.buildings[1], reason, err);
	else if (!status && state->kind == QUESTION_PROPOSED)
		status = app_propose_withdraw(ui->app, &state->pair.buildings[0], &state->pair.buildings[1], reason, err);
	else if (!status)
		status = app_decide_same(ui->app, &ask, &first, err);
	if (status)
		return status;
	if (state->kind == QUESTION_FORK)
		*result = question_fork_outcome(state);
	else
		ui_say(ui, TOAST_GOOD, "%s",
		       state->kind == QUESTION_PROPOSE	  ? _("Proposed and signed. It goes with the next stick to who may decide.")
		       : state->kind == QUESTION_PROPOSED ? _("Taken back and signed. It goes with the next stick to who was asked.")
		       : state->apart			  ? _("Decided and signed: two houses; nobody is asked again.")
		       : state->kind == QUESTION_TWINS	  ? _("Decided and signed: one house, counted once.")
							  : _("Decided and signed: two houses again."));
	line_clear(&state->reason); /* nothing of it is kept for another time */
	return STATUS_OK;
}

static struct action
push_confirm(struct question_state *state, struct ui *ui)
{
	struct err err = { 0 };
	char *text;

	if (!ui_has_person(ui))
		return STAY;
	if (!*line_text(&state->reason)) {
		ui_say(ui, TOAST_BAD, "%s",
		       state->kind == QUESTION_PROPOSED ? _("Say in words why you take it back.")
							: _("Say in words why it is decided so."));
		return STAY;
	}
	buf_clear(&state->said);
	text = question_words_now(ui, state, &err);
	if (!text) {
		ui_fail(ui, &err);
		return STAY;
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){
						     .title = mem_strdup(state->kind == QUESTION_PROPOSE    ? _("Propose")
									 : state->kind == QUESTION_PROPOSED ? _("Take back")
													    : _("Decide")),
						     .text = text,
						     .act = do_decide,
						     .words = question_words_now,
						     .ctx = state }) };
}

static const char *
question_title(const struct screen *screen, const struct ui *ui)
{
	const struct question_state *state = screen->state;

	(void)ui;
	return state->kind == QUESTION_FORK	? _("Two accounts of one laptop")
	       : state->kind != QUESTION_JOINED ? _("One house or two?")
						: _("Decided to be one house");
}

/* The chosen line as a text of its own; the caller frees. */
static char *
whole_row(const struct question_page *page)
{
	const struct question_state *state = page->state;
	struct buf text = { 0 };
	char *begins;

	if (state->kind != QUESTION_FORK)
		return compare_whole_row(&state->pair.head, pair_fields(state), state->list.chosen);
	begins = rival_begins(page, state->list.chosen);
	rival_text(page, state->list.chosen, &text);
	buf_printf(&text, "\n%s\n", begins);
	free(begins);
	return buf_detach(&text);
}

static struct action
question_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct question_state *state = screen->state;
	const struct question_page page = { state, ui };
	const struct list_rows rows = rows_of(&page);
	bool settled = !question_asks(state);

	if (list_view_text_key(&state->list, &rows, key))
		return STAY;
	if (command == COMMAND_BACK || (settled && command == COMMAND_SIGN))
		return BACK;
	state->apart = command == COMMAND_APART;
	if (command == COMMAND_SIGN || command == COMMAND_APART)
		return push_confirm(state, ui);
	if (command == COMMAND_SHOW) {
		state->show_private = !state->show_private;
		if (!state->pair.has_covered)
			ui_say(ui, TOAST_SAID, "%s", _("Nothing is covered here."));
		return STAY;
	}
	if (command == COMMAND_READ)
		return rows.count ? (struct action){ ACTION_PUSH, text_screen(mem_strdup(question_title(screen, ui)), whole_row(&page)) }
				  : STAY;
	if (!settled)
		input_key(ui, &state->reason, key, reason_area(ui).cols);
	return STAY;
}

static void
keep_reason(struct screen *screen, struct ui *ui)
{
	struct question_state *state = screen->state;

	kept_put(&state->kept, ui, &(struct kept_field){ "reason", &state->reason, NULL }, 1);
}

static bool
loses_reason(const struct screen *screen)
{
	return ((const struct question_state *)screen->state)->kept.lost;
}

static void
question_close(struct screen *screen, struct ui *ui)
{
	struct question_state *state = screen->state;

	(void)ui;
	app_fork_release(&state->fork);
	pair_release(&state->pair);
	free(state->proposed);
	act_tries_release(&state->asked);
	buf_release(&state->said);
	line_release(&state->reason);
	kept_release(&state->kept);
	list_view_release(&state->list);
	free(state);
}

#define QUESTION_PAGE                                                                                                                      \
	.also = move_text_bindings, .title = question_title, .note = question_note, .recalc = question_recalc, .draw = question_draw,      \
	.key = question_key, .keep = keep_reason, .leave = keep_reason, .loses = loses_reason, .close = question_close, .types = true

static const struct screen_class question_class = {
	.name = "question",
	.about = N_("A question that no rule settles: read both sides, choose one, say why, and sign. It can be decided anew later."),
	.bindings = question_bindings,
	QUESTION_PAGE,
};

static const struct screen_class twins_class = {
	.name = "question-twins",
	.about = N_("Is it one house or two? Look at both, then Enter makes them one, ^T keeps them apart; say why, and sign."),
	.bindings = twins_bindings,
	QUESTION_PAGE,
};

static const struct screen_class propose_class = {
	.name = "question-propose",
	.about = N_("Is it one house that was listed twice? Look at both, say how you know it, and sign: who may decide gets it."),
	.bindings = propose_bindings,
	QUESTION_PAGE,
};

static const struct screen_class proposed_class = {
	.name = "question-proposed",
	.about = N_("What you proposed of two houses: Enter takes it back, with why, as long as nobody has decided."),
	.bindings = proposed_bindings,
	QUESTION_PAGE,
};

static const struct screen_class joined_class = {
	.name = "question-joined",
	.about = N_("Two houses that are decided to be one: look at both; say why they are two after all, and sign."),
	.bindings = joined_bindings,
	QUESTION_PAGE,
};

static struct question_state *
question_new(enum question_kind kind)
{
	struct question_state *state = mem_alloc(sizeof(*state));

	state->kind = kind;
	line_init(&state->reason, LINE_SINGLE, 200);
	return state;
}

/* The reason that was typed and not signed, of a fork or of a pair. */
static void
take_up_reason(struct question_state *state, struct ui *ui)
{
	char one[ID_HEX_LEN + 1], other[ID_HEX_LEN + 1], device[DEVICE_HEX_LEN + 1];
	char *page = state->kind == QUESTION_FORK
			     ? mem_printf("fork:%s:%s", device_hex(&state->fork.device, device), id_hex(&state->fork.rivals[0].step, one))
			     : mem_printf("pair:%d:%s:%s", (int)state->kind, id_hex(&state->pair.buildings[0], one),
					  id_hex(&state->pair.buildings[1], other));

	kept_open(&state->kept, ui, page, &(struct kept_field){ "reason", &state->reason, NULL }, 1);
}

struct screen *
question_fork_screen(struct ui *ui, const struct app_fork *fork)
{
	struct question_state *state = question_new(QUESTION_FORK);

	app_fork_copy(fork, &state->fork);
	take_up_reason(state, ui);
	return screen_new(&question_class, state);
}

struct screen *
question_pair_screen(struct ui *ui, enum question_kind kind, const struct id *building, const struct id *other)
{
	bool proposes = kind == QUESTION_TWINS && app_is_unlocked(ui->app) && !app_may_decide_same(ui->app, building, other);
	enum question_kind asked = !proposes ? kind : app_proposed_by_own(ui->app, building, other) ? QUESTION_PROPOSED : QUESTION_PROPOSE;
	struct question_state *state = question_new(asked);
	struct err ignored = { 0 };
	struct screen *screen = screen_new(asked == QUESTION_PROPOSE	? &propose_class
					   : asked == QUESTION_PROPOSED ? &proposed_class
					   : asked == QUESTION_TWINS	? &twins_class
									: &joined_class,
					   state);

	state->proposed = app_proposed_words(ui->app, building, other);
	state->asked.kept = true;
	if (app_decide_rests(ui->app, building, other, &state->asked, &ignored))
		ignored = (struct err){ 0 }; /* pair_read says what is wrong */
	if (pair_read(ui, building, other, kind == QUESTION_JOINED, &state->pair)) {
		take_up_reason(state, ui);
		return screen;
	}
	screen_free(screen, ui);
	return NULL;
}
