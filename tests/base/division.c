#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/division.h"

static void
division__level__of_its_digits(void **state)
{
	static const struct {
		const char *area;
		enum division_level level;
	} cases[] = {
		{ "", DIVISION_ALL },
		{ "41", DIVISION_PROVINCE },
		{ "4107", DIVISION_PREFECTURE },
		{ "410782", DIVISION_COUNTY },
		{ "410782101", DIVISION_TOWNSHIP },
		{ "410782101003", DIVISION_VILLAGE },
		{ "4", DIVISION_LEVEL_COUNT },
		{ "41078", DIVISION_LEVEL_COUNT },
		{ "4107821010031", DIVISION_LEVEL_COUNT },
		{ "41078a", DIVISION_LEVEL_COUNT },
		{ "410782 ", DIVISION_LEVEL_COUNT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(division_level(cases[i].area), cases[i].level);
	assert_true(division_is_code("410782101003"));
	assert_false(division_is_code("410782101"));
	assert_false(division_is_code("41078210100x"));
}

static void
division__level__by_its_name(void **state)
{
	(void)state;
	for (int level = DIVISION_PROVINCE; level < DIVISION_LEVEL_COUNT; level++)
		assert_int_equal(division_level_named(division_level_name((enum division_level)level)), level);
	assert_int_equal(division_level_named("hamlet"), DIVISION_LEVEL_COUNT);
	assert_int_equal(division_level_named(""), DIVISION_LEVEL_COUNT);
	assert_int_equal(division_digits(DIVISION_TOWNSHIP), 9);
}

static void
division__covers__by_prefix(void **state)
{
	static const char *const areas[] = { "410782101", "410782102003" };

	(void)state;
	assert_true(division_covers("", "410782101003"));
	assert_true(division_covers("410782", "410782101003"));
	assert_true(division_covers("410782101003", "410782101003"));
	assert_true(division_covers("410782101", "410782101003,410782102001"));
	assert_false(division_covers("410782101003", "410782101"));
	assert_false(division_covers("410782102", "410782101003"));
	assert_true(division_covered(areas, 2, "410782102003"));
	assert_false(division_covered(areas, 2, "410782102004"));
	assert_false(division_covered(areas, 0, "410782102004"));
	assert_true(division_touches("410782101003", "410782"));
	assert_true(division_touches("410782", "410782101003"));
	assert_true(division_touches("", "410782"));
	assert_false(division_touches("410782101", "410782102"));
}

static void
division__common__is_a_whole_level(void **state)
{
	static const struct {
		const char *a, *b, *common;
	} cases[] = {
		{ "410782101003", "410782101004", "410782101" },
		{ "410782101003", "410782102003", "410782" }, /* eight digits are equal: no level has eight */
		{ "410782101003", "410782101003", "410782101003" },
		{ "410782", "410782101003", "410782" },
		{ "410782101003", "420782101003", "" },
		{ "410782101003", "410882101003", "41" },
		{ "", "410782", "" },
	};
	char out[DIVISION_CODE_LEN + 1];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *common = cases[i].common;

		assert_int_equal(division_common(cases[i].a, cases[i].b, out), strlen(common));
		assert_string_equal(out, common);
		assert_int_equal(division_common(cases[i].b, cases[i].a, NULL), strlen(common));
	}
}

static void
division__area__of_a_level(void **state)
{
	char out[DIVISION_CODE_LEN + 1];

	(void)state;
	division_area("410782101003", DIVISION_TOWNSHIP, out);
	assert_string_equal(out, "410782101");
	division_area("410782", DIVISION_TOWNSHIP, out);
	assert_string_equal(out, "410782");
	division_area("410782", DIVISION_ALL, out);
	assert_string_equal(out, "");
	division_code("410782101", out);
	assert_string_equal(out, "410782101000");
	division_code("", out);
	assert_string_equal(out, "000000000000");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(division__level__of_its_digits), cmocka_unit_test(division__level__by_its_name),
		cmocka_unit_test(division__covers__by_prefix),	  cmocka_unit_test(division__common__is_a_whole_level),
		cmocka_unit_test(division__area__of_a_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
