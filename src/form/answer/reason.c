#include "form/answer/reason.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/number/check.h"
#include "base/number/told_number.h"
#include "base/text.h"
#include "base/text/skeleton.h"
#include "form/answer/past.h"

/* What may be said for a warning. */

const struct value *
reason_of(const struct value *reasons, const char *rule)
{
	for (size_t i = 0; reasons && reasons->type == VALUE_LIST && i < reasons->list.count; i++) {
		const char *named = value_get_text(&reasons->list.items[i], "rule");

		if (named && strcmp(named, rule) == 0)
			return &reasons->list.items[i];
	}
	return NULL;
}

bool
reason_wants_words(const struct list *list, const char *reason)
{
	const struct choice *choice = list ? list_choice(list, reason) : NULL;

	for (size_t i = 0; choice && i < list->column_count; i++)
		if (strcmp(list->columns[i].name, "words") == 0)
			return choice->values[i] && strcmp(choice->values[i], "1") == 0;
	return false;
}

/* Words by which nothing is said where a reason is asked for: there, "none" is no reason. */
static bool
is_none(const char *plain)
{
	static const char *const nones[] = { "无",   "没",   "没有",   "无原因", "没原因", "没有原因", "无说明",  "略",	 "同意",
					     "正常", "好的", "知道了", "没问题", "none",   "nil",      "nothing", "okay" };
	bool is = false;

	for (size_t i = 0; i < ARRAY_LEN(nones) && !is; i++)
		is = strcasecmp(plain, nones[i]) == 0;
	return is;
}

/* The letters and digits alone, without signs, also those of Chinese. Caller frees. */
static char *
letters_of(const char *text)
{
	size_t left = strlen(text), used;
	struct buf out = { 0 };
	uint32_t c;

	for (; left > 0 && (used = text_decode(text, left, &c)) > 0; text += used, left -= used)
		if (c < 0x80 ? isalnum((int)c) : c < 0x2000 || c > 0x303f)
			buf_add(&out, text, used);
	return buf_detach(&out);
}

/* Letters that differ, of ASCII three and one that is no digit, of others two: "12", "ok" and "啊啊啊" say nothing. */
static bool
are_words(const char *letters)
{
	size_t left = strlen(letters), used, count = 0;
	bool differ = false, ascii = true;
	const char *first = letters;
	uint32_t c;

	for (; left > 0 && (used = text_decode(letters, left, &c)) > 0; letters += used, left -= used) {
		differ |= strncmp(first, letters, used) != 0;
		ascii &= c < 0x80;
		count++;
	}
	return differ && first[strspn(first, "0123456789")] && count >= (ascii ? 3 : 2);
}

/* True for a text that says something: not blank, and no filler. */
static bool
says(const char *text)
{
	char *skeleton = text_skeleton(text ? text : ""), *plain = text_normalise(text ? text : ""), *letters = letters_of(skeleton);
	bool does = are_words(letters) && !check_filler(plain) && !check_ditto(plain) && !is_none(letters);

	free(letters);
	free(skeleton);
	free(plain);
	return does;
}

bool
reason_stands(const struct list *list, const struct value *item)
{
	const char *reason = item ? value_get_text(item, "reason") : NULL, *words = item ? value_get_text(item, "words") : NULL;

	if (!reason || !*reason || !list)
		return says(reason);
	return list_choice(list, reason) && (!reason_wants_words(list, reason) || says(words));
}

bool
reason_is_empty(const struct list *list, const struct value *item)
{
	const char *reason = item ? value_get_text(item, "reason") : NULL, *words = item ? value_get_text(item, "words") : NULL;

	if (!reason || !*reason)
		return false;
	return list ? words && list_choice(list, reason) && reason_wants_words(list, reason) && !says(words) : !says(reason);
}

char *
reason_text(const struct list *list, const struct value *item, const char *lang)
{
	const char *reason = item ? value_get_text(item, "reason") : NULL, *words = item ? value_get_text(item, "words") : NULL;
	char *label = reason && list ? list_words(list, reason, lang) : NULL, *both;

	if (!reason || !*reason)
		return NULL;
	if (label)
		reason = label;
	both = words && *words ? mem_printf(_("%s: %s"), reason, words) : mem_strdup(reason);
	free(label);
	return both;
}

static void
trim(struct value *item, const char *member)
{
	const char *text = value_get_text(item, member);
	char *plain = text ? text_normalise(text) : NULL;

	if (plain)
		value_set_text(item, member, *plain ? plain : NULL);
	free(plain);
}

void
reason_meant(const struct list *list, struct value *item)
{
	const struct choice *choice;
	const char *reason;

	trim(item, "reason");
	trim(item, "words");
	reason = value_get_text(item, "reason");
	choice = list && reason ? list_choice_meant(list, reason) : NULL;
	if (choice)
		value_set_text(item, "reason", choice->name);
}

char *
reasons_offered(const struct list *list, const char *lang)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < list->choice_count; i++) {
		const struct choice *choice = &list->choices[i];

		buf_printf(&out, reason_wants_words(list, choice->name) ? _("%s%s (%s, with words)") : _("%s%s (%s)"), i ? _(", ") : "",
			   choice->name, label_text(&choice->label, lang));
	}
	return buf_detach(&out);
}

bool
reason_tells_number(const struct value *reason)
{
	const char *said = value_get_text(reason, "reason"), *words = value_get_text(reason, "words");

	return (said && text_tells_number(said)) || (words && text_tells_number(words));
}
