#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet.h"
#include "app/fill/sheet_problems.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "ui/form/form_state.h"

/* A run of digits: each answers a choice and leads to the next line. */

#define SAID 3 /* of the answers: as many as fit a line or two */

void
form_run_clear(struct form_state *form)
{
	for (size_t i = 0; i < form->run.count; i++)
		value_release(&form->run.items[i].before);
	form->run = (struct form_run){ 0 };
}

void
form_run_rest(struct form_state *form)
{
	form->run.rested = form->run.count > 0;
}

void
form_run_refuse(struct form_state *form)
{
	form_run_clear(form);
	form->run.refusing = true;
}

void
form_run_note(struct form_state *form, char digit)
{
	struct form_run *run = &form->run;
	const struct form_item *item = form_at(form);
	const struct rule *rule = item->kind == ITEM_REASON ? item->rule : NULL;
	const struct value *before = rule ? NULL : sheet_value(form->sheet, item->field, form->row);

	if (run->rested)
		form_run_clear(form);
	if (run->count == FORM_RUN) { /* the oldest is forgotten: it was seen long ago */
		value_release(&run->items[0].before);
		memmove(&run->items[0], &run->items[1], (FORM_RUN - 1) * sizeof(run->items[0]));
		memmove(run->typed, run->typed + 1, FORM_RUN);
		run->count--;
	}
	run->items[run->count] = (struct form_answered){ .field = item->field, .rule = rule };
	if (rule)
		run->items[run->count].before = value_text(sheet_reason(form->sheet, rule->id));
	else if (before)
		run->items[run->count].before = value_copy(before);
	run->typed[run->count++] = digit;
}

void
form_run_say(const struct form_state *form, struct ui *ui)
{
	struct buf said = { 0 };
	size_t from = form->run.count > SAID ? form->run.count - SAID : 0;

	for (size_t i = from; i < form->run.count; i++) {
		const struct form_answered *item = &form->run.items[i];
		const struct list *list = item->rule ? sheet_reasons(form->sheet, item->rule->id) : NULL;
		const struct choice *choice = list ? list_choice(list, sheet_reason(form->sheet, item->rule->id)) : NULL;
		char *words = !item->rule ? sheet_text(form->sheet, item->field, form->row, ui->lang)
					  : mem_strdup(choice ? label_text(&choice->label, ui->lang) : "");

		buf_printf(&said, _("%s%s: %s"), i > from ? _("; ") : "",
			   item->rule ? _("reason") : label_text(&item->field->label, ui->lang), words);
		free(words);
	}
	if (said.len)
		ui_say(ui, TOAST_SAID, "%s", buf_text(&said));
	buf_release(&said);
}

bool
form_run_undo(struct form_state *form, struct ui *ui, uint32_t c)
{
	struct form_run *run = &form->run;
	struct form_answered first = run->items[0];
	char typed[sizeof(run->typed) + 8], sign[5] = "";

	if (!run->count || run->rested)
		return false;
	if (c == (uint32_t)run->typed[run->count - 1] && !form_is_seen(form, ui)) { /* one digit, pressed twice */
		ui_say(ui, TOAST_BAD, _("The second \"%c\" was not taken: it came before this line was seen, and nothing here has it."),
		       (char)c);
		return true;
	}
	sign[text_encode(c, sign)] = '\0';
	snprintf(typed, sizeof(typed), "%.*s%s", (int)run->count, run->typed, sign);
	while (run->count > 0) {
		struct form_answered *item = &run->items[--run->count];

		if (item->rule) {
			sheet_set_reason(form->sheet, item->rule->id, item->before.text);
			value_release(&item->before);
		} else {
			sheet_set_take(form->sheet, item->field, form->row, item->before); /* taken */
		}
	}
	form_run_clear(form);
	form_rebuild(form);
	form_go_to(form, ui, first.field, first.rule);
	form->run.refusing = true;
	ui_say(ui, TOAST_BAD, _("\"%s\" is none of the choices here, so none of it was taken. An arrow or Enter goes on."), typed);
	return true;
}

bool
form_goes_on_a_number(uint32_t c)
{
	return c == '.' || c == ',' || c == ';' || c == ':' || c == '/' || c == 0x3002 /* 。 */ || c == 0xff0e /* ．*/ ||
	       c == 0xff0c /* ，*/ || c == 0xb0 /* degrees */;
}

/* True where words are written, of which no digit is a number. */
static bool
is_words(const struct form_state *form)
{
	const struct form_item *item = form_at(form);

	return form->widget == WIDGET_TEXT && (item->kind != ITEM_FIELD || item->field->type == FIELD_TEXT);
}

bool
form_run_key(struct form_state *form, struct ui *ui, const struct ui_key *key)
{
	if (key->kind != UI_KEY_CHAR) {
		form_run_clear(form);
		return false;
	}
	if (form->run.refusing) {
		ui_say(ui, TOAST_BAD, "%s", _("Not taken either: it goes on with what is none of the choices. An arrow or Enter goes on."));
		return true;
	}
	if (form->run.count && form_at(form)->kind == ITEM_REASON &&
	    !form_is_seen(form, ui)) /* meant for the question behind the warning */
		return form_run_undo(form, ui, key->c);
	if (form->run.count == 0 || form->widget == WIDGET_OPTIONS)
		return false;
	if (form->widget == WIDGET_TEXT && form_goes_on_a_number(key->c)) {
		if (!form_run_undo(form, ui, key->c))
			ui_say(ui, TOAST_BAD, "%s", _("Not taken: no answer begins with it. What was answered before stands."));
		return true;
	}
	if (key->c >= '0' && key->c <= '9' && is_words(form)) {
		if (!form_is_seen(form, ui))
			return form_run_undo(form, ui, key->c);
		ui_say(ui, TOAST_BAD, "%s",
		       _("Not taken: the digits before it answered choices, and a text begins here. An arrow first, then it may begin with a digit."));
		return true;
	}
	form_run_clear(form);
	return false;
}
