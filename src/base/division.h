#ifndef BASE_DIVISION_H
#define BASE_DIVISION_H

#include <stdbool.h>
#include <stddef.h>

/* Codes of divisions and areas. A division's code has 12 digits: province 2, prefecture 4, county 6, township 9, village 12, the rest
 * filled up with zeros. An area is the digits of one level without the filling, 0 of them for everything: "410782" is a county,
 * "410782101" one of its townships. An area covers each code and each area that begins with it. */

#define DIVISION_CODE_LEN 12

enum division_level {
	DIVISION_ALL, /* the area of no digits */
	DIVISION_PROVINCE,
	DIVISION_PREFECTURE,
	DIVISION_COUNTY,
	DIVISION_TOWNSHIP,
	DIVISION_VILLAGE,
	DIVISION_LEVEL_COUNT /* no level: the digits of no area */
};

size_t division_digits(enum division_level level);	    /* 0 2 4 6 9 12 */
const char *division_level_name(enum division_level level); /* as in divisions.csv: "village"; "" for DIVISION_ALL */
/* The level of that name, DIVISION_LEVEL_COUNT when there is none. */
enum division_level division_level_named(const char *name);

/* The level of an area by its digits; DIVISION_LEVEL_COUNT when the text is no area. */
enum division_level division_level(const char *area);
bool division_is_code(const char *text); /* 12 digits */

/* Does the area cover this code or area? `place` may go on behind its digits. */
bool division_covers(const char *area, const char *place);
bool division_covered(const char *const *areas, size_t count, const char *place); /* by one of the areas */
/* Does one of the two areas cover the other? */
bool division_touches(const char *a, const char *b);
bool division_touched(const char *const *areas, size_t count, const char *area); /* by one of the areas */

/* The area of `level` that the code or area lies in, written to `out`; the whole of it when it lies above that level. */
void division_area(const char *place, enum division_level level, char out[DIVISION_CODE_LEN + 1]);
/* The longest area that covers both; returns its digits, out may be NULL. */
size_t division_common(const char *a, const char *b, char *out);
/* The code of an area's division, filled up with zeros. */
void division_code(const char *area, char out[DIVISION_CODE_LEN + 1]);

#endif
