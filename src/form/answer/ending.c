#include "form/answer/meant.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/number/check.h"
#include "base/text.h"

/* Endings that a form adds itself, and words for no answer. */

bool
field_says_none(const struct field *field, const char *text)
{
	char *plain;
	bool none;

	if (!field->none.count)
		return false;
	plain = text_normalise(text);
	none = names_has(&field->none, plain);
	free(plain);
	return none;
}

/* The length of the text without the endings, one or more of them. */
static size_t
length_without_suffixes(const struct field *field, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < field->suffixes.count; i++) {
		size_t ending = strlen(field->suffixes.items[i]);

		if (len > ending && strncmp(text + len - ending, field->suffixes.items[i], ending) == 0) {
			len -= ending;
			i = (size_t)-1; /* 路路: from the first ending again */
		}
	}
	return len;
}

static bool
begins_with_any(const char *text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(text, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static const char *const numerals[] = { "0",  "1",  "2",  "3",	"4",  "5",  "6",  "7",	"8",  "9",
					"一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
static const char *const between[] = { "/", "、", ",", "，", ";", "；" };
static const char *const spans[] = { "-", "~", "—", "–", "～", "至", "到", " " };

/* Is the text without its ending several names, or a count of them? A dash alone is none: 12-1号 is one door. */
static bool
is_several(const struct field *field, const char *stem)
{
	if (strncmp(stem, "第", strlen("第")) == 0 && begins_with_any(stem + strlen("第"), numerals, ARRAY_LEN(numerals)))
		return true;
	for (const char *at = stem; *at; at++) {
		if (begins_with_any(at, between, ARRAY_LEN(between)))
			return true;
		for (size_t i = 0; i < field->suffixes.count && at > stem; i++) {
			size_t len = strlen(field->suffixes.items[i]);

			if (strncmp(at, field->suffixes.items[i], len) == 0 && (begins_with_any(at + len, numerals, ARRAY_LEN(numerals)) ||
										begins_with_any(at + len, spans, ARRAY_LEN(spans))))
				return true;
		}
	}
	return false;
}

/* The text normalised, and cut where its endings begin; NULL: it has none. Caller frees. */
static char *
stem_of(const struct field *field, const char *text)
{
	char *plain;
	size_t len, before;

	if (!field->suffixes.count)
		return NULL;
	plain = text_normalise(text);
	before = strlen(plain);
	len = names_has(&field->whole, plain) ? before : length_without_suffixes(field, plain);
	plain[len] = '\0';
	if (len < before)
		return plain;
	free(plain);
	return NULL;
}

bool
field_names_several(const struct field *field, const char *text)
{
	char *stem = stem_of(field, text);
	bool several = stem && is_several(field, stem);

	free(stem);
	return several;
}

char *
field_without_suffix(const struct field *field, const char *text)
{
	char *stem = stem_of(field, text);

	if (!stem || !is_several(field, stem))
		return stem;
	free(stem);
	return NULL;
}

/* The number of bytes of the ideograph that the text begins with; 0: it begins with none. */
static size_t
ideograph_bytes(const char *text)
{
	size_t used = 0;
	uint32_t c = 0;

	if (*text)
		used = text_decode(text, strlen(text), &c);
	return (c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x3ffff) || c == 0x3007 ? used : 0;
}

char *
field_without_gaps(const struct field *field, const char *text)
{
	char *plain = text_normalise(text);
	struct buf out = { 0 };
	size_t gaps = 0, used;
	const char *at = plain;

	while (field->type == FIELD_PERSON && (used = ideograph_bytes(at)) > 0) {
		buf_add(&out, at, used);
		at += used;
		gaps += *at == ' ';
		at += strspn(at, " ");
		if (at[-1] != ' ')
			break;
	}
	used = out.len && !*at && gaps > 0;
	free(plain);
	if (used)
		return buf_detach(&out);
	buf_release(&out);
	return NULL;
}

bool
field_says_above(const struct field *field, const char *text)
{
	char *plain = text_normalise(text), *stem = stem_of(field, plain);
	bool no_such_name = field->type == FIELD_PERSON || (field->suffixes.count && !field->whole.count);
	bool above = check_ditto(plain) || (no_such_name && check_ditto_begins(plain)) ||
		     (stem && check_ditto(stem) && check_ditto_begins(stem) && strcmp(stem, "上同") != 0); /* 上同路 is one */

	free(plain);
	free(stem);
	return above;
}
