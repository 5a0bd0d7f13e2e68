#include "form/answer/meant.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "base/number/number.h"
#include "base/text.h"
#include "base/text/text_rule.h"
#include "form/place.h"

static enum status
set_from_text(const struct field *field, char *text, struct value *out, struct err *err)
{
	bool *chosen = mem_array(field->list->choice_count, sizeof(*chosen));
	enum status status = STATUS_OK;

	while (*text && !status) {
		size_t len = strcspn(text, " ,;|");
		const char *pause = strstr(text, "、");
		const struct choice *choice;
		char *token;

		if (pause && (size_t)(pause - text) < len)
			len = (size_t)(pause - text);
		token = mem_strndup(text, len);
		text += len;
		while (*text && (strchr(" ,;|", *text) || strncmp(text, "、", 3) == 0))
			text += strncmp(text, "、", 3) == 0 ? 3 : 1;
		choice = *token ? list_choice_meant(field->list, token) : NULL;
		if (choice)
			chosen[choice - field->list->choices] = true;
		else if (*token)
			status = err_set(err, STATUS_INVALID, _("\"%s\" is no choice of \"%s\""), token, field->name);
		free(token);
	}
	if (!status) {
		*out = value_list();
		for (size_t i = 0; i < field->list->choice_count; i++)
			if (chosen[i])
				value_append_take(out, value_text(field->list->choices[i].name));
		if (out->list.count == 0)
			value_release(out);
	}
	free(chosen);
	return status;
}

static enum status
number_from_text(const struct field *field, const char *text, struct value *out, struct err *err)
{
	char *end;

	if (strpbrk(text, ",") || strstr(text, "，"))
		return err_set(err, STATUS_INVALID, _("\"%s\" has a comma, which may mean a point or thousands; write 480.5, or 1200"),
			       text);
	if (field->type == FIELD_DECIMAL) {
		double real;

		if (!number_read(text, &real))
			return err_set(err, STATUS_INVALID, _("\"%s\" is no number"), text);
		*out = value_real(real);
		return STATUS_OK;
	}
	errno = 0;
	*out = value_integer(strtoll(text, &end, 10));
	if (errno || *end)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no whole number"), text);
	return STATUS_OK;
}

static enum status
boolean_from_text(const char *text, struct value *out, struct err *err)
{
	static const char *const yes[] = { "1", "y", "yes", "true", "是", "有" };
	static const char *const no[] = { "0", "n", "no", "false", "否", "无" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (strcasecmp(text, yes[i]) == 0 || strcasecmp(text, no[i]) == 0) {
			*out = value_boolean(strcasecmp(text, yes[i]) == 0);
			return STATUS_OK;
		}
	}
	return err_set(err, STATUS_INVALID, _("\"%s\" is neither yes nor no"), text);
}

/* ---- a text as it was meant, by the type of its field */

struct meant_as {
	const char *written, *meant; /* one character, and what stands for it */
};

/* The text with these characters replaced. The caller frees. */
static char *
replaced(const char *text, const struct meant_as *table, size_t count)
{
	struct buf out = { 0 };
	char *result;

	while (*text) {
		size_t i = 0;

		while (i < count && strncmp(text, table[i].written, strlen(table[i].written)) != 0)
			i++;
		if (i < count) {
			buf_text_add(&out, table[i].meant);
			text += strlen(table[i].written);
		} else {
			buf_add(&out, text++, 1);
		}
	}
	result = mem_strdup(buf_text(&out));
	buf_release(&out);
	return result;
}

/* The points and the minus of a number, as Chinese input methods write them. */
static const struct meant_as in_numbers[] = { { "。", "." }, { "｡", "." }, { "·", "." }, { "・", "." }, { "−", "-" } };

/* What people put between the digits of a phone number, and means nothing. */
static const struct meant_as in_phones[] = { { " ", "" }, { "-", "" }, { "—", "" },  { "–", "" },  { "‐", "" },
					     { "(", "" }, { ")", "" }, { "（", "" }, { "）", "" }, { "＋", "+" } };

static const struct meant_as in_ids[] = { { " ", "" }, { "x", "X" } };

/* What parts the numbers of a position. */
static const struct meant_as in_positions[] = { { ",", " " },  { "，", " " }, { "、", " " }, { ";", " " },
						{ "；", " " }, { "。", "." }, { "·", "." },  { "−", "-" } };

/* What parts several choices. */
static const struct meant_as in_sets[] = { { " ", ";" }, { ",", ";" }, { "，", ";" }, { "、", ";" }, { "；", ";" } };

/* A phone number without the country's code. */
static char *
phone_meant(const char *text)
{
	char *digits = replaced(text, in_phones, ARRAY_LEN(in_phones));
	const char *own = digits;

	if (strncmp(own, "+86", 3) == 0)
		own += 3;
	else if (strncmp(own, "0086", 4) == 0)
		own += 4;
	else if (strlen(own) == 13 && strncmp(own, "861", 3) == 0)
		own += 2;
	if (own != digits) {
		char *rest = mem_strdup(own);

		free(digits);
		return rest;
	}
	return digits;
}

/* Two numbers, latitude first, and nothing else. */
static bool
is_bare_position(const char *words)
{
	const char *behind = words;
	double first = 0;

	for (int i = 0; i < 2; i++) {
		char *end;
		double number = strtod(behind, &end);

		first = i ? first : number;
		if (end == behind || (*end && *end != ' '))
			return false;
		behind = end;
	}
	return first <= 90 && first >= -90;
}

/* One space between the words; a position whose system nobody wrote has "?" for it. */
static char *
position_meant(const char *text)
{
	char *parted = replaced(text, in_positions, ARRAY_LEN(in_positions)), *words = parted, *word, *state = NULL, *result;
	struct buf out = { 0 };
	size_t count = 0;

	for (; (word = strtok_r(words, " ", &state)); words = NULL, count++)
		buf_printf(&out, "%s%s", count ? " " : "", word);
	if (count == 2 && is_bare_position(buf_text(&out))) /* what is refused is quoted as it was written */
		buf_text_add(&out, " ?");
	result = mem_strdup(buf_text(&out));
	buf_release(&out);
	free(parted);
	return result;
}

/* A day as tables tell it, with a time behind it: 2022-8-20 0:00:00, 2022-08-20T09:30. The time is no part of the day. */
static void
cut_time(char *text)
{
	char *at = strpbrk(text, " T");
	const char *time = at ? at + 1 + strspn(at + 1, " ") : NULL;
	size_t hour = time ? strspn(time, "0123456789") : 0;

	if (hour >= 1 && hour <= 2 && time[hour] == ':' && strspn(time, "0123456789:.Z+") == strlen(time))
		*at = '\0';
}

/* The text as its field's type reads it: full-width signs, the points of a number, the day of a date, a phone number without brackets and country
 * code, the numbers of a position. What cannot be made anything of stays. The caller frees. */
static char *
field_text_meant(const struct field *field, const char *text)
{
	char *plain = text_normalise(text), *meant, day[11];

	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_YEAR:
	case FIELD_DECIMAL:
		meant = replaced(plain, in_numbers, ARRAY_LEN(in_numbers));
		break;
	case FIELD_DATE:
		cut_time(plain);
		meant = mem_strdup(clock_day_meant(plain, NULL, day) ? day : plain);
		break;
	case FIELD_PHONE:
		meant = phone_meant(plain);
		break;
	case FIELD_ID_NUMBER:
		meant = replaced(plain, in_ids, ARRAY_LEN(in_ids));
		break;
	case FIELD_GEOPOINT:
		meant = position_meant(plain);
		break;
	default:
		meant = field_without_gaps(field, plain);
		if (!meant)
			meant = field_without_suffix(field, plain);
		if (!meant)
			return plain;
	}
	free(plain);
	return meant;
}

/* Reference systems as people and instruments write them, without hyphens and blanks, in capitals; "?" is one that nobody knows. */
static bool
is_reference_system(const char *word)
{
	static const char *const known[] = { "?",      "WGS84",	   "CGCS2000", "GCJ02",	 "BD09",     "BEIJING54", "BEIJING1954", "BJ54",
					     "XIAN80", "XIAN1980", "国家2000", "北京54", "北京1954", "西安80",	  "西安1980" };
	char plain[32];
	size_t len = 0;

	for (; *word && len + 1 < sizeof(plain); word++)
		if (*word != '-' && *word != '_')
			plain[len++] = (char)(*word >= 'a' && *word <= 'z' ? *word - 'a' + 'A' : *word);
	plain[len] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(known) && !*word; i++)
		if (strcmp(known[i], plain) == 0)
			return true;
	return false;
}

/* What stands in place of a position, where people slip: what the form of it cannot say. NULL: nothing of the kind. */
static const char *
position_slip(const char *meant)
{
	static const char *const parts[] = { "°", "′", "″", "'", "\"", "度" };
	double first = 0, second = 0;
	char system[64] = "", rest[2] = "";
	int read;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (strstr(meant, parts[i]))
			return _("degrees stand with a decimal point, not with minutes and seconds: 24.5112 107.3739");
	read = sscanf(meant, "%lf %lf %63s %1s", &first, &second, system, rest);
	if (read >= 2 && (first > 90 || first < -90) && second <= 90 && second >= -90)
		return _("latitude stands first, then longitude: 24.5112 107.3739");
	if (read > 3 || (read == 3 && !is_reference_system(system)))
		return _(
			"behind the two numbers only the system stands (WGS-84, CGCS2000, GCJ-02, BD-09, Beijing-54, Xian-80); leave it out where nobody knows it");
	return NULL;
}

/* A value as it is shown before what is wrong with it: the end of a long one gives way to that. Caller frees. */
static char *
shown_shortly(const char *text)
{
	size_t used, len = text_fit(text, 80, &used);

	return mem_printf("%.*s%s", (int)len, text, text[len] ? "…" : "");
}

static enum status
position_from_text(const char *text, struct value *out, struct err *err)
{
	const char *slip = position_slip(text);

	if (slip)
		return err_set(err, STATUS_INVALID, _("\"%s\": %s"), text, slip);
	*out = value_text(text);
	return STATUS_OK;
}

/* A phone number holds digits and no more: what else was written is named, since a number without it may be another's. */
static enum status
phone_from_text(const char *text, struct value *out, struct err *err)
{
	size_t digits = strspn(text, "0123456789");
	uint32_t c;
	size_t used = text_decode(text + digits, strlen(text + digits), &c);

	if (text[digits])
		return err_set(err, STATUS_INVALID, _("\"%s\": in a phone number \"%.*s\" cannot stand"), text, (int)(used ? used : 1),
			       text + digits);
	*out = value_text(text);
	return STATUS_OK;
}

enum status
field_value_from_text(const struct pack *pack, const struct field *field, const char *text, struct value *out, struct err *err)
{
	char *meant = field_text_meant(field, text);
	const struct choice *choice;
	enum status status = STATUS_OK;
	const char *why;

	*out = (struct value){ 0 };
	status = text_check(meant, err);
	if (!status && field_says_above(field, text) && !(field->list && list_choice_meant(field->list, meant)))
		status = err_set(err, STATUS_INVALID, _("\"%s\" says that it is as above: write out what is meant"), text);
	if (status || !*meant || field_says_none(field, text) || field_says_none(field, meant))
		goto out;
	switch (field->type) {
	case FIELD_INTEGER:
	case FIELD_YEAR:
	case FIELD_DECIMAL:
		status = number_from_text(field, meant, out, err);
		break;
	case FIELD_BOOLEAN:
		status = boolean_from_text(meant, out, err);
		break;
	case FIELD_SELECT_ONE:
		choice = list_choice_meant(field->list, meant);
		*out = value_text(choice ? choice->name : meant);
		break;
	case FIELD_SELECT_MULTIPLE:
		status = set_from_text(field, meant, out, err);
		break;
	case FIELD_PHONE:
		status = phone_from_text(meant, out, err);
		break;
	case FIELD_GEOPOINT:
		status = position_from_text(meant, out, err);
		break;
	default:
		*out = value_text(meant);
	}
	why = !status && out->type != VALUE_NONE ? field_value_problem(pack, field, out) : NULL;
	if (why) {
		char *start = shown_shortly(meant);

		status = err_set(err, STATUS_INVALID, _("\"%s\": %s"), start, why);
		free(start);
		value_release(out);
	}
out:
	free(meant);
	return status;
}

/* ---- codes of another system */

/* The choice that a word of another system names; NULL: none. */
static const struct choice *
choice_of_record(const struct list *list, const char *codes, const char *word)
{
	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];
		const char *code = list_code(list, choice, codes);

		if ((code && strcmp(code, word) == 0) || (choice->label.zh && strcmp(choice->label.zh, word) == 0) ||
		    (choice->label.en && strcmp(choice->label.en, word) == 0))
			return choice;
	}
	return NULL;
}

const struct choice *
field_choice_meant(const struct field *field, const char *codes, const char *text)
{
	return codes && list_has_column(field->list, codes) ? choice_of_record(field->list, codes, text)
							    : list_choice_meant(field->list, text);
}

enum status
field_value_from_record(const struct pack *pack, const struct field *field, const char *codes, const char *text, struct value *out,
			struct err *err)
{
	bool several = field->type == FIELD_SELECT_MULTIPLE;
	char *plain, *words, *word, *state = NULL;
	struct buf ours = { 0 };
	enum status status = STATUS_OK;

	if (!field->list || !codes || !list_has_column(field->list, codes))
		return field_value_from_text(pack, field, text, out, err);
	plain = text_normalise(text);
	words = several && !choice_of_record(field->list, codes, plain) ? replaced(plain, in_sets, ARRAY_LEN(in_sets)) : mem_strdup(plain);
	for (char *at = words; !status && (word = strtok_r(at, several ? ";" : "", &state)); at = NULL) {
		const struct choice *choice = choice_of_record(field->list, codes, word);

		if (choice)
			buf_printf(&ours, "%s%s", ours.len ? ";" : "", choice->name);
		else
			status = err_set(err, STATUS_INVALID, _("\"%s\" is neither a label nor a code of that system"), word);
	}
	if (!status)
		status = field_value_from_text(pack, field, buf_text(&ours), out, err);
	buf_release(&ours);
	free(words);
	free(plain);
	return status;
}

/* ---- the values of a form that a program wrote */

struct meaning {
	const struct pack *pack;
	void (*report)(const struct value_problem *, void *);
	void *ctx;
	size_t count;
};

static void
mean_text(struct meaning *meaning, const struct field *field, const struct field *repeat, int row, struct value *values)
{
	struct field_place at = field_place_of(repeat ? repeat->name : NULL, row, field->name);
	struct value_problem problem = { .field = field };
	const struct value *value = value_get(values, field->name);
	struct value right = { 0 };
	struct err why = { 0 };
	char *place;

	if (value->type != VALUE_TEXT || !*value->text)
		return;
	if (!field_value_from_text(meaning->pack, field, value->text, &right, &why)) {
		value_set_take(values, field->name, right); /* of blanks alone: no answer, so no member */
		return;
	}
	meaning->count++;
	place = field_place_text(&at);
	snprintf(problem.name, sizeof(problem.name), "%s", place);
	snprintf(problem.text, sizeof(problem.text), "%.*s", (int)sizeof(problem.text) - 1, why.text);
	free(place);
	meaning->report(&problem, meaning->ctx);
}

static void
mean_fields(struct meaning *meaning, const struct field *fields, size_t count, const struct field *repeat, int row, struct value *values)
{
	for (size_t i = 0; i < count && values->type == VALUE_OBJECT; i++) {
		const struct field *field = &fields[i];
		struct value *value = value_get_mut(values, field->name);

		if (field->type == FIELD_GROUP)
			mean_fields(meaning, field->fields, field->field_count, repeat, row, values);
		else if (value && field->type == FIELD_REPEAT && value->type == VALUE_LIST && value->list.count == 0)
			value_remove(values, field->name); /* no rows: what is empty is absent */
		else if (value && field->type == FIELD_REPEAT)
			for (size_t r = 0; value->type == VALUE_LIST && r < value->list.count; r++)
				mean_fields(meaning, field->fields, field->field_count, field, (int)r + 1, &value->list.items[r]);
		else if (value && field_type_has_value(field->type))
			mean_text(meaning, field, repeat, row, values);
	}
}

size_t
form_values_meant(const struct pack *pack, const struct form *form, struct value *values,
		  void (*report)(const struct value_problem *, void *), void *ctx)
{
	struct meaning meaning = { pack, report, ctx, 0 };

	mean_fields(&meaning, form->fields, form->field_count, NULL, 0, values);
	return meaning.count;
}
