#include <stdio.h>
#include <stdlib.h>

#include "app/session/workspace.h"
#include "app/house/returned.h"
#include "app/sign/sitting.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/sitting/sitting_state.h"

/* The end of a sitting: the decisions, and one passphrase under all of them. */

enum { COMMAND_DONE = 1, COMMAND_GIVE_UP };

static const struct binding sign_bindings[] = {
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("sign all of it"), COMMAND_DONE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("back, nothing is signed"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct sign_state {
	struct sitting_state *of;
	struct secret secret;
};

struct decision_listing {
	const struct sitting_state *of;
	const struct ui *ui;
	struct canvas *canvas;
	int row, bottom;
	size_t left; /* houses that had no room */
};

/* Lists the houses of one decision, the reason below each. */
static void
list_decided(struct decision_listing *list, enum decision decision)
{
	const struct sitting *sitting = list->of->sitting;
	int cols = list->canvas->cols;

	for (size_t i = 0; i < sitting_count(sitting); i++) {
		const struct sitting_house *house = sitting_at(sitting, i);
		char line[300];

		if (house->decision != decision || house->in_bulk)
			continue;
		if (list->row + (decision == DECISION_RETURN) >= list->bottom) {
			list->left++;
			continue;
		}
		snprintf(line, sizeof(line), "%s  %s  %s", decision_word(decision), house->place, house->shown);
		canvas_short(list->canvas, list->row++, 4, cols - 6, decision_look(decision), line);
		if (decision == DECISION_RETURN) {
			char *why = return_marks_words(&house->marks, house->reason, app_pack(list->ui->app));

			canvas_short(list->canvas, list->row++, 10, cols - 12, PLAIN, why);
			free(why);
		}
	}
}

static void
sign_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct sign_state *state = screen->state;
	struct decision_listing list = { .of = state->of, .ui = ui, .canvas = canvas };
	size_t counts[4], bulk = 0;
	int row = BODY_TOP + 1, bottom = BODY_TOP + body_rows(canvas) - 4;
	char line[300];

	sitting_counts(state->of->sitting, counts);
	for (size_t i = 0; i < sitting_count(state->of->sitting); i++)
		bulk += sitting_at(state->of->sitting, i)->in_bulk;
	if (bulk)
		snprintf(line, sizeof(line), _("You sign as %s: %zu approved (%zu of them together), %zu given back. %zu stay for later."),
			 label_text(&sitting_level(state->of->sitting)->label, ui->lang), counts[DECISION_APPROVE], bulk,
			 counts[DECISION_RETURN], counts[DECISION_LATER] + counts[DECISION_NONE]);
	else
		snprintf(line, sizeof(line), _("You sign as %s: %zu approved, %zu given back. %zu stay for later."),
			 label_text(&sitting_level(state->of->sitting)->label, ui->lang), counts[DECISION_APPROVE], counts[DECISION_RETURN],
			 counts[DECISION_LATER] + counts[DECISION_NONE]);
	row += canvas_wrap(canvas, row, 2, canvas->cols - 4, 3, BOLD, line) + 1;
	list.row = row;
	list.bottom = bottom;
	list_decided(&list, DECISION_RETURN);
	list_decided(&list, DECISION_APPROVE);
	if (list.left) {
		snprintf(line, sizeof(line), _("and %zu more; Esc goes back to look at them"), list.left);
		canvas_short(canvas, list.row, 4, canvas->cols - 6, FAINT, line);
	}
	canvas_text(canvas, bottom + 2, 2, 14, PLAIN, _("Passphrase"));
	secret_draw(canvas, bottom + 2, 16, 40, &state->secret);
	if (app_is_demo(ui->app))
		canvas_text(canvas, bottom + 3, 2, canvas->cols - 4, FAINT, _("In the demonstration everybody's passphrase is: demo"));
}

/* Says what was signed, and where the houses stand now. */
static void
say_signed(const struct sitting_state *of, struct ui *ui, size_t count, const size_t counts[4])
{
	const struct pack *pack = app_pack(ui->app);
	const struct level *next = sitting_level(of->sitting) + 1;
	bool was_last = next == pack->chains[0].levels + pack->chains[0].level_count;

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

	if (secret_key(&state->secret, key))
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
	return (struct action){ ACTION_HOME, NULL };
}

static void
sign_close(struct screen *screen, struct ui *ui)
{
	struct sign_state *state = screen->state;

	(void)ui;
	secret_clear(&state->secret);
	free(state);
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
	.bindings = sign_bindings,
	.title = sign_title,
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
	return (struct action){ ACTION_PUSH, screen_new(&sign_class, sign) };
}
