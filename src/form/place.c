#include "form/place.h"

#include <string.h>

#include "base/mem.h"

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
