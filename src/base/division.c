#include "base/division.h"

#include <string.h>

static const struct {
	const char *name;
	size_t digits;
} levels[DIVISION_LEVEL_COUNT] = {
	[DIVISION_ALL] = { "", 0 },	     [DIVISION_PROVINCE] = { "province", 2 }, [DIVISION_PREFECTURE] = { "prefecture", 4 },
	[DIVISION_COUNTY] = { "county", 6 }, [DIVISION_TOWNSHIP] = { "township", 9 }, [DIVISION_VILLAGE] = { "village", DIVISION_CODE_LEN },
};

size_t
division_digits(enum division_level level)
{
	return levels[level].digits;
}

const char *
division_level_name(enum division_level level)
{
	return levels[level].name;
}

enum division_level
division_level_named(const char *name)
{
	for (int level = DIVISION_PROVINCE; level < DIVISION_LEVEL_COUNT; level++)
		if (strcmp(levels[level].name, name) == 0)
			return (enum division_level)level;
	return DIVISION_LEVEL_COUNT;
}

enum division_level
division_level(const char *area)
{
	size_t len = strspn(area, "0123456789");

	for (int level = DIVISION_ALL; level < DIVISION_LEVEL_COUNT && !area[len]; level++)
		if (levels[level].digits == len)
			return (enum division_level)level;
	return DIVISION_LEVEL_COUNT;
}

bool
division_is_code(const char *text)
{
	return division_level(text) == DIVISION_VILLAGE;
}

bool
division_covers(const char *area, const char *place)
{
	return strncmp(area, place, strlen(area)) == 0;
}

bool
division_covered(const char *const *areas, size_t count, const char *place)
{
	for (size_t i = 0; i < count; i++)
		if (division_covers(areas[i], place))
			return true;
	return false;
}

bool
division_touches(const char *a, const char *b)
{
	return division_covers(a, b) || division_covers(b, a);
}

bool
division_touched(const char *const *areas, size_t count, const char *area)
{
	for (size_t i = 0; i < count; i++)
		if (division_touches(areas[i], area))
			return true;
	return false;
}

static void
take_digits(const char *place, size_t digits, char out[DIVISION_CODE_LEN + 1])
{
	memcpy(out, place, digits);
	out[digits] = '\0';
}

void
division_area(const char *place, enum division_level level, char out[DIVISION_CODE_LEN + 1])
{
	take_digits(place, strnlen(place, levels[level].digits), out);
}

/* Digits of the longest area that `len` digits of a place hold. */
static size_t
whole_digits(size_t len)
{
	size_t digits = 0;

	for (int level = DIVISION_ALL; level < DIVISION_LEVEL_COUNT && levels[level].digits <= len; level++)
		digits = levels[level].digits;
	return digits;
}

size_t
division_common(const char *a, const char *b, char *out)
{
	size_t same = 0;

	while (same < DIVISION_CODE_LEN && a[same] && a[same] == b[same])
		same++;
	same = whole_digits(same);
	if (out)
		take_digits(a, same, out);
	return same;
}

void
division_code(const char *area, char out[DIVISION_CODE_LEN + 1])
{
	size_t len = strnlen(area, DIVISION_CODE_LEN);

	memset(out, '0', DIVISION_CODE_LEN);
	memcpy(out, area, len);
	out[DIVISION_CODE_LEN] = '\0';
}
