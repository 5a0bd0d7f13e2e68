#include "base/text/skeleton.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"

/* Names are private values. */
static void
drop_secret(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
}

/* The dots between the parts of a name, which input methods and offices write in many ways. */
static bool
is_name_dot(uint32_t c)
{
	return c == 0xb7 || c == 0x2022 || c == 0x2027 || c == 0x2219 || c == 0x22c5 || c == 0x30fb || c == '.';
}

/* The length of a character that neither case, width nor composition changes, but for ASCII's capitals: ASCII that is seen, and the ideographs of U+4E00 to
 * U+9FFF, which most names are made of. 0: another one. */
static size_t
plain_length(const unsigned char *at)
{
	if (*at < 0x80)
		return *at > 0x20 && *at < 0x7f && *at != '.';
	return *at >= 0xe4 && *at <= 0xe9 && (*at > 0xe4 || at[1] >= 0xb8) && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80 ? 3 : 0;
}

/* The skeleton of a text of such characters alone; NULL: it has others. */
static char *
plain_skeleton(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	char *result;

	for (size_t len; *at; at += len)
		if ((len = plain_length(at)) == 0)
			return NULL;
	result = mem_strdup(text);
	for (char *to = result; *to; to++)
		*to = (char)(*to >= 'A' && *to <= 'Z' ? *to - 'A' + 'a' : *to);
	return result;
}

/* The skeleton of any text. */
static char *
folded_skeleton(const char *text)
{
	size_t left_out, used;
	char *seen = text_mended(text, strlen(text), &left_out), *result, *to;
	gchar *folded = g_utf8_casefold(seen, -1), *normal = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
	const char *from = normal ? normal : seen, *end = from + strlen(from);
	uint32_t c = 0;

	to = result = mem_array(strlen(from) + 1, 2); /* a dot of one byte becomes one of two */
	for (const char *at = from; (used = text_decode(at, (size_t)(end - at), &c)) > 0; at += used) {
		const char *put = is_name_dot(c) ? "\xc2\xb7" : at;
		size_t len = is_name_dot(c) ? 2 : used;

		if (g_unichar_isspace(c))
			continue;
		memcpy(to, put, len);
		to += len;
	}
	drop_secret(normal);
	drop_secret(folded);
	drop_secret(seen);
	g_free(normal);
	g_free(folded);
	free(seen);
	return result;
}

char *
text_skeleton(const char *text)
{
	char *plain = plain_skeleton(text);

	return plain ? plain : folded_skeleton(text);
}

bool
text_is_blank(const char *text)
{
	char *skeleton = text_skeleton(text);
	bool blank = !*skeleton;

	drop_secret(skeleton);
	free(skeleton);
	return blank;
}
