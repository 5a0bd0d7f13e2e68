#include "form/answer/check.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/number/check.h"
#include "base/number/number.h"
#include "base/number/told_number.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "form/answer/past.h"
#include "form/place.h"

struct value_checking {
	const struct pack *pack;
	enum values_of of;
	void (*report)(const struct value_problem *, void *);
	void *ctx;
	size_t count;
	const char *repeat; /* being checked, with its row */
	size_t row;
};

static void
found(struct value_checking *checking, const struct field *field, const char *name, const char *text)
{
	struct value_problem problem = { .field = field };
	struct field_place place;
	char *at;

	checking->count++;
	if (!checking->report)
		return;
	place = field_place_of(checking->repeat, (int)checking->row, name);
	at = field_place_text(&place);
	snprintf(problem.name, sizeof(problem.name), "%s", at);
	free(at);
	snprintf(problem.text, sizeof(problem.text), "%s", text);
	checking->report(&problem, checking->ctx);
}

static const char *
number_problem(const struct field *field, double number)
{
	static _Thread_local char text[2 * NUMBER_TEXT_MAX + 120];
	char least[NUMBER_TEXT_MAX], greatest[NUMBER_TEXT_MAX];

	if (!field->has_range || (number >= field->least && number <= field->greatest))
		return NULL;
	number_write(field->least, least);
	number_write(field->greatest, greatest);
	snprintf(text, sizeof(text), _("must lie between %s and %s"), least, greatest);
	return text;
}

static const char *
exclusive_problem(const struct field *field, const struct value *value)
{
	for (size_t i = 0; value->list.count > 1 && i < value->list.count; i++)
		if (list_choice(field->list, value->list.items[i].text)->exclusive)
			return _("holds a choice that stands alone, together with others");
	return NULL;
}

static const char *
length_problem(const struct field *field, const char *value)
{
	static _Thread_local char text[120];

	if (text_chars(value) <= (size_t)field->max_chars)
		return NULL;
	snprintf(text, sizeof(text), _("is longer than %d characters"), field->max_chars);
	return text;
}

/* What a machine of before gave a letter that it alone can show: nobody else can read or compare it. */
static const char *
own_letter_problem(const char *value)
{
	static _Thread_local char text[160];
	size_t left = strlen(value), used;
	uint32_t c;

	for (size_t number = 1; left > 0 && (used = text_decode(value, left, &c)) > 0; number++, value += used, left -= used)
		if ((c >= 0xe000 && c <= 0xf8ff) || c >= 0xf0000) {
			snprintf(text, sizeof(text),
				 _("the letter at place %zu (U+%04X) is one that a single machine can show: write it as on the papers"),
				 number, (unsigned)c);
			return text;
		}
	return NULL;
}

static const char *
person_problem(const char *value)
{
	return name_tells_number(value) ? _("holds a telephone or card number, which is no part of a name: write it in its own field")
					: NULL;
}

/* What everybody reads who has the file, or an office that a form is opened for, bears no number of a person's; what is the number of a thing (`code`) is not
 * looked through for one. */
static const char *
open_text_problem(const struct field *field, const char *value)
{
	if ((field->is_private && !field->opened) || field->is_code || !text_tells_number(value))
		return NULL;
	return field->opened ? _("tells a telephone or identity number, and the office that this form is opened for reads it: leave it out")
			     : _("tells a telephone or identity number, and everybody who gets the file reads it: leave it out");
}

/* True for 00000000000 and the like. */
static bool
is_one_digit(const char *text)
{
	return strlen(text) > 1 && strspn(text, (char[2]){ *text }) == strlen(text);
}

/* What stops whoever fills the field, and decides nothing about a step that is signed (doc/file-format, B4). */
static const char *
limit_problem(const struct field *field, const struct value *value)
{
	const char *problem = NULL;

	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_YEAR:
	case FIELD_DECIMAL:
		return number_problem(field, value->type == VALUE_INTEGER ? (double)value->integer : value->real);
	case FIELD_SELECT_MULTIPLE:
		return exclusive_problem(field, value);
	case FIELD_PHONE:
		if (is_one_digit(value->text))
			return _("is one digit over and over, and no number that anybody has");
		return length_problem(field, value->text);
	case FIELD_PERSON:
		problem = person_problem(value->text);
		break;
	case FIELD_TEXT:
		problem = open_text_problem(field, value->text);
		break;
	case FIELD_ID_NUMBER:
		break;
	default:
		return NULL;
	}
	if (!problem)
		problem = own_letter_problem(value->text);
	return problem ? problem : length_problem(field, value->text);
}

static const char *
set_problem(const struct field *field, const struct value *value)
{
	size_t before = 0;

	if (value->type != VALUE_LIST || value->list.count == 0)
		return _("must be a list of codes");
	for (size_t i = 0; i < value->list.count; i++) {
		const struct value *item = &value->list.items[i];
		const struct choice *choice = item->type == VALUE_TEXT ? list_choice(field->list, item->text) : NULL;

		if (!choice)
			return _("holds a code that its list does not have");
		if (i > 0 && (size_t)(choice - field->list->choices) <= before)
			return _("must name its codes once and in the list's order");
		before = (size_t)(choice - field->list->choices);
	}
	return NULL;
}

/* Reads [-]DIGITS[.DIGITS] and one space; NULL: that is not there, or lies beyond the greatest number. Digits are compared as they are written, so
 * that no rounding decides, and the locale has no say in it. */
static const char *
after_degrees(const char *text, const char *greatest)
{
	size_t whole, fraction = 0;
	int beyond;

	text += *text == '-';
	whole = strspn(text, "0123456789");
	if (!whole)
		return NULL;
	for (; whole > 1 && *text == '0'; whole--)
		text++;
	beyond = whole == strlen(greatest) ? strncmp(text, greatest, whole) : whole > strlen(greatest) ? 1 : -1;
	text += whole;
	if (*text == '.') {
		fraction = strspn(++text, "0123456789");
		if (!fraction || (beyond == 0 && strspn(text, "0") < fraction))
			return NULL;
		text += fraction;
	}
	return beyond <= 0 && *text == ' ' ? text + 1 : NULL;
}

static const char *
geopoint_problem(const char *text)
{
	const char *lon = after_degrees(text, "90"), *system = lon ? after_degrees(lon, "180") : NULL;

	return system && *system ? NULL : _("must be latitude, longitude and system: 24.5 107.3 WGS-84");
}

static const char *
text_problem(const struct pack *pack, const struct field *field, const struct value *value)
{
	if (value->type != VALUE_TEXT || !*value->text)
		return _("must be a text that is not empty");
	switch (field->type) {
	case FIELD_DATE:
		return clock_days(value->text) == INT64_MIN ? _("must be a date that exists: YYYY-MM-DD") : NULL;
	case FIELD_SELECT_ONE:
		return list_choice(field->list, value->text) ? NULL : _("holds a code that its list does not have");
	case FIELD_DIVISION:
		return pack_division(pack, value->text) ? NULL : _("must be the code of a division of this county");
	case FIELD_GEOPOINT:
		return geopoint_problem(value->text);
	default:
		return NULL;
	}
}

/* NULL when the value is one of its field's type and choices (doc/file-format, B7). */
static const char *
type_problem(const struct pack *pack, const struct field *field, const struct value *value)
{
	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_YEAR:
		return value->type == VALUE_INTEGER ? NULL : _("must be a whole number");
	case FIELD_DECIMAL:
		return value->type == VALUE_INTEGER || value->type == VALUE_REAL ? NULL : _("must be a number");
	case FIELD_BOOLEAN:
		return value->type == VALUE_BOOLEAN ? NULL : _("must be yes or no");
	case FIELD_SELECT_MULTIPLE:
		return set_problem(field, value);
	default:
		return text_problem(pack, field, value);
	}
}

/* NULL when the value fits its field. */
static const char *
value_fits(const struct pack *pack, const struct field *field, const struct value *value, enum values_of of)
{
	const char *text = type_problem(pack, field, value);

	return text || of != VALUES_TO_SIGN ? text : limit_problem(field, value);
}

static const struct field *
field_in(const struct field *fields, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *inside = NULL;

		if (*fields[i].name == *name && strcmp(fields[i].name, name) == 0)
			return &fields[i];
		if (fields[i].type == FIELD_GROUP)
			inside = field_in(fields[i].fields, fields[i].field_count, name);
		if (inside)
			return inside;
	}
	return NULL;
}

static bool
holds_value(const struct field *field)
{
	return field && field->type != FIELD_GROUP && field->type != FIELD_NOTE && field->type != FIELD_PHOTO;
}

static struct value rows_known(const struct field *repeat, const struct value *rows);

static void
drop_unknown(const struct field *fields, size_t count, bool in_row, struct value *values)
{
	size_t i = 0;

	while (values->type == VALUE_OBJECT && i < values->object.count) {
		const struct member *member = &values->object.members[i];
		const struct field *field = field_in(fields, count, member->name);

		if (!holds_value(field) && (in_row || member->name[0] != '_')) {
			value_remove(values, member->name);
			continue;
		}
		if (field && field->type == FIELD_REPEAT && member->value.type == VALUE_LIST)
			value_set_take(values, field->name, rows_known(field, &member->value));
		i++;
	}
}

static struct value
rows_known(const struct field *repeat, const struct value *rows)
{
	struct value out = value_list();

	for (size_t row = 0; row < rows->list.count; row++) {
		struct value item = value_copy(&rows->list.items[row]);

		drop_unknown(repeat->fields, repeat->field_count, true, &item);
		value_append_take(&out, item);
	}
	return out;
}

void
form_drop_unknown(const struct form *form, struct value *values)
{
	drop_unknown(form->fields, form->field_count, false, values);
}

static void
check_object(struct value_checking *checking, const struct field *fields, size_t count, const struct value *values)
{
	for (size_t i = 0; i < values->object.count; i++) {
		const struct member *member = &values->object.members[i];
		const struct field *field;
		const char *text;

		if (!checking->repeat && member->name[0] == '_')
			continue; /* _seconds, _keys, _reasons: about the filling, not of the form */
		field = field_in(fields, count, member->name);
		if (!holds_value(field)) {
			found(checking, NULL, member->name, _("is no field of this form that holds a value"));
			continue;
		}
		if (field->is_private && checking->of == VALUES_OF_STEP) {
			found(checking, field, member->name, _("is private and may not stand in clear"));
			continue;
		}
		if (field->type == FIELD_REPEAT) {
			if (member->value.type != VALUE_LIST || checking->repeat) {
				found(checking, field, member->name, _("must be a list of rows"));
				continue;
			}
			for (size_t row = 0; row < member->value.list.count; row++) {
				const struct value *item = &member->value.list.items[row];

				checking->repeat = field->name;
				checking->row = row + 1;
				if (item->type == VALUE_OBJECT)
					check_object(checking, field->fields, field->field_count, item);
				else
					found(checking, field, member->name, _("must be a row: its questions with their answers"));
				checking->repeat = NULL;
			}
			continue;
		}
		text = value_fits(checking->pack, field, &member->value, checking->of);
		if (text)
			found(checking, field, member->name, text);
	}
}

size_t
form_check_values(const struct pack *pack, const struct form *form, const struct value *values, enum values_of of,
		  void (*report)(const struct value_problem *, void *), void *ctx)
{
	struct value_checking checking = { .pack = pack, .of = of, .report = report, .ctx = ctx };

	check_object(&checking, form->fields, form->field_count, values);
	return checking.count;
}

const char *
field_value_problem(const struct pack *pack, const struct field *field, const struct value *value)
{
	return value_fits(pack, field, value, VALUES_TO_SIGN);
}

static bool
row_is_of_type(const struct pack *pack, const struct field *repeat, const struct value *row)
{
	bool is = row->type == VALUE_OBJECT;

	for (size_t i = 0; is && i < row->object.count; i++) {
		const struct member *member = &row->object.members[i];
		const struct field *field = field_in(repeat->fields, repeat->field_count, member->name);

		is = holds_value(field) && field->type != FIELD_REPEAT && !type_problem(pack, field, &member->value);
	}
	return is;
}

bool
field_value_is_of_type(const struct pack *pack, const struct field *field, const struct value *value)
{
	bool is = value->type == VALUE_LIST;

	if (field->type != FIELD_REPEAT)
		return holds_value(field) && !type_problem(pack, field, value);
	for (size_t row = 0; is && row < value->list.count; row++)
		is = row_is_of_type(pack, field, &value->list.items[row]);
	return is;
}

/* ---- as a person reads it */

/* A choice in words, also one of an earlier pack; what no pack has as it is stored. */
static void
add_choice_words(const struct list *list, const char *code, const char *lang, struct buf *out)
{
	char *words = list_words(list, code, lang);

	buf_text_add(out, words ? words : code);
	free(words);
}

char *
field_value_text(const struct pack *pack, const struct field *field, const struct value *value, const char *lang)
{
	struct buf out = { 0 };
	char number[NUMBER_TEXT_MAX];
	const struct division *division;

	if (!value)
		return mem_strdup("");
	switch (value->type) {
	case VALUE_TEXT:
		division = field->type == FIELD_DIVISION ? pack_division(pack, value->text) : NULL;
		if (field->type == FIELD_SELECT_ONE)
			add_choice_words(field->list, value->text, lang, &out);
		else
			buf_text_add(&out, division ? division->name : value->text);
		break;
	case VALUE_INTEGER:
		buf_printf(&out, "%lld", (long long)value->integer);
		break;
	case VALUE_REAL:
		number_write(value->real, number);
		buf_text_add(&out, number);
		break;
	case VALUE_BOOLEAN:
		buf_text_add(&out, value->boolean ? _("yes") : _("no"));
		break;
	case VALUE_LIST:
		for (size_t i = 0; field->list && i < value->list.count; i++) {
			buf_text_add(&out, !i ? "" : strcmp(lang, "zh") == 0 ? "、" : ", ");
			add_choice_words(field->list, value->list.items[i].type == VALUE_TEXT ? value->list.items[i].text : "?", lang,
					 &out);
		}
		if (!field->list)
			buf_printf(&out, "%zu", value->list.count);
		break;
	default:
		break;
	}
	return buf_detach(&out);
}
