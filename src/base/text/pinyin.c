#include "base/text/pinyin.h"

#include <ctype.h>
#include <string.h>

#include "base/attr.h"
#include "base/text.h"

#include "base/text/pinyin_table.h"

_Static_assert(ARRAY_LEN(readings) == 0x9fff - 0x4e00 + 1, "a mask for each character");
_Static_assert(ARRAY_LEN(readings_a) == 0x4dbf - 0x3400 + 1, "a mask for each character");

uint32_t
pinyin_initials(uint32_t c)
{
	if (c >= 0x4e00 && c <= 0x9fff)
		return readings[c - 0x4e00];
	if (c >= 0x3400 && c <= 0x4dbf)
		return readings_a[c - 0x3400];
	return 0;
}

static uint32_t
lower(uint32_t c)
{
	return c < 0x80 ? (uint32_t)tolower((int)c) : c;
}

static bool
fits(uint32_t c, uint32_t key)
{
	if (lower(c) == lower(key))
		return true;
	key = lower(key);
	return key >= 'a' && key <= 'z' && (pinyin_initials(c) >> (key - 'a') & 1);
}

bool
pinyin_starts(const char *text, const char *keys)
{
	size_t text_len = strlen(text), keys_len = strlen(keys), used;
	uint32_t c, key;

	while (keys_len > 0) {
		size_t key_used = text_decode(keys, keys_len, &key);

		used = text_decode(text, text_len, &c);
		if (key_used == 0 || used == 0)
			return false;
		if (c == ' ' && key != ' ') {
			text += used;
			text_len -= used;
			continue;
		}
		if (!fits(c, key))
			return false;
		text += used;
		text_len -= used;
		keys += key_used;
		keys_len -= key_used;
	}
	return true;
}

bool
text_matches(const char *text, const char *keys)
{
	size_t len = strlen(text), used;
	uint32_t c;

	if (!*keys)
		return true;
	while ((used = text_decode(text, len, &c)) > 0) {
		if (c != ' ' && pinyin_starts(text, keys))
			return true;
		text += used;
		len -= used;
	}
	return false;
}
