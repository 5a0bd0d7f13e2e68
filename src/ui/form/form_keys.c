#include "ui/form/form.h"
#include "ui/form/form_state.h"

#include "app/fill/sheet.h"
#include "app/fill/sheet_keep.h"
#include "base/i18n.h"
#include "ui/form/burst.h"
#include "ui/form/repeat.h"

/* What a key does in a form: its parts are asked one after the other, and the first that knows the key takes it. */

/* True for '?' where it can be no part of the answer. */
static bool
asks_about(const struct form_state *form, const struct ui_key *key)
{
	const struct form_item *item = form_at(form);

	return ui_key_ascii(key) == '?' && item->kind == ITEM_FIELD &&
	       (form->widget != WIDGET_TEXT || (item->field->type != FIELD_TEXT && item->field->type != FIELD_PERSON));
}

/* Says what a line takes that takes no text. */
static void
say_not_typed(const struct form_state *form, struct ui *ui)
{
	switch (form->widget) {
	case WIDGET_OPTIONS:
		ui_say(ui, TOAST_SAID, "%s",
		       _("One of the choices is taken here: by its digit, its first letters, or an arrow and Space."));
		break;
	case WIDGET_PHOTO:
		ui_say(ui, TOAST_SAID, "%s", _("A photo is taken here by its digit; b goes through those of one house, ^P shows all."));
		break;
	case WIDGET_REPEAT:
		ui_say(ui, TOAST_SAID, "%s", _("+ adds a row, Space opens the rows, Enter goes on."));
		break;
	default:
		if (form_at(form)->kind == ITEM_FIELD)
			ui_say(ui, TOAST_SAID, "%s", _("This follows from other answers; change those."));
		else
			ui_say(ui, TOAST_SAID, "%s", _("This line takes no text."));
	}
}

/* Takes an Enter by habit behind an answer that went on by itself. */
static bool
takes_habit(struct form_state *form, struct ui *ui, const struct ui_key *key)
{
	bool led = form->led;

	form->led = false;
	if (key->kind != UI_KEY_ENTER || (!led && !form->moved_on))
		return false;
	form->moved_on = false;
	if (led && form->passed)
		ui_say(ui, TOAST_SAID, "%s",
		       _("That was the last question that may stay empty, so that Enter signed nothing. Enter once more, or ^S, signs this form."));
	else if (led)
		ui_say(ui, TOAST_SAID, "%s",
		       _("The answer went on by itself, so that Enter signed nothing. Enter once more, or ^S, signs this form."));
	return true;
}

/* Takes an Enter behind text that this line did not take: what is typed next would answer a question that nobody looks at. The line of the signature
 * says so itself once nothing is missing. */
static bool
takes_stray_enter(struct form_state *form, struct ui *ui, const struct ui_key *key)
{
	if (key->kind != UI_KEY_ENTER || !form->stray || (form_at(form)->kind == ITEM_SIGN && form_is_complete(form)))
		return false;
	form->stray = false;
	form_run_clear(form);
	ui_say(ui, TOAST_BAD, "%s", _("The text before that Enter was not taken, so the cursor stays here. Enter once more goes on."));
	return true;
}

static struct action
answer_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct form_state *form = screen->state;
	bool moved = false;

	sheet_count_key(form->sheet);
	if (command != COMMAND_DISCARD)
		form->confirm_discard = false;
	if (command != COMMAND_BACK && !(form->repeat && command == COMMAND_DISCARD))
		form->confirm_back = false;
	if (ui_key_ascii(key) != FORM_SAME_KEY)
		form->confirm_same = false;
	if (command != COMMAND_SIGN)
		form->confirm_sign = form->confirm_fall = false;
	if (form->taken && command != COMMAND_BACK) { /* until somebody leaves it; said at each key */
		form_keep(form, ui);
		if (form->taken)
			return STAY;
	}
	if (takes_habit(form, ui, key) || takes_stray_enter(form, ui, key))
		return STAY;
	if (form_number_key(form, ui, key))
		return STAY;
	form->moved_on = false;
	if (ui_key_ascii(key) == FORM_SAME_KEY && form_twin(form))
		return form_same(form, ui);
	if (asks_about(form, key))
		return (struct action){ ACTION_PUSH, form_about(form, ui) };
	if (form_run_key(form, ui, key))
		return STAY;
	if (command == COMMAND_UNDO) /* also in a text, whose editor has control keys of its own */
		return form_undo(form, ui);
	if (form_suggestion_key(form, key))
		return STAY;
	if (form->widget == WIDGET_PHOTO && ui_key_ascii(key) == 'b')
		return action_push(burst_screen(form, ui));
	if ((form->widget == WIDGET_OPTIONS || form->widget == WIDGET_PHOTO) && form_option_key(form, ui, key, &moved)) {
		if (moved)
			form_next(form, ui);
		if (moved && ui->toast_kind == TOAST_NONE)
			form_run_say(form, ui);
		return STAY;
	}
	if (form->widget == WIDGET_REPEAT && key->kind == UI_KEY_CHAR && key->c == '+') {
		const struct field *repeat = form_at(form)->field;

		return (struct action){ ACTION_PUSH, row_screen(ui, form->sheet, repeat, sheet_add_row(form->sheet, repeat)) };
	}
	if (form->widget == WIDGET_REPEAT && (key->kind == UI_KEY_RIGHT || (key->kind == UI_KEY_CHAR && key->c == ' ')))
		return (struct action){ ACTION_PUSH, rows_screen(ui, form->sheet, form_at(form)->field) };
	/* Control keys such as ^D and ^O are commands in a text too; the editor has control keys of its own. */
	if (form_text_key(form, ui, key))
		return STAY;
	if (command)
		return form_do_command(form, ui, command);
	if (key->kind == UI_KEY_CHAR || key->kind == UI_KEY_PASTE) {
		bool text = key->kind == UI_KEY_PASTE || ui_key_ascii(key) > 0x7f;

		form->stray = form->stray || text || form_at(form)->kind == ITEM_SIGN;
		say_not_typed(form, ui);
		if (text)
			form_run_refuse(form);
	}
	return NO_KEY;
}

/* Is it an Enter at one of the opened questions that may stay empty? Who goes through them by Enter means each of them, and no signature. */
static bool
passes_by(const struct form_state *form, const struct ui_key *key)
{
	const struct form_item *item = form_at(form);

	return !form->repeat && form->more && key->kind == UI_KEY_ENTER && item->kind == ITEM_FIELD && item->field->optional;
}

struct action
form_key(struct screen *screen, struct ui *ui, const struct ui_key *key, int command)
{
	struct form_state *form = screen->state;
	bool answers = !form->repeat && (key->kind == UI_KEY_CHAR || key->kind == UI_KEY_PASTE || command == COMMAND_TODAY);
	bool was_there = form_at(form)->kind == ITEM_SIGN, passes = passes_by(form, key);
	struct action action = answer_key(screen, ui, key, command);

	if (action.kind == STAY.kind)
		form->led = (answers || passes) && !was_there && form_at(form)->kind == ITEM_SIGN;
	form->passed = passes;
	return action;
}
