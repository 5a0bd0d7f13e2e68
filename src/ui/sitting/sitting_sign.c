#include <stdio.h>
#include <stdlib.h>

#include "app/session/workspace.h"
#include "app/house/returned.h"
#include "app/sign/sitting.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/page/passphrase.h"
#include "ui/page/textview.h"
#include "ui/sitting/sitting_state.h"

/* The end of a sitting: the decisions, and one passphrase under all of them. */

/* What comes before what: houses that are decided one by one, those drawn by lot, the rest. */
static int
turn_of(const struct sitting_house *house)
{
	return !house->bulk ? 0 : house->sample ? 1 : 2;
}

bool
sitting_go_on(struct sitting_state *state)
{
	size_t count = sitting_count(state->sitting);

	for (int turn = 0; turn < 3; turn++)
		for (size_t step = 1; step <= count; step++) {
			size_t i = (state->at + step) % count;
			const struct sitting_house *house = sitting_at(state->sitting, i);

			if (house->decision == DECISION_NONE && turn_of(house) == turn) {
				state->at = i;
				return true;
			}
		}
	return false;
}

enum { COMMAND_DONE = 1, COMMAND_GIVE_UP };

static const struct binding sign_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("sign all of it"), COMMAND_DONE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, nothing is signed"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct sign_state {
	struct sitting_state *of;
	char *sum;	       /* what is signed, in numbers */
	struct text_view text; /* what is decided, house by house */
	struct secret secret;
};

#define WHY_INDENT 6 /* of the reason below a house */

/* Adds the houses of one decision, the reason below each; those approved together come by themselves, and last. */
static void
add_decided(struct sign_state *state, const struct ui *ui, enum decision decision, bool in_bulk)
{
	const struct sitting *sitting = state->of->sitting;

	for (size_t i = 0; i < sitting_count(sitting); i++) {
		const struct sitting_house *house = sitting_at(sitting, i);
		char *line, *why;

		if (house->decision != decision || house->in_bulk != in_bulk)
			continue;
		line = mem_printf("%s  %s  %s", decision_word(decision), house->place, house->shown);
		text_view_add(&state->text, decision_look(decision), 0, line);
		free(line);
		if (decision != DECISION_RETURN)
			continue;
		why = return_marks_words(&house->marks, house->reason, app_pack(ui->app));
		text_view_add(&state->text, PLAIN, WHY_INDENT, why);
		free(why);
	}
}

/* What is signed, in numbers; caller frees. */
static char *
sum_words(const struct sign_state *state, const struct ui *ui)
{
	const struct sitting *sitting = state->of->sitting;
	const char *level = label_text(&sitting_level(sitting)->label, ui->lang);
	size_t counts[4], bulk = 0;

	sitting_counts(sitting, counts);
	for (size_t i = 0; i < sitting_count(sitting); i++)
		bulk += sitting_at(sitting, i)->in_bulk;
	if (bulk)
		return mem_printf(
			_("You sign as %s: %zu approved (%zu of them together), %zu given back. %zu stay for later, %zu are undecided."),
			level, counts[DECISION_APPROVE], bulk, counts[DECISION_RETURN], counts[DECISION_LATER], counts[DECISION_NONE]);
	return mem_printf(_("You sign as %s: %zu approved, %zu given back. %zu stay for later, %zu are undecided."), level,
			  counts[DECISION_APPROVE], counts[DECISION_RETURN], counts[DECISION_LATER], counts[DECISION_NONE]);
}

/* The page inside its margins: the sum, the houses, the passphrase. */
static struct area
page_area(const struct ui *ui)
{
	return area_below(area_inside(ui_body(ui), 2, 2), 1);
}

static void
sign_recalc(struct screen *screen, struct ui *ui)
{
	struct sign_state *state = screen->state;
	struct area page = page_area(ui);

	page = area_below(page, canvas_wrap_rows(state->sum, page.cols) + 1);
	text_view_fit(&state->text, area_above(area_inside(page, 2, 0), PASSPHRASE_ROWS + 1));
}

static void
sign_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sign_state *state = screen->state;
	struct area page = page_area(ui);

	canvas_paragraph(canvas, &page, BOLD, state->sum);
	text_view_draw(&state->text, canvas);
	passphrase_draw(ui, canvas, area_bottom(page, PASSPHRASE_ROWS), &state->secret);
}

/* Says what was signed, and where the houses stand now. */
static void
say_signed(const struct sitting_state *of, struct ui *ui, size_t count, const size_t counts[4])
{
	const struct level *level = sitting_level(of->sitting), *next = level + 1;
	bool was_last = level_index(level) + 1 == level->chain->level_count;

	if (counts[DECISION_APPROVE] == 0)
		ui_say(ui, TOAST_GOOD, _("Signed and safe on this laptop: %zu given back; they wait for the team now."),
		       counts[DECISION_RETURN]);
	else if (was_last)
		ui_say(ui, TOAST_GOOD,
		       _("Signed and safe on this laptop: %zu houses, %zu approved, %zu given back. The approved ones are signed by every level now."),
		       count, counts[DECISION_APPROVE], counts[DECISION_RETURN]);
	else
		ui_say(ui, TOAST_GOOD,
		       _("Signed and safe on this laptop: %zu houses, %zu approved, %zu given back. The approved ones wait for \"%s\" now."),
		       count, counts[DECISION_APPROVE], counts[DECISION_RETURN], label_text(&next->label, ui->lang));
}

static struct action
sign_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct sign_state *state = screen->state;
	struct sitting *sitting = state->of->sitting;
	struct buf refused = { 0 };
	struct err err = { 0 };
	size_t count = 0, counts[4];
	enum status status;

	if (text_view_typed_key(&state->text, key) || secret_key(&state->secret, key))
		return STAY;
	if (command == COMMAND_GIVE_UP)
		return BACK;
	if (command != COMMAND_DONE)
		return STAY;
	ui_busy(ui, _("Signing..."));
	sitting_counts(sitting, counts);
	status = sitting_sign(sitting, state->secret.text, &count, &refused, &err);
	secret_clear(&state->secret);
	if (status) {
		ui_say(ui, TOAST_BAD, "%s%s%s", err.text, refused.len ? "\n" : "", buf_text(&refused));
		buf_release(&refused);
		return STAY;
	}
	buf_release(&refused);
	say_signed(state->of, ui, count, counts);
	state->of->signed_now = true;
	return (struct action){ ACTION_HOME, NULL };
}

static void
sign_close(struct screen *screen, struct ui *ui)
{
	struct sign_state *state = screen->state;

	(void)ui;
	secret_clear(&state->secret);
	text_view_release(&state->text);
	free(state->sum);
	free(state);
}

static const char *
sign_note(const struct screen *screen)
{
	return ((const struct sign_state *)screen->state)->text.note;
}

static const char *
sign_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Summary and signature");
}

static const struct screen_class sign_class = {
	.name = "sign",
	.about = N_("What was decided, house by house, before it is signed. Your passphrase and Enter sign all of it at once."),
	.bindings = sign_bindings,
	.also = move_text_bindings,
	.title = sign_title,
	.note = sign_note,
	.recalc = sign_recalc,
	.draw = sign_draw,
	.key = sign_key,
	.close = sign_close,
	.types = true,
	.drops_typeahead = true,
};

struct action
push_sign(struct sitting_state *state, struct ui *ui)
{
	struct sign_state *sign;
	size_t counts[4];

	sitting_counts(state->sitting, counts);
	if (counts[DECISION_APPROVE] + counts[DECISION_RETURN] == 0) {
		ui_say(ui, TOAST_SAID, "%s", _("Nothing is decided yet: 1 approves, 2 gives back, 3 leaves it for later."));
		return STAY;
	}
	sign = mem_alloc(sizeof(*sign));
	sign->of = state;
	sign->sum = sum_words(sign, ui);
	add_decided(sign, ui, DECISION_RETURN, false);
	add_decided(sign, ui, DECISION_APPROVE, false);
	add_decided(sign, ui, DECISION_APPROVE, true);
	return (struct action){ ACTION_PUSH, screen_new(&sign_class, sign) };
}
