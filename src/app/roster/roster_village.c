#include "app/roster/roster_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

/* Villages of a roster that is read: by code, by name, by a name written otherwise, and the nearest names where none fits. */

enum { NEAR_BYTES_LEAST = 6 }; /* two characters that a name begins with */

/* How the name of a village or a township may end, the longer before the shorter; what ends as another kind is another place. */
static const struct {
	const char *text;
	char kind;
} endings[] = {
	{ "村民委员会", 'v' },	   { "村委员会", 'v' },	  { "村委会", 'v' },	 { "村委", 'v' },   { "村", 'v' },
	{ "社区居民委员会", 'c' }, { "社区居委会", 'c' }, { "居民委员会", 'c' }, { "居委会", 'c' }, { "社区", 'c' },
	{ "街道办事处", 't' },	   { "街道", 't' },	  { "人民政府", 't' },	 { "乡", 't' },	    { "镇", 't' },
};

static bool
is_there(const struct division *division, enum division_level level)
{
	return division->level == level && !*division->became;
}

/* The length of the name without its ending of that number; 0: it does not end so, or is nothing else. Number 0 is no ending. */
static size_t
stem_length(const char *name, size_t number)
{
	size_t len = strlen(name), ending = number ? strlen(endings[number - 1].text) : 0;

	return len > ending && strcmp(name + len - ending, number ? endings[number - 1].text : "") == 0 ? len - ending : 0;
}

/* Are two names one, but for endings of one kind, or for one that the other leaves out? */
static bool
is_same_name(const char *a, const char *b)
{
	for (size_t i = 0; i <= ARRAY_LEN(endings); i++) {
		size_t len = stem_length(a, i);

		for (size_t k = 0; len && k <= ARRAY_LEN(endings); k++)
			if (stem_length(b, k) == len && strncmp(a, b, len) == 0 && (!i || !k || endings[i - 1].kind == endings[k - 1].kind))
				return true;
	}
	return false;
}

/* The one division of a level that is called so, or almost so; of `above`, or NULL: of any. *otherwise: almost. NULL: none, or several. */
static const struct division *
only_named(const struct pack *pack, enum division_level level, const struct division *above, const char *text, bool *otherwise)
{
	const struct division *exact = NULL, *same = NULL;
	size_t exacts = 0, sames = 0;

	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (!is_there(division, level) || (above && strcmp(division->parent, above->code) != 0))
			continue;
		if (strcmp(division->name, text) == 0) {
			exacts++;
			exact = division;
		}
	}
	for (size_t i = 0; i < pack->division_count && !exacts; i++) {
		const struct division *division = &pack->divisions[i];

		if (is_there(division, level) && (!above || strcmp(division->parent, above->code) == 0) &&
		    is_same_name(division->name, text)) {
			sames++;
			same = division;
		}
	}
	*otherwise = !exacts;
	return exacts == 1 ? exact : !exacts && sames == 1 ? same : NULL;
}

/* The text behind the names of divisions of higher levels that it begins with, each with more behind it. *township: the last of them that is one. */
static const char *
behind_upper(const struct pack *pack, enum division_level level, const char *text, const struct division **township)
{
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];
		size_t len = strlen(division->name);

		if (division->level >= level || !len || strncmp(division->name, text, len) != 0 || !text[len])
			continue;
		if (division->level == DIVISION_TOWNSHIP)
			*township = division;
		text += len;
		i = (size_t)-1; /* the next one behind it, whatever its place in the list */
	}
	return text;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Without what is put between the names of places; a sign between digits is part of a number. Caller frees. */
static char *
without_between(const char *text)
{
	static const char *const between[] = { " ", "/", "\\", "-", "—", ",", "，", "、", "·", ".", ">", "|", "_" };
	const char *begin = text;
	struct buf out = { 0 };

	while (*text) {
		size_t i = 0, len;

		while (i < ARRAY_LEN(between) && strncmp(text, between[i], strlen(between[i])) != 0)
			i++;
		len = i < ARRAY_LEN(between) ? strlen(between[i]) : 1;
		if (i == ARRAY_LEN(between) || (*text != ' ' && text > begin && is_digit(text[-1]) && is_digit(text[len])))
			buf_add(&out, text, len);
		text += len;
	}
	return buf_detach(&out);
}

const struct division *
roster_township_named(const struct pack *pack, const char *text)
{
	const struct division *found = pack_division(pack, text), *township = NULL;
	char *plain;
	bool otherwise;

	if (found)
		return found->level == DIVISION_TOWNSHIP ? found : NULL;
	plain = without_between(text);
	found = only_named(pack, DIVISION_TOWNSHIP, NULL, behind_upper(pack, DIVISION_TOWNSHIP, plain, &township), &otherwise);
	free(plain);
	return found;
}

const struct division *
roster_village_named(const struct pack *pack, const struct division *township, const char *text, bool *otherwise)
{
	const struct division *found = pack_division(pack, text), *above = NULL;
	char *plain;
	const char *name;

	*otherwise = false;
	if (found)
		return found->level == DIVISION_VILLAGE ? found : NULL;
	plain = without_between(text);
	name = plain;
	found = only_named(pack, DIVISION_VILLAGE, township, plain, otherwise);
	if (found && !*otherwise)
		goto out;
	name = behind_upper(pack, DIVISION_VILLAGE, plain, &above);
	found = only_named(pack, DIVISION_VILLAGE, above ? above : township, name, otherwise);
	if (!found && !above && township) /* the row's two columns say different places: that is told, not guessed at */
		found = only_named(pack, DIVISION_VILLAGE, NULL, name, otherwise);
out:
	*otherwise |= strcmp(name, text) != 0;
	free(plain);
	return found;
}

size_t
roster_village_begins(const struct division *village, const char *text)
{
	size_t whole = strlen(village->name);

	if (strncmp(text, village->name, whole) == 0)
		return whole;
	for (size_t i = 1; i <= ARRAY_LEN(endings); i++) {
		size_t len = stem_length(village->name, i);

		for (size_t k = 0; len && strncmp(text, village->name, len) == 0 && k < ARRAY_LEN(endings); k++)
			if (endings[k].kind == endings[i - 1].kind && strncmp(text + len, endings[k].text, strlen(endings[k].text)) == 0)
				return len + strlen(endings[k].text);
	}
	return 0;
}

const struct division *
roster_village_at(const struct pack *pack, const char *text)
{
	const struct division *found = NULL, *township = NULL;
	bool several = false;

	text = behind_upper(pack, DIVISION_VILLAGE, text, &township);
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (!is_there(division, DIVISION_VILLAGE) || (township && strcmp(division->parent, township->code) != 0) ||
		    !roster_village_begins(division, text))
			continue;
		several |= found != NULL;
		found = division;
	}
	return several ? NULL : found;
}

char *
roster_address_plain(const char *text)
{
	char *normal = text_normalise(text), *plain = without_between(normal);

	free(normal);
	return plain;
}

/* How many bytes, of whole characters, two names begin with alike. */
static size_t
alike_bytes(const char *a, const char *b)
{
	size_t len = 0;

	while (a[len] && a[len] == b[len])
		len++;
	while (len > 0 && ((unsigned char)a[len] & 0xc0) == 0x80)
		len--;
	return len;
}

void
roster_suggest_village(const struct pack *pack, const char *text, struct buf *out)
{
	const struct division *township = NULL;
	size_t most = NEAR_BYTES_LEAST, found = 0;

	text = behind_upper(pack, DIVISION_VILLAGE, text, &township);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < pack->division_count && found < ROSTER_EXAMPLES; i++) {
			const struct division *division = &pack->divisions[i];
			size_t alike = is_there(division, DIVISION_VILLAGE) && (!township || strcmp(division->parent, township->code) == 0)
					       ? alike_bytes(division->name, text)
					       : 0;

			if (pass == 0 && alike > most)
				most = alike;
			else if (pass == 1 && alike >= most)
				buf_printf(out, "%s%s %s", found++ ? _(", ") : "", division->code, division->name);
		}
}
