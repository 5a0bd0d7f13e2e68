#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/complete.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/staff.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/number/told_number.h"
#include "base/text.h"
#include "ui/form/form_state.h"
#include "ui/input.h"

#define SUGGESTIONS 5 /* the most frequent of the earlier entries that fit; typing narrows them */

/* A text at the cursor: its editor, what is offered for it, and how it becomes the answer. */

void
form_drop_suggestions(struct form_state *form)
{
	for (size_t i = 0; i < form->suggestion_count; i++)
		free(form->suggestions[i]);
	free(form->suggestions);
	form->suggestions = NULL;
	form->suggestion_count = 0;
	form->more_suggestions = false;
	form->suggesting = false;
}

/* Adds one more of what fits what was typed, unless it stands there, or enough do. */
static void
offer(struct form_state *form, const char *text)
{
	const char *typed = line_text(&form->line);

	if (form->suggestion_count > SUGGESTIONS || strcmp(text, typed) == 0 || !text_matches(text, typed))
		return;
	for (size_t i = 0; i < form->suggestion_count; i++)
		if (strcmp(form->suggestions[i], text) == 0)
			return;
	form->suggestions[form->suggestion_count++] = mem_strdup(text);
}

/* Who covers the hamlet, then what was answered at other houses, then who holds a right there. */
static void
offer_all(struct form_state *form, struct ui *ui, const struct field *field)
{
	char **earlier = NULL, **staff;
	size_t earlier_count = 0, covering, staff_count;

	form->suggestions = mem_array(SUGGESTIONS + 1, sizeof(*form->suggestions));
	sheet_staff(form->sheet, field, &staff, &covering, &staff_count);
	if (field->complete)
		app_complete(ui->app, field, line_text(&form->line), SUGGESTIONS + 1, &earlier, &earlier_count);
	for (size_t i = 0; i < covering; i++)
		offer(form, staff[i]);
	for (size_t i = 0; i < earlier_count; i++)
		offer(form, earlier[i]);
	for (size_t i = covering; i < staff_count; i++)
		offer(form, staff[i]);
	sheet_staff_free(earlier, earlier_count);
	sheet_staff_free(staff, staff_count);
}

void
form_suggest(struct form_state *form, struct ui *ui)
{
	const struct form_item *item = form_at(form);

	form_drop_suggestions(form);
	if (item->kind == ITEM_FIELD && (item->field->complete || item->field->staff) && form->widget == WIDGET_TEXT)
		offer_all(form, ui, item->field);
	form->more_suggestions = form->suggestion_count > SUGGESTIONS;
	if (form->more_suggestions)
		free(form->suggestions[--form->suggestion_count]);
	if (form->chosen >= form->suggestion_count)
		form->chosen = 0;
}

/* True while a number that has so many signs is typed and has fewer: each but the last would be called wrong. */
static bool
is_begun_number(const struct form_state *form, const struct form_item *item)
{
	enum field_type type = item->field->type;
	const char *text = line_text(&form->line);
	size_t whole = type == FIELD_ID_NUMBER ? 18 : type == FIELD_PHONE ? 11 : type == FIELD_YEAR ? 4 : 0;

	return *text && text_chars(text) < whole && !text[strspn(text, "0123456789０１２３４５６７８９ +-()")];
}

/* Is the answer a number or a day, which typing replaces? Words are added to: one key would lose them. */
static bool
is_replaced(const struct form_item *item)
{
	if (item->kind != ITEM_FIELD)
		return false;
	switch (item->field->type) {
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_YEAR:
	case FIELD_DATE:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
		return true;
	default:
		return false;
	}
}

void
form_set_line(struct form_state *form, const struct form_item *item, const struct ui *ui)
{
	char *text;

	line_release(&form->line);
	line_init(&form->line, LINE_SINGLE,
		  item->kind != ITEM_FIELD     ? 200
		  : item->field->max_chars > 0 ? (size_t)item->field->max_chars
					       : 0);
	text = item->kind == ITEM_REASON  ? mem_strdup(sheet_reason(form->sheet, item->rule->id))
	       : item->kind == ITEM_WORDS ? mem_strdup(sheet_reason_words(form->sheet, item->rule->id))
					  : sheet_text(form->sheet, item->field, form->row, ui->lang);
	line_set(&form->line, text);
	/* What was begun and left, as half a number, is gone on with. */
	form->line.preset = *text && is_replaced(item) && sheet_value(form->sheet, item->field, form->row) && !is_begun_number(form, item);
	free(text);
}

/* A day without its year is one of this year. The caller frees. */
static char *
day_of_this_year(const char *text)
{
	char today[11], day[11];

	clock_date(clock_now_unix(), today);
	return mem_strdup(clock_day_meant(text, today, day) ? day : text);
}

void
form_store(struct form_state *form)
{
	const struct form_item *item = form_at(form);
	char *text;

	if (form->widget != WIDGET_TEXT || !form->typed)
		return;
	form->typed = false;
	if (item->kind == ITEM_REASON) {
		sheet_set_reason(form->sheet, item->rule->id, line_text(&form->line));
		return;
	}
	if (item->kind == ITEM_WORDS) {
		sheet_set_reason_words(form->sheet, item->rule->id, line_text(&form->line));
		return;
	}
	text = item->field->type == FIELD_DATE ? day_of_this_year(line_text(&form->line)) : mem_strdup(line_text(&form->line));
	sheet_set_text(form->sheet, item->field, form->row, text);
	free(text);
}

/* Moves between a text and its suggestions: Down goes into them, Up out again. */
bool
form_suggestion_key(struct form_state *form, const struct ui_key *key)
{
	if (form->widget != WIDGET_TEXT || form->suggestion_count == 0)
		return false;
	if (key->kind == UI_KEY_DOWN && !form->suggesting) {
		form->suggesting = true;
		return true;
	}
	if (!form->suggesting)
		return false;
	if (key->kind == UI_KEY_UP && form->chosen > 0)
		form->chosen--;
	else if (key->kind == UI_KEY_UP)
		form->suggesting = false;
	else if (key->kind == UI_KEY_DOWN && form->chosen + 1 < form->suggestion_count)
		form->chosen++;
	else
		return false;
	return true;
}

/* Behind what was typed a digit belongs to it, as in the number of a road; and a text may begin with one, but for a name. Who comes to many houses is
 * taken by a digit; the owner of another house, by which a house is called, by going there first. */
bool
form_digit_suggests(const struct form_state *form)
{
	const struct form_item *item = form_at(form);

	return form->suggesting || (form->suggestion_count && item->kind == ITEM_FIELD && item->field->type == FIELD_PERSON &&
				    !item->field->calls_house && !*line_text(&form->line));
}

/* True when this key was the last of a number that can have no more signs, and nothing is wrong with it. */
static bool
is_full_number(const struct form_state *form, const struct form_item *item, const struct ui_key *key)
{
	const struct value *value = sheet_value(form->sheet, item->field, form->row);
	bool typed = key->kind == UI_KEY_CHAR || key->kind == UI_KEY_PASTE, at_end = form->line.cursor_bytes == form->line.text.len;

	if (!typed || !at_end || !value || sheet_problem_of(form->sheet, item->field, form->row, false))
		return false;
	switch (item->field->type) {
	case FIELD_ID_NUMBER:
		return strlen(value->text) == 18;
	case FIELD_PHONE:
		return strlen(value->text) == 11 && value->text[0] == '1';
	case FIELD_YEAR:
		return value->integer > 999;
	case FIELD_INTEGER: /* of storeys up to 15 the 2: no digit behind it is in the range */
		return item->field->has_range && value->integer > 0 && (double)value->integer * 10 > item->field->greatest;
	default:
		return false;
	}
}

/* Does the question at the cursor take this digit? */
static bool
takes_digit(const struct form_state *form, char digit)
{
	if (form->widget == WIDGET_OPTIONS || form->widget == WIDGET_PHOTO)
		return form_option_with_digit(form, digit) != form->option_count || form_digits_narrow(form);
	return form->widget == WIDGET_TEXT;
}

/* A sign between numbers, or inside one, begins no answer; a digit may be of the next question once that was seen. What the number proves whole by
 * its check digit, or by its range, is continued by no digit that the next question takes; one that it does not take was meant for the number. */
static bool
continues_number(const struct form_state *form, const struct ui *ui, uint32_t c)
{
	if (c == 0x3001 /* 、 */ || form_goes_on_a_number(c))
		return true;
	if (c < '0' || c > '9')
		return false;
	return form->moved_from->type == FIELD_PHONE ? !form_is_seen(form, ui) : !takes_digit(form, (char)c);
}

bool
form_number_key(struct form_state *form, struct ui *ui, const struct ui_key *key)
{
	if (!form->moved_on || key->kind != UI_KEY_CHAR || !continues_number(form, ui, key->c))
		return false;
	form->moved_on = false;
	form_go_to(form, ui, form->moved_from, NULL);
	form->line.preset = false;
	(void)input_key(ui, &form->line, key, form_text_cols(form));
	form->typed = true;
	form_store(form);
	ui_say(ui, TOAST_BAD, "%s",
	       _("It stands directly behind the full number, so it is in that line again. Mend it there; Enter goes on."));
	return true;
}

bool
form_text_key(struct form_state *form, struct ui *ui, const struct ui_key *key)
{
	const struct form_item *item = form_at(form);

	if (form->widget != WIDGET_TEXT)
		return false;
	if (key->kind == UI_KEY_CHAR && (key->c == 't' || key->c == 'T') && item->kind == ITEM_FIELD && item->field->type == FIELD_DATE) {
		(void)form_do_command(form, ui, COMMAND_TODAY);
		return true;
	}
	if (key->kind == UI_KEY_CHAR && form_digit_suggests(form) && key->c >= '1' && key->c - '1' < form->suggestion_count) {
		form_run_note(form, (char)key->c); /* said, and taken back, as a choice */
		line_set(&form->line, form->suggestions[key->c - '1']);
		form->typed = true;
		form_next(form, ui);
		if (ui->toast_kind == TOAST_NONE)
			form_run_say(form, ui);
		return true;
	}
	if (!input_key(ui, &form->line, key, form_text_cols(form)))
		return false;
	form->typed = true;
	form->fresh = form->suggesting = false;
	if (item->kind != ITEM_FIELD && text_tells_number(line_text(&form->line)))
		ui_say(ui, TOAST_BAD, "%s",
		       _("The words tell a telephone or identity number, and everybody who gets the file reads them: leave it out."));
	/* The answer is checked at every key, without counting as left. */
	if (item->kind == ITEM_FIELD) {
		form_store(form);
		form_suggest(form, ui);
		form->begun = is_begun_number(form, item);
		if (is_full_number(form, item, key)) {
			form->moved_from = item->field; /* before the lines are made anew */
			form_next(form, ui);
			form->moved_on = true;
		}
	}
	return true;
}
