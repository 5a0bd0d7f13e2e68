#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text/skeleton.h"

#include "base/mem.h"

static void
names__are_alike__where_a_reader_sees_no_difference(void **state)
{
	static const struct {
		const char *one, *other;
		bool alike;
	} cases[] = {
		{ "韦明", "韦\xe2\x80\x8b明", true },		  /* zero width space */
		{ "韦明", "韦　明", true },			  /* ideographic space */
		{ "韦明", "\xe2\x80\xaa韦明\xe2\x80\xac", true }, /* marks of direction */
		{ "Anna", "Ａｎｎａ", true },			  /* full width */
		{ "Anna", "ANNA", true },
		{ "十月", "⼗⽉", true },		/* radicals of Kangxi */
		{ "买买提·艾力", "买买提•艾力", true }, /* dots of names */
		{ "买买提·艾力", "买买提・艾力", true },
		{ "é", "e\xcc\x81", true },
		{ "韦明", "韦名", false },
		{ "韦明", "韦明明", false },
		{ "", "", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *one = text_skeleton(cases[i].one), *other = text_skeleton(cases[i].other);

		if ((strcmp(one, other) == 0) != cases[i].alike)
			fail_msg("case %zu: \"%s\" and \"%s\"", i, one, other);
		free(one);
		free(other);
	}
}

static void
text__is_blank__where_nothing_of_it_is_seen(void **state)
{
	static const struct {
		const char *text;
		bool blank;
	} cases[] = {
		{ "", true },
		{ " \t\n", true },
		{ "　\xc2\xa0\xe2\x80\x83", true },   /* ideographic, no-break and em space */
		{ "\xe2\x80\x8b\xe2\x80\xae", true }, /* zero width space, a mark of direction */
		{ " . ", false },
		{ "\xe2\x80\x8b无", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (text_is_blank(cases[i].text) != cases[i].blank)
			fail_msg("case %zu", i);
}

/* Ideographs and ASCII take a short way; a dot behind them sends the same text the long one. */
static void
ideographs_and_ascii__are_the_same__by_both_ways(void **state)
{
	(void)state;
	for (unsigned c = 0x4e00; c <= 0x9fff; c++) {
		const char letter[4] = { (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)), (char)(0x80 | (c & 0x3f)), '\0' };
		char *text = mem_printf("%sAz-%c", letter, 0x21 + (int)(c % 94) == '.' ? '_' : 0x21 + (int)(c % 94)),
		     *dotted = mem_printf("%s.", text);
		char *one = text_skeleton(text), *other = text_skeleton(dotted);

		assert_memory_equal(one, other, strlen(one));
		assert_string_equal(other + strlen(one), "·");
		free(text);
		free(dotted);
		free(one);
		free(other);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names__are_alike__where_a_reader_sees_no_difference),
		cmocka_unit_test(text__is_blank__where_nothing_of_it_is_seen),
		cmocka_unit_test(ideographs_and_ascii__are_the_same__by_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
