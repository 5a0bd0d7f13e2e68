#include "form/place.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Digits of a row, as in a step (doc/file-format, S10). */
#define ROW_DIGITS_MAX 6

bool
field_place_read(const char *text, struct field_place *out)
{
	const char *row = strchr(text, '/'), *name = row ? strchr(row + 1, '/') : NULL;
	size_t digits = row ? strspn(row + 1, "0123456789") : 0;

	*out = (struct field_place){ .name = text };
	if (!row)
		return *text != '\0';
	if (row == text || row[1] == '0' || digits == 0 || digits > ROW_DIGITS_MAX || row + 1 + digits != name || !name[1] ||
	    strchr(name + 1, '/'))
		return false;
	*out = (struct field_place){ .repeat = text, .repeat_len = (size_t)(row - text), .row = atoi(row + 1), .name = name + 1 };
	return true;
}

const struct field *
field_place_find(const struct pack *pack, const char *text, int *row)
{
	struct field_place place;

	field_place_read(text, &place);
	*row = place.row;
	return pack_field(pack, place.name);
}

struct field_place
field_place_of(const char *repeat, int row, const char *name)
{
	if (!repeat)
		return (struct field_place){ .name = name };
	return (struct field_place){ .repeat = repeat, .repeat_len = strlen(repeat), .row = row, .name = name };
}

bool
field_place_equal(const struct field_place *a, const struct field_place *b)
{
	return a->row == b->row && a->repeat_len == b->repeat_len && strcmp(a->name, b->name) == 0 &&
	       (a->repeat_len == 0 || memcmp(a->repeat, b->repeat, a->repeat_len) == 0);
}

bool
field_place_in(const struct field_place *place, const char *repeat)
{
	return place->repeat && strlen(repeat) == place->repeat_len && memcmp(place->repeat, repeat, place->repeat_len) == 0;
}

char *
field_place_text(const struct field_place *place)
{
	if (!place->repeat)
		return mem_strdup(place->name);
	return mem_printf("%.*s/%d/%s", (int)place->repeat_len, place->repeat, place->row, place->name);
}
