#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/fill/inbox.h"
#include "app/fill/sheet.h"
#include "app/fill/sheet_photos.h"
#include "app/fill/sheet_problems.h"
#include "app/house/pick.h"
#include "app/house/rights.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/pinyin.h"
#include "ui/form/form_state.h"

/* Choices at the cursor: which are listed, in which order, and which digit each has. */

static bool
starts_with(const char *text, const char *start)
{
	for (; *start; text++, start++)
		if (tolower((unsigned char)*text) != tolower((unsigned char)*start))
			return false;
	return true;
}

/* True when the choice begins with the letters typed, or none are typed: its words, as written or by their initials, or the code that stands before them.
 * Letters of its middle do not count, since the last choice left is taken. The pack's initials decide the reading. */
static bool
begins(const struct form_state *form, const struct form_option *option)
{
	return (isupper((unsigned char)option->name[0]) && starts_with(option->name, form->filter)) ||
	       (text_chars(form->filter) < strlen(form->filter) && starts_with(option->label, form->filter)) ||
	       (option->initials ? starts_with(option->initials, form->filter) : pinyin_starts(option->label, form->filter));
}

/* Choices are appended in their order; one that is filtered out keeps its place. */
static void
append(struct form_state *form, struct form_option option)
{
	MEM_GROW(form->options, form->option_count, form->option_cap);
	form->options[form->option_count++] = option;
}

static void
add(struct form_state *form, struct form_option option)
{
	if (begins(form, &option))
		append(form, option);
}

bool
form_answer_holds(const struct value *value, const char *name)
{
	if (value && value->type == VALUE_TEXT)
		return strcmp(value->text, name) == 0;
	for (size_t i = 0; value && value->type == VALUE_LIST && i < value->list.count; i++)
		if (value->list.items[i].type == VALUE_TEXT && strcmp(value->list.items[i].text, name) == 0)
			return true;
	return false;
}

/* Of a form about a house: the villages where this person may begin one. Of one about a division: what the question admits, of each level. */
static void
add_divisions(struct form_state *form, struct ui *ui, const struct value *value)
{
	const struct pack *pack = app_pack(ui->app);
	bool of_division = sheet_form(form->sheet)->of_division;
	bool *may = of_division ? sheet_admitted(form->sheet, form_at(form)->field, form->row)
				: house_may_begin(ui->app, sheet_form(form->sheet));
	size_t number = 0;

	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if ((of_division || division->level == DIVISION_VILLAGE) && may[i])
			add(form, (struct form_option){ division->code, division->name, NULL, form_answer_holds(value, division->code),
							NULL, number++ });
	}
	free(may);
}

static void
add_photos(struct form_state *form, struct ui *ui)
{
	struct err err = { 0 };

	if (!form->inbox_read) {
		form->inbox_read = true;
		inbox_release(&form->inbox);
		form->inbox_stamp = inbox_stamp(ui->inbox);
		if (inbox_open(ui->app, ui->inbox, &form->inbox, &err))
			ui_fail(ui, &err);
		free(form->texts);
		form->texts = mem_array(form->inbox.count + 1, sizeof(*form->texts));
	}
	for (size_t i = 0; i < form->inbox.count; i++) {
		const struct inbox_photo *photo = &form->inbox.photos[i];
		char at[17];

		if (photo->why) /* ^P lists it and says why */
			continue;
		clock_minute(photo->taken_unix, at);
		/* One in use stays where it is, so that no other gets its digit. */
		if (photo->used) /* where it is used has room beside the photo, its day has not */
			snprintf(form->texts[i], sizeof(*form->texts), "%s [%s]", photo->name, *photo->used ? photo->used : _("new house"));
		else
			snprintf(form->texts[i], sizeof(*form->texts), "%.11s %s", at + 5, photo->name);
		append(form, (struct form_option){ photo->path, form->texts[i], NULL, false, photo, form->option_count });
	}
}

void
form_choose(struct form_state *form, size_t index)
{
	size_t last = form->option_count ? form->option_count - 1 : 0;

	form->chosen = index < last ? index : last;
}

/* Goes to the photo where the last one was taken. */
static void
choose_next_photo(struct form_state *form, const struct ui *ui)
{
	size_t next = inbox_next(&form->inbox, ui->inbox_at, sheet_place(form->sheet));

	for (size_t i = 0; i < form->option_count; i++)
		if (form->options[i].photo == &form->inbox.photos[next])
			form_choose(form, i);
}

/* The list that the choices at the cursor are of; NULL: none. */
static const struct list *
list_at(const struct form_state *form)
{
	const struct form_item *item = form_at(form);

	return item->kind == ITEM_REASON ? sheet_reasons(form->sheet, item->rule->id) : item->kind == ITEM_FIELD ? item->field->list : NULL;
}

/* Adds the choices of the list at the cursor; `field` NULL: reasons, which are all offered. A choice has the digit of its place in the list,
 * whatever else is offered; where the list is longer than there are digits and not all of it is offered, of its place among what is. */
static void
add_choices(struct form_state *form, const struct ui *ui, const struct field *field, const struct value *value)
{
	bool by_initials = strcmp(ui->lang, "zh") == 0;
	const struct list *list = list_at(form);
	bool by_offer = field && field->choices.sql && list->choice_count > CHOICE_PAGE;
	size_t offered = 0;

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];

		if (field && !sheet_offers(form->sheet, field, form->row, choice) && !form_answer_holds(value, choice->name))
			continue;
		add(form, (struct form_option){ choice->name, label_text(&choice->label, ui->lang), by_initials ? choice->initials : NULL,
						form_answer_holds(value, choice->name), NULL, by_offer ? offered : i });
		offered++;
	}
}

static void
add_people(struct form_state *form, const struct field *field, const struct value *value)
{
	form_drop_people(form);
	sheet_people(form->sheet, field, &form->people, &form->people_count);
	for (size_t i = 0; i < form->people_count; i++)
		add(form, (struct form_option){ form->people[i], form->people[i], NULL,
						value && house_names_person(value->text, form->people[i]), NULL, i });
}

void
form_drop_people(struct form_state *form)
{
	for (size_t i = 0; i < form->people_count; i++)
		free(form->people[i]);
	free(form->people);
	form->people = NULL;
	form->people_count = 0;
}

static void
add_reasons(struct form_state *form, const struct ui *ui)
{
	struct value reason = value_text(sheet_reason(form->sheet, form_at(form)->rule->id));

	add_choices(form, ui, NULL, &reason);
	value_release(&reason);
}

void
form_options(struct form_state *form, struct ui *ui)
{
	const struct form_item *item = form_at(form);
	const struct field *field = item->field;
	const struct value *value = item->kind == ITEM_FIELD ? sheet_value(form->sheet, field, form->row) : NULL;

	form->option_count = 0;
	if (item->kind == ITEM_REASON)
		add_reasons(form, ui);
	if (item->kind == ITEM_FIELD)
		switch (field->type) {
		case FIELD_BOOLEAN:
			add(form,
			    (struct form_option){ "1", _("yes"), NULL, value && value->type == VALUE_BOOLEAN && value->boolean, NULL, 0 });
			add(form,
			    (struct form_option){ "0", _("no"), NULL, value && value->type == VALUE_BOOLEAN && !value->boolean, NULL, 1 });
			break;
		case FIELD_SELECT_ONE:
		case FIELD_SELECT_MULTIPLE:
			add_choices(form, ui, field, value);
			break;
		case FIELD_DIVISION:
			add_divisions(form, ui, value);
			break;
		case FIELD_PERSON:
		case FIELD_TEXT:
			add_people(form, field, value);
			break;
		case FIELD_PHOTO:
			add_photos(form, ui);
			break;
		default:
			break;
		}
	form_choose(form, form->chosen);
}

void
form_start_options(struct form_state *form, struct ui *ui)
{
	form_options(form, ui);
	if (form->widget == WIDGET_PHOTO)
		choose_next_photo(form, ui);
	for (size_t i = 0; i < form->option_count && form->widget == WIDGET_OPTIONS; i++)
		if (form->options[i].on) {
			form_choose(form, i);
			break;
		}
}

/* The page of an option: by its place in the list of all, and of those that letters narrow it down to by its place among these. */
size_t
form_option_page(const struct form_state *form, size_t index)
{
	return (*form->filter ? index : form->options[index].number) / CHOICE_PAGE;
}

size_t
form_option_first(const struct form_state *form)
{
	size_t first = form->chosen;

	while (form->option_count && first > 0 && form_option_page(form, first - 1) == form_option_page(form, form->chosen))
		first--;
	return first;
}

size_t
form_options_shown(const struct form_state *form)
{
	size_t first = form_option_first(form), shown = 0;

	while (first + shown < form->option_count && form_option_page(form, first + shown) == form_option_page(form, first))
		shown++;
	return shown;
}

static char
digit_of(const struct form_state *form, size_t index)
{
	return (char)('1' + form->options[index].number % CHOICE_PAGE);
}

/* The option on this page that has a digit; option_count: none, or several that letters brought onto one page. */
size_t
form_option_with_digit(const struct form_state *form, char digit)
{
	size_t first = form_option_first(form), shown = form_options_shown(form), found = form->option_count;

	for (size_t i = first; i < first + shown; i++) {
		if (digit_of(form, i) != digit)
			continue;
		if (found != form->option_count)
			return form->option_count;
		found = i;
	}
	return found;
}

char
form_option_digit(const struct form_state *form, size_t index)
{
	char digit = digit_of(form, index);

	return form_option_with_digit(form, digit) == index ? digit : '\0';
}

/* The code by which people know a choice, as "M1"; shown before its words. */
const char *
form_option_code(const struct form_state *form, size_t index)
{
	const char *name = form->options[index].name;

	return list_at(form) && isupper((unsigned char)name[0]) ? name : NULL;
}

/* True when a digit continues a code that was begun, and so is no number of a choice. */
bool
form_digits_narrow(const struct form_state *form)
{
	size_t len = strlen(form->filter);

	for (size_t i = 0; len && i < form->option_count; i++)
		if (starts_with(form->options[i].name, form->filter) && isdigit((unsigned char)form->options[i].name[len]))
			return true;
	return false;
}
