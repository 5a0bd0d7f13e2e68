#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "app/sign/sitting.h"
#include "base/i18n.h"
#include "base/line.h"
#include "base/mem.h"
#include "ui/input.h"
#include "ui/sitting/sitting_state.h"

/* Giving a house back: the kinds of error, ticked by their digits, and words. */

enum { COMMAND_DONE = 1, COMMAND_GIVE_UP };

static const struct binding return_bindings[] = {
	{ UI_KEY_CHAR, 0, "1-9", N_("tick a kind of error"), COMMAND_DONE, true },
	{ UI_KEY_TAB, 0, N_("Tab"), N_("words"), COMMAND_DONE, true },
	{ UI_KEY_ENTER, 0, N_("Enter"), N_("give it back"), COMMAND_DONE, true },
	{ UI_KEY_ESC, 0, N_("Esc"), N_("not"), COMMAND_GIVE_UP, true },
	{ 0 },
};

struct return_state {
	struct sitting_state *of;
	struct line line;
	bool in_words;
};

/* The field charged with an error of a kind: the first that the rules of this kind name and a person fills. */
static const char *
field_of_kind(const struct pack *pack, int kind)
{
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < pack->rule_count; i++) {
			const struct rule *rule = &pack->rules[i];

			for (size_t k = 0; rule->kind == kind && k < rule->fields.count; k++) {
				const struct field *field = pack_field(pack, rule->fields.items[k]);
				const struct form *form = field ? pack_form_of_field(pack, field->name) : NULL;

				/* A field of the roster's row, a field that a checker counted or a computed one is taken only when there
				 * is no other. */
				if (field && form && (pass || (form != pack->root && form->blind.count == 0 && !field->calculation.sql)))
					return field->name;
			}
		}
	return pack->chains[0].summary ? pack->chains[0].summary->name : pack->root_division->name;
}

static bool
is_ticked(const struct sitting_house *house, int kind)
{
	for (size_t i = 0; i < house->marks.count; i++)
		if (house->marks.items[i].kind == kind)
			return true;
	return false;
}

static void
return_draw(const struct screen *screen, const struct ui *ui, struct canvas *canvas)
{
	const struct return_state *state = screen->state;
	const struct sitting_house *house = sitting_at(state->of->sitting, state->of->at);
	const struct pack *pack = app_pack(ui->app);
	int row = BODY_TOP + 1;

	canvas_short(canvas, row, 2, canvas->cols - 4, BOLD, house->place);
	canvas_text(canvas, row + 2, 2, canvas->cols - 4, PLAIN, _("What is wrong? Tick with the digits; words are optional."));
	row += 4;
	for (size_t i = 0; i < pack->chains[0].error_count; i++, row++) {
		bool on = is_ticked(house, pack->chains[0].errors[i].kind);
		const struct field *field = pack_field(pack, field_of_kind(pack, pack->chains[0].errors[i].kind));
		char line[300];

		snprintf(line, sizeof(line), "%d [%s] %s  (%s)", pack->chains[0].errors[i].kind, on ? "x" : " ",
			 label_text(&pack->chains[0].errors[i].label, ui->lang), field ? label_text(&field->label, ui->lang) : "");
		canvas_short(canvas, row, 4, canvas->cols - 6, on ? BAD : PLAIN, line);
	}
	canvas_text(canvas, row + 1, 2, 12, state->in_words ? ACCENT : PLAIN, _("In words"));
	if (state->in_words) {
		input_draw(canvas, row + 1, 14, canvas->cols - 16, &state->line);
	} else {
		canvas_short(canvas, row + 1, 15, canvas->cols - 17, PLAIN, line_text(&state->line));
		canvas_cursor(canvas, BODY_TOP + 5, 4);
	}
}

static struct action
return_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct return_state *state = screen->state;
	struct sitting_state *of = state->of;
	const struct pack *pack = app_pack(ui->app);
	uint32_t c = key->c >= 0xff01 && key->c <= 0xff5e ? key->c - 0xfee0 : key->c;

	if (command == COMMAND_GIVE_UP)
		return BACK;
	if (key->kind == UI_KEY_TAB) {
		state->in_words = !state->in_words;
		return STAY;
	}
	if (key->kind == UI_KEY_ENTER) {
		sitting_set_reason(of->sitting, of->at, line_text(&state->line));
		if (sitting_at(of->sitting, of->at)->marks.count == 0 && !*line_text(&state->line)) {
			ui_say(ui, TOAST_BAD, "%s", _("Tick a kind of error, or say in words what is wrong."));
			return STAY;
		}
		sitting_decide(of->sitting, of->at, DECISION_RETURN);
		sitting_go_on(of);
		return BACK;
	}
	for (size_t i = 0; !state->in_words && key->kind == UI_KEY_CHAR && i < pack->chains[0].error_count; i++)
		if (c == (uint32_t)('0' + pack->chains[0].errors[i].kind)) {
			sitting_tick(of->sitting, of->at, field_of_kind(pack, pack->chains[0].errors[i].kind),
				     pack->chains[0].errors[i].kind);
			return STAY;
		}
	/* A character that is no digit begins the words. */
	state->in_words |= (key->kind == UI_KEY_CHAR && (c < '0' || c > '9')) || key->kind == UI_KEY_PASTE;
	if (state->in_words)
		input_key(ui, &state->line, key, ui->cols - 18);
	else if (key->kind == UI_KEY_CHAR)
		ui_say(ui, TOAST_SAID, "%s", _("There is no kind of error with this number."));
	return STAY;
}

static void
return_close(struct screen *screen, struct ui *ui)
{
	struct return_state *state = screen->state;

	(void)ui;
	line_release(&state->line);
	free(state);
}

static const char *
return_title(const struct screen *screen, const struct ui *ui)
{
	(void)screen;
	(void)ui;
	return _("Give back");
}

static const struct screen_class return_class = {
	.name = "return",
	.bindings = return_bindings,
	.title = return_title,
	.draw = return_draw,
	.key = return_key,
	.close = return_close,
	.types = true,
};

struct action
push_return(struct sitting_state *state)
{
	struct return_state *give = mem_alloc(sizeof(*give));
	const char *reason = sitting_at(state->sitting, state->at)->reason;

	give->of = state;
	line_init(&give->line, LINE_SINGLE, 200);
	line_set(&give->line, reason ? reason : "");
	return (struct action){ ACTION_PUSH, screen_new(&return_class, give) };
}
