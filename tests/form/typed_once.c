#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/mem.h"
#include "form/pack.h"

/* What was typed once is not asked again. Each question of the campaign's forms for which a form that stands before it, or an earlier slot of its own, holds
 * something of the same kind has a default, is calculated or taken over from the last house; or tests/data/asked_again says why it is asked all the same. Of the same
 * kind are choices of one list, persons, telephones, numbers of persons, and numbers, days, texts and yes or no whose labels share a word. */

#define QUESTIONS_MOST 200
#define FORMS_MOST 64

static struct pack *pack;

static int
load(void **state)
{
	char *dir = mem_printf("%s/forms", getenv("LOUCE_SRC"));
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &pack, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

/* ---- forms that stand before another */

struct before {
	const struct form *forms[FORMS_MOST];
	size_t count;
};

static void
add_form(struct before *before, const struct form *form)
{
	for (size_t i = 0; i < before->count; i++)
		if (before->forms[i] == form)
			return;
	assert_true(before->count < FORMS_MOST);
	before->forms[before->count++] = form;
	for (size_t i = 0; i < form->after.count; i++)
		add_form(before, pack_form(pack, form->after.items[i]));
}

/* The stages of a case that come before one of it, or before its end, and what the case is about. */
static void
add_case(struct before *before, const struct pack_case *of, const struct form *form)
{
	size_t stage = 0;

	while (stage < of->stage_count && of->stages[stage].form != form)
		stage++;
	if (stage == of->stage_count && of->closing != form)
		return;
	for (size_t i = 0; i < stage; i++)
		add_form(before, of->stages[i].form);
	for (size_t i = 0; i < of->of.count; i++)
		add_form(before, pack_form(pack, of->of.items[i]));
}

static struct before
forms_before(const struct form *form)
{
	struct before before = { .count = 0 };

	for (size_t i = 0; i < form->after.count; i++)
		add_form(&before, pack_form(pack, form->after.items[i]));
	for (size_t i = 0; i < pack->case_count; i++)
		add_case(&before, &pack->cases[i], form);
	if (form->repeat)
		add_form(&before, form);
	return before;
}

/* ---- what is of one kind */

static bool
is_number(const struct field *field)
{
	return field->type == FIELD_INTEGER || field->type == FIELD_DECIMAL;
}

/* The next letter of a label; behind its end, and for what stands in brackets, an empty one. */
static size_t
letter_len(const char *text)
{
	size_t len = *text ? 1 : 0;

	while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len++;
	return len;
}

/* Words that say nothing of what is asked. */
static bool
is_common(const char *word, size_t len)
{
	static const char *const common[] = { "是否", "日期", "说明", "情况", "原因", "房屋", "照片",
					      "其他", "可以", "现场", "报告", "管控", "整治" };

	for (size_t i = 0; i < ARRAY_LEN(common); i++)
		if (strncmp(word, common[i], len) == 0)
			return true;
	return false;
}

/* Do two labels share two letters side by side, up to a bracket? */
static bool
share_a_word(const char *label, const char *other)
{
	for (const char *at = label; *at && strncmp(at, "（", 3) != 0; at += letter_len(at)) {
		size_t len = letter_len(at) + letter_len(at + letter_len(at));
		char word[16] = { 0 };

		if (len >= sizeof(word) || len == letter_len(at) || is_common(at, len) || strstr(at, "（") == at + letter_len(at))
			continue;
		memcpy(word, at, len);
		if (strstr(other, word))
			return true;
	}
	return false;
}

static bool
is_same_kind(const struct field *field, const struct field *other)
{
	if (field->list || other->list)
		return field->list == other->list;
	if (field->people.count || other->people.count)
		return field->people.count && other->people.count;
	if (field->type != other->type && !(is_number(field) && is_number(other)))
		return false;
	switch (field->type) {
	case FIELD_PERSON:
	case FIELD_PHONE:
	case FIELD_ID_NUMBER:
	case FIELD_GEOPOINT:
	case FIELD_DIVISION:
		return true;
	default:
		return share_a_word(field->label.zh, other->label.zh);
	}
}

/* ---- questions */

/* The field below `fields` that holds what this one of a form asks for; NULL: none does, or its author must not see it. A row of a repeat is one of many. */
static const struct field *
holder_among(const struct form *form, const struct field *field, const struct field *fields, size_t count, bool own)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *other = &fields[i], *found;

		if (other->type == FIELD_GROUP) {
			found = holder_among(form, field, other->fields, other->field_count, own);
			if (found)
				return found;
		} else if (field_type_has_value(other->type) && !pack_is_blind(form, other->name) &&
			   (own ? other == field : is_same_kind(field, other))) {
			return other;
		}
	}
	return NULL;
}

static const struct field *
holder_of(const struct form *form, const struct field *field)
{
	struct before before = forms_before(form);

	for (size_t i = 0; i < before.count; i++) {
		const struct form *other = before.forms[i];
		const struct field *found;

		found = holder_among(form, field, other->fields, other->field_count, other == form);
		if (found)
			return found;
	}
	return NULL;
}

static bool
is_proposed(const struct field *field)
{
	return field->initial.sql || field->calculation.sql || field->carry || field->by_act;
}

struct question {
	char *name;		  /* FORM.FIELD */
	const struct field *held; /* where the file has it */
};

struct questions {
	struct question items[QUESTIONS_MOST];
	size_t count;
};

static void
ask_below(const struct form *form, const struct field *fields, size_t count, struct questions *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i], *held;

		if (field->type == FIELD_GROUP || field->type == FIELD_REPEAT) {
			ask_below(form, field->fields, field->field_count, out);
			continue;
		}
		held = field_type_has_value(field->type) && !is_proposed(field) ? holder_of(form, field) : NULL;
		if (!held)
			continue;
		assert_true(out->count < QUESTIONS_MOST);
		out->items[out->count++] = (struct question){ mem_printf("%s.%s", form->name, field->name), held };
	}
}

/* A record is what somebody else wrote down, and a form about a division is told of no house. */
static void
find_questions(struct questions *out)
{
	*out = (struct questions){ .count = 0 };
	for (size_t i = 0; i < pack->form_count; i++)
		if (!pack->forms[i].of_division && !pack->forms[i].copy.record)
			ask_below(&pack->forms[i], pack->forms[i].fields, pack->forms[i].field_count, out);
}

static void
release(struct questions *questions)
{
	for (size_t i = 0; i < questions->count; i++)
		free(questions->items[i].name);
}

static bool
has_question(const struct questions *questions, const char *name)
{
	for (size_t i = 0; i < questions->count; i++)
		if (strcmp(questions->items[i].name, name) == 0)
			return true;
	return false;
}

/* ---- reasons: lines of FORM.FIELD: REASON; FORM.* for all of a form */

struct reasons {
	char lines[QUESTIONS_MOST][160];
	bool used[QUESTIONS_MOST];
	size_t count;
};

static void
read_reasons(struct reasons *out)
{
	char *path = mem_printf("%s/tests/data/asked_again", getenv("LOUCE_SRC"));
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	*out = (struct reasons){ .count = 0 };
	while (out->count < QUESTIONS_MOST && fgets(out->lines[out->count], sizeof(out->lines[0]), file)) {
		const char *colon = strchr(out->lines[out->count], ':');

		if (out->lines[out->count][0] == '#')
			continue;
		if (!colon || strlen(colon) < 8)
			fail_msg("without a reason: %s", out->lines[out->count]);
		out->count++;
	}
	fclose(file);
	free(path);
}

static bool
use_reason(struct reasons *reasons, const char *name)
{
	size_t form = strcspn(name, ".") + 1;
	bool found = false;

	for (size_t i = 0; i < reasons->count; i++) {
		size_t len = strcspn(reasons->lines[i], ":");
		bool is_it = (strlen(name) == len && strncmp(reasons->lines[i], name, len) == 0) ||
			     (len == form + 1 && reasons->lines[i][form] == '*' && strncmp(reasons->lines[i], name, form) == 0);

		reasons->used[i] |= is_it;
		found |= is_it;
	}
	return found;
}

static void
no_question__is_asked__whose_answer_the_file_holds__without_a_reason(void **state)
{
	static struct questions questions;
	static struct reasons reasons;
	size_t wrong = 0;

	(void)state;
	find_questions(&questions);
	read_reasons(&reasons);
	for (size_t i = 0; i < questions.count; i++)
		if (!use_reason(&reasons, questions.items[i].name)) {
			fprintf(stderr, "# %s is asked, and %s may hold it: a default, or a reason in tests/data/asked_again\n",
				questions.items[i].name, questions.items[i].held->name);
			wrong++;
		}
	for (size_t i = 0; i < reasons.count; i++)
		if (!reasons.used[i]) {
			fprintf(stderr, "# no such question any more: %s", reasons.lines[i]);
			wrong++;
		}
	assert_true(questions.count > 20);
	release(&questions);
	assert_int_equal(wrong, 0);
}

/* Without its default, or in a form that is no more blind, a question is found out. */
static void
question__is_found__once_its_default_is_gone(void **state)
{
	static const struct {
		const char *field, *name;
	} table[] = {
		{ "owner_phone", "registration.owner_phone" }, /* the roster's telephone */
		{ "plan_person", "plan.plan_person" },
		{ "control_measures", "control.control_measures" }, /* an earlier slot */
		{ "determiners", "classification.determiners" },
	};
	static struct questions questions;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		struct field *field = (struct field *)(uintptr_t)pack_field(pack, table[i].field);
		char *sql = field->initial.sql;

		find_questions(&questions);
		assert_false(has_question(&questions, table[i].name));
		release(&questions);
		field->initial.sql = NULL;
		find_questions(&questions);
		field->initial.sql = sql;
		if (!has_question(&questions, table[i].name))
			fail_msg("%s was not found", table[i].name);
		release(&questions);
	}
}

static void
question__is_found__once_its_form_is_no_more_blind(void **state)
{
	struct form *form = (struct form *)(uintptr_t)pack_form(pack, "reinspection");
	size_t count = form->blind.count;
	static struct questions questions;

	(void)state;
	find_questions(&questions);
	assert_false(has_question(&questions, "reinspection.r_structure"));
	release(&questions);
	form->blind.count = 0;
	find_questions(&questions);
	form->blind.count = count;
	assert_true(has_question(&questions, "reinspection.r_structure"));
	release(&questions);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_question__is_asked__whose_answer_the_file_holds__without_a_reason),
		cmocka_unit_test(question__is_found__once_its_default_is_gone),
		cmocka_unit_test(question__is_found__once_its_form_is_no_more_blind),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
