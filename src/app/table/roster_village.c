#include "app/table/roster_run.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

/* Villages of a roster that is read: by code, by name, by township and name, and the nearest names where none fits. */

enum { NEAR_BYTES_LEAST = 6 }; /* two characters that a name begins with */

static bool
is_village(const struct division *division)
{
	return division->level == DIVISION_VILLAGE && !*division->became;
}

const struct division *
roster_township_named(const struct pack *pack, const char *text)
{
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (division->level == DIVISION_TOWNSHIP && !*division->became &&
		    (strcmp(division->name, text) == 0 || strcmp(division->code, text) == 0))
			return division;
	}
	return NULL;
}

/* The township whose name the text begins with, with more behind it; NULL: none. */
static const struct division *
township_before(const struct pack *pack, const char *text)
{
	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];
		size_t len = strlen(division->name);

		if (division->level == DIVISION_TOWNSHIP && strncmp(division->name, text, len) == 0 && text[len])
			return division;
	}
	return NULL;
}

/* The village of that name, whole or as the beginning of one; of a township, or NULL: of any. */
static const char *
code_within(const struct pack *pack, const struct division *township, const char *text)
{
	const char *code = NULL, *exact = NULL;
	size_t named = 0, begun = 0, len = strlen(text);

	for (size_t i = 0; i < pack->division_count; i++) {
		const struct division *division = &pack->divisions[i];

		if (!is_village(division) || (township && strcmp(division->parent, township->code) != 0))
			continue;
		if (strcmp(division->code, text) == 0)
			return division->code;
		if (strcmp(division->name, text) == 0) {
			named++;
			exact = division->code;
		} else if (len >= NEAR_BYTES_LEAST && strncmp(division->name, text, len) == 0) {
			begun++;
			code = division->code;
		}
	}
	if (named)
		return named == 1 ? exact : NULL;
	return begun == 1 ? code : NULL;
}

const char *
roster_village_code(const struct pack *pack, const char *text)
{
	const char *code = code_within(pack, NULL, text);
	const struct division *township = code ? NULL : township_before(pack, text);

	if (township) {
		text += strlen(township->name);
		code = code_within(pack, township, text + strspn(text, " "));
	}
	return code;
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
	const struct division *township = township_before(pack, text);
	size_t most = NEAR_BYTES_LEAST, found = 0;

	text += township ? strlen(township->name) : 0;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < pack->division_count && found < ROSTER_EXAMPLES; i++) {
			const struct division *division = &pack->divisions[i];
			size_t alike = is_village(division) && (!township || strcmp(division->parent, township->code) == 0)
					       ? alike_bytes(division->name, text)
					       : 0;

			if (pass == 0 && alike > most)
				most = alike;
			else if (pass == 1 && alike >= most)
				buf_printf(out, "%s%s %s", found++ ? _(", ") : "", division->code, division->name);
		}
}
