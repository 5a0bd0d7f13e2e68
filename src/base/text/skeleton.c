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

char *
text_skeleton(const char *text)
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

bool
text_is_blank(const char *text)
{
	char *skeleton = text_skeleton(text);
	bool blank = !*skeleton;

	drop_secret(skeleton);
	free(skeleton);
	return blank;
}
