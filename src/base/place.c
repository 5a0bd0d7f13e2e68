#include "base/place.h"

#include <stdlib.h>
#include <string.h>

#define ROW_DIGITS_MAX 6

bool
name_is_plain(const char *text, size_t len, const char *extra)
{
	if (len == 0 || text[0] < 'a' || text[0] > 'z')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!text[i] || (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", text[i]) && !strchr(extra, text[i])))
			return false;
	return true;
}

/* Reads REPEAT/ROW/NAME; `out` is untouched where it is none. */
static bool
read_of_row(const char *text, struct field_place *out)
{
	const char *row = strchr(text, '/'), *name = row ? strchr(row + 1, '/') : NULL;
	size_t digits = row ? strspn(row + 1, "0123456789") : 0;

	if (!row || !name_is_plain(text, (size_t)(row - text), "") || row[1] == '0' || digits == 0 || digits > ROW_DIGITS_MAX ||
	    row + 1 + digits != name)
		return false;
	*out = (struct field_place){ .repeat = text, .repeat_len = (size_t)(row - text), .row = atoi(row + 1), .name = name + 1 };
	return true;
}

bool
field_place_read(const char *text, struct field_place *out)
{
	*out = (struct field_place){ .name = text };
	if (strchr(text, '/') && !read_of_row(text, out))
		return false;
	if (name_is_plain(out->name, strlen(out->name), ""))
		return true;
	*out = (struct field_place){ .name = text };
	return false;
}

void
field_place_read_typed(const char *text, struct field_place *out)
{
	*out = (struct field_place){ .name = text };
	(void)read_of_row(text, out);
}
