#include "base/skeleton.h"

#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text_rule.h"

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
	char *seen = text_mended(text, strlen(text), &left_out), *result;
	gchar *folded = g_utf8_casefold(seen, -1), *normal = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
	struct buf out = { 0 };
	uint32_t c = 0;

	for (const char *at = normal ? normal : seen; (used = text_decode(at, strlen(at), &c)) > 0; at += used) {
		if (g_unichar_isspace(c))
			continue;
		if (is_name_dot(c))
			buf_text_add(&out, "\xc2\xb7");
		else
			buf_add(&out, at, used);
	}
	result = mem_strdup(buf_text(&out));
	buf_release(&out);
	g_free(normal);
	g_free(folded);
	free(seen);
	return result;
}
