#include "ui/settle/decision.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/history.h"
#include "app/house/place.h"
#include "app/house/record.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/settle/decide.h"
#include "app/settle/versions.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/check.h"
#include "ui/input.h"
#include "ui/menu.h"
#include "ui/page/confirm.h"
#include "ui/screen.h"

/* The page of one question: which of two accounts of a laptop counts, or whether two houses are one. Decided with a reason, and signed. */

/* ---- one house of two */

#define SIDES 2

struct side {
	struct id building;
	char *place;
	struct app_versions versions; /* of the form that starts a building; none: cannot be read */
	struct app_history history;
};

enum { COMMAND_SIGN = 1, COMMAND_CHOOSE, COMMAND_BACK };

static const struct binding question_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("decide"), COMMAND_SIGN, true },
	{ UI_KEY_UP, 0, N_("arrows"), N_("which one"), COMMAND_CHOOSE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back"), COMMAND_BACK, true },
	{ 0 },
};

struct question_state {
	enum question_kind kind;
	struct app_fork fork;
	struct side sides[SIDES];
	struct line reason;
	struct menu menu; /* branches of a fork; fields of a pair */
};

static const char *
or_unknown(const char *text)
{
	return text && *text ? text : "?";
}

static const char *
kind_word(const struct ui *ui, const char *kind)
{
	const struct pack *pack = app_pack(ui->app);
	const struct form *form = pack && kind ? pack_form(pack, kind) : NULL;

	return !kind				 ? "?"
	       : form				 ? label_text(&form->label, ui->lang)
	       : strcmp(kind, "signoff") == 0	 ? _("a signature under houses")
	       : strcmp(kind, "withdrawal") == 0 ? _("a signature withdrawn")
	       : strcmp(kind, "export") == 0	 ? _("a stick written")
	       : strcmp(kind, "receipt") == 0	 ? _("a receipt")
						 : _("an entry about people and keys");
}

static void
draw_reason(const struct question_state *state, struct canvas *canvas, const char *label)
{
	int row = BODY_TOP + body_rows(canvas) - 2;

	canvas_text(canvas, row, 2, canvas->cols - 4, BOLD, label);
	input_draw(canvas, row + 1, 2, canvas->cols - 6, &state->reason);
}

char *
fork_owners(const struct app_fork *fork)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < fork->people_count; i++)
		buf_printf(&text, "%s%s", i ? _(", ") : "", fork->people[i]);
	return text.len ? buf_detach(&text) : mem_strdup("?");
}

static void
draw_fork(const struct question_state *state, const struct ui *ui, struct canvas *canvas)
{
	const struct app_fork *fork = &state->fork;
	char *owners = fork_owners(fork), device[DEVICE_HEX_LEN + 1], line[400];
	bool settled = fork->settled;
	int row = BODY_TOP;

	snprintf(line, sizeof(line), _("Laptop %.8s (%s)%s"), device_hex(&fork->device, device), owners, fork->own ? _(", this one") : "");
	free(owners);
	canvas_short(canvas, row++, 2, canvas->cols - 4, BOLD, line);
	row += canvas_wrap(
		       canvas, row, 2, canvas->cols - 4, 3, PLAIN,
		       settled ? _("From one place on there are two different accounts of this laptop. It is settled which one counts; that does not change any more.")
			       : _("From one place on there are two different accounts of this laptop: it was copied, or an older file was used again. Until it is decided, none of them counts.")) +
	       1;
	for (size_t i = 0; i < fork->rival_count; i++) {
		const struct app_rival *rival = &fork->rivals[i];
		bool chosen = i == state->menu.chosen && !settled;

		snprintf(line, sizeof(line), _("%s %zu  %s, from %s on: %lld steps%s"), chosen ? ">" : " ", i + 1, or_unknown(rival->by),
			 or_unknown(rival->at), (long long)rival->steps,
			 !settled	? ""
			 : rival->keeps ? _(": counts")
					: _(": does not count"));
		canvas_short(canvas, row, 2, canvas->cols - 4, chosen ? CHOSEN : rival->keeps ? GOOD : PLAIN, line);
		snprintf(line, sizeof(line), _("begins with: %s"), kind_word(ui, rival->kind));
		canvas_short(canvas, row + 1, 7, canvas->cols - 9, FAINT, line);
		row += 2;
	}
	if (!settled)
		draw_reason(state, canvas, _("Why does this one count? Ask the people who signed; in words:"));
}

static const struct field *
field_at(const struct ui *ui, size_t index)
{
	const struct form *form = app_pack(ui->app)->root;

	return index < form->field_count ? &form->fields[index] : NULL;
}

static const struct value *
side_value(const struct side *side, const struct field *field)
{
	return side->versions.count ? value_get(&side->versions.items[0].values, field->name) : NULL;
}

static void
draw_pair(const struct question_state *state, const struct ui *ui, struct canvas *canvas)
{
	int label_cols = 20, col_width = (canvas->cols - label_cols - 1) / SIDES, row = BODY_TOP, bottom = BODY_TOP + body_rows(canvas) - 3;
	const struct field *field;

	row += canvas_wrap(
		canvas, row, 1, canvas->cols - 2, 2, PLAIN,
		state->kind == QUESTION_JOINED
			? _("It was decided that these two are one house, counted once: the one that was signed furthest. You can undo that.")
			: _("Are these two one house? Both are kept; counted is then only one, the one that was signed furthest. It can be undone."));
	for (int side = 0; side < SIDES; side++) {
		const struct side *at = &state->sides[side];
		const struct app_version *version = at->versions.count ? &at->versions.items[0] : NULL;
		int col = label_cols + side * col_width;
		char line[200];

		canvas_short(canvas, row, col, col_width - 1, ACCENT, at->place);
		snprintf(line, sizeof(line), "%s %s", version ? or_unknown(version->by) : "?", version ? version->at : "");
		canvas_short(canvas, row + 1, col, col_width - 1, PLAIN, line);
		snprintf(line, sizeof(line), _("%lld times signed; next: %s"), (long long)at->history.levels_signed,
			 at->history.next_count ? or_unknown(at->history.next[0].label) : "-");
		canvas_short(canvas, row + 2, col, col_width - 1, FAINT, line);
	}
	canvas_text(canvas, row + 1, 1, label_cols - 2, FAINT, _("listed by"));
	canvas_text(canvas, row + 2, 1, label_cols - 2, FAINT, _("how far"));
	canvas_rule(canvas, row + 3, 0, canvas->cols);
	row += 4;
	for (size_t i = state->menu.first; (field = field_at(ui, i)) && row < bottom; i++) {
		if (!field_type_has_value(field->type))
			continue;
		canvas_short(canvas, row, 1, label_cols - 2, PLAIN, label_text(&field->label, ui->lang));
		for (int side = 0; side < SIDES; side++) {
			const struct value *value = side_value(&state->sides[side], field),
					   *other = side_value(&state->sides[1 - side], field);
			char *text = field_value_text(app_pack(ui->app), field, value, ui->lang);

			canvas_short(canvas, row, label_cols + side * col_width, col_width - 1,
				     value && other && value_equal(value, other) ? GOOD : PLAIN, *text ? text : "-");
			free(text);
		}
		row++;
	}
	draw_reason(state, canvas,
		    state->kind == QUESTION_JOINED ? _("Why are they two houses after all? In words:")
						   : _("Why is it one house? In words:"));
}

static void
question_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct question_state *state = screen->state;

	if (state->kind == QUESTION_FORK)
		draw_fork(state, ui, canvas);
	else
		draw_pair(state, ui, canvas);
}

/* ---- deciding */

/* The outcome in words: the branch that counts now, and those that do not. Caller frees. */
static char *
fork_outcome(const struct question_state *state)
{
	struct buf text = { 0 };

	buf_printf(&text, "%s\n\n", _("Decided and signed. From now on, here and wherever this decision comes:"));
	for (size_t i = 0; i < state->fork.rival_count; i++) {
		const struct app_rival *rival = &state->fork.rivals[i];

		buf_printf(&text,
			   i == state->menu.chosen ? _("  the %lld steps of %s from %s on count\n")
						   : _("  the %lld steps of %s from %s on do not count (kept)\n"),
			   (long long)rival->steps, or_unknown(rival->by), or_unknown(rival->at));
	}
	buf_printf(&text, "\n%s\n",
		   _("What does not count must be filled and signed again.\nThe other laptop begins anew; its first page says how."));
	return buf_detach(&text);
}

static enum status
do_decide(struct ui *ui, void *ctx, const char *passphrase, char **result, struct err *err)
{
	const struct question_state *state = ctx;
	const char *reason = line_text(&state->reason);
	enum status status = app_confirm(ui->app, passphrase, err);
	char hex[ID_HEX_LEN + 1];

	if (!status && state->kind == QUESTION_FORK)
		status = app_decide_keep(ui->app, id_hex(&state->fork.rivals[state->menu.chosen].step, hex), reason, err);
	else if (!status)
		status = app_decide_same(ui->app, &state->sides[0].building, &state->sides[1].building, state->kind == QUESTION_TWINS,
					 reason, err);
	if (status)
		return status;
	if (state->kind == QUESTION_FORK)
		*result = fork_outcome(state);
	else
		ui_say(ui, TOAST_GOOD, "%s",
		       state->kind == QUESTION_TWINS ? _("Decided and signed: one house, counted once.")
						     : _("Decided and signed: two houses again."));
	return STATUS_OK;
}

static struct action
push_confirm(struct question_state *state, struct ui *ui)
{
	const char *reason = line_text(&state->reason);
	char *text;

	if (!ui_has_person(ui))
		return STAY;
	if (!*reason) {
		ui_say(ui, TOAST_BAD, "%s", _("Say in words why it is decided so."));
		return STAY;
	}
	if (state->kind == QUESTION_FORK) {
		const struct app_rival *rival = &state->fork.rivals[state->menu.chosen];
		char device[DEVICE_HEX_LEN + 1];

		text = mem_printf(
			_("What %s signed on laptop %.8s from %s on counts (%lld steps); the other account does not. This cannot be undone.\n\nWhy: %s"),
			or_unknown(rival->by), device_hex(&state->fork.device, device), or_unknown(rival->at), (long long)rival->steps,
			reason);
	} else {
		text = mem_printf(state->kind == QUESTION_TWINS ? _("One house, counted once:\n\n%s\n%s\n\nWhy: %s")
								: _("Two houses again, each counted:\n\n%s\n%s\n\nWhy: %s"),
				  state->sides[0].place, state->sides[1].place, reason);
	}
	return (struct action){ ACTION_PUSH, confirm_screen((struct confirmation){
						     .title = mem_strdup(_("Decide")), .text = text, .act = do_decide, .ctx = state }) };
}

static struct action
question_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct question_state *state = screen->state;
	bool settled = state->kind == QUESTION_FORK && state->fork.settled;

	if (command == COMMAND_BACK || (settled && command == COMMAND_SIGN))
		return BACK;
	if ((key->kind == UI_KEY_UP || key->kind == UI_KEY_DOWN || key->kind == UI_KEY_PAGE_UP || key->kind == UI_KEY_PAGE_DOWN) &&
	    menu_key(&state->menu, key, 1))
		return STAY;
	if (command == COMMAND_SIGN)
		return push_confirm(state, ui);
	if (!settled)
		input_key(ui, &state->reason, key, ui->cols - 8);
	return STAY;
}

static void
question_close(struct screen *screen, struct ui *ui)
{
	struct question_state *state = screen->state;

	(void)ui;
	app_fork_release(&state->fork);
	for (int side = 0; side < SIDES; side++) {
		free(state->sides[side].place);
		app_versions_release(&state->sides[side].versions);
		app_history_release(&state->sides[side].history);
	}
	line_release(&state->reason);
	free(state);
}

static const char *
question_title(const struct screen *screen, const struct ui *ui)
{
	const struct question_state *state = screen->state;

	(void)ui;
	return state->kind == QUESTION_FORK    ? _("Two accounts of one laptop")
	       : state->kind == QUESTION_TWINS ? _("One house or two?")
					       : _("Decided to be one house");
}

static const struct screen_class question_class = {
	.name = "question",
	.bindings = question_bindings,
	.title = question_title,
	.draw = question_draw,
	.key = question_key,
	.close = question_close,
	.types = true,
};

static bool
read_side(struct ui *ui, const struct id *building, struct side *side)
{
	struct err err = { 0 };

	side->building = *building;
	side->place = app_building_place(ui->app, building);
	if (!app_versions(ui->app, building, app_pack(ui->app)->root->name, &side->versions, &err) &&
	    !app_history(ui->app, building, &side->history, &err))
		return true;
	ui_fail(ui, &err);
	return false;
}

static struct question_state *
question_new(enum question_kind kind, size_t lines)
{
	struct question_state *state = mem_alloc(sizeof(*state));

	state->kind = kind;
	line_init(&state->reason, LINE_SINGLE, 200);
	state->menu.count = lines;
	return state;
}

struct screen *
question_fork_screen(struct ui *ui, const struct app_fork *fork)
{
	struct question_state *state = question_new(QUESTION_FORK, fork->rival_count);

	(void)ui;
	app_fork_copy(fork, &state->fork);
	return screen_new(&question_class, state);
}

struct screen *
question_pair_screen(struct ui *ui, enum question_kind kind, const struct id *building, const struct id *other)
{
	struct question_state *state = question_new(kind, app_pack(ui->app)->root->field_count);
	struct screen *screen = screen_new(&question_class, state);

	if (read_side(ui, building, &state->sides[0]) && read_side(ui, other, &state->sides[1]))
		return screen;
	screen_free(screen, ui);
	return NULL;
}
