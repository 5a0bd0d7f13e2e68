#include "form/place.h"

#include <stdlib.h>
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

static char *
repeat_name(const struct field_place *place)
{
	return mem_printf("%.*s", (int)place->repeat_len, place->repeat);
}

struct value *
field_place_holder(const struct field_place *place, struct value *values)
{
	char *repeat = place->repeat ? repeat_name(place) : NULL;
	struct value *rows = repeat ? value_get_mut(values, repeat) : NULL;

	free(repeat);
	if (!place->repeat)
		return values;
	if (!rows || rows->type != VALUE_LIST || place->row < 1 || (size_t)place->row > rows->list.count)
		return NULL;
	return &rows->list.items[place->row - 1];
}

void
field_place_remove(const struct field_place *place, struct value *values)
{
	struct value *holder = field_place_holder(place, values);
	char *repeat;

	if (holder && holder->type == VALUE_OBJECT && value_get(holder, place->name)) {
		value_remove(holder, place->name);
	} else if (place->repeat) {
		repeat = repeat_name(place);
		value_remove(values, repeat);
		free(repeat);
	}
}

/* ---- many places */

struct place_texts
place_texts_for(size_t room)
{
	return (struct place_texts){ .items = mem_array(room, sizeof(const char *)) };
}

void
place_texts_release(struct place_texts *texts)
{
	free(texts->items);
	*texts = (struct place_texts){ 0 };
}

static int
text_cmp(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

void
place_texts_sort(struct place_texts *texts)
{
	if (texts->count)
		qsort(texts->items, texts->count, sizeof(*texts->items), text_cmp);
}

/* The first that is not less than the text; `behind`: that is greater. */
static size_t
first_from(const struct place_texts *texts, const char *text, bool behind)
{
	size_t low = 0, high = texts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(texts->items[middle], text) < (behind ? 1 : 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
place_texts_count(const struct place_texts *texts, const struct field_place *place)
{
	size_t count;
	char *text;

	if (!texts->count)
		return 0;
	text = field_place_text(place);
	count = first_from(texts, text, true) - first_from(texts, text, false);
	free(text);
	return count;
}
