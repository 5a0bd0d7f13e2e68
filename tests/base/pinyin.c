#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/attr.h"
#include "base/text/pinyin.h"

static void
initials__hold_every_reading__of_a_character(void **state)
{
	static const struct {
		uint32_t c;
		const char *letters;
	} cases[] = {
		{ 0x91cd /* 重 */, "ctz" }, { 0x5e86 /* 庆 */, "q" }, { 0x738b /* 王 */, "wy" }, { 0x5355 /* 单 */, "cds" }, { 'a', "" },
		{ 0x3042 /* あ */, "" }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint32_t wanted = 0;

		for (const char *at = cases[i].letters; *at; at++)
			wanted |= 1u << (*at - 'a');
		assert_int_equal(pinyin_initials(cases[i].c), wanted);
	}
}

static void
texts__are_found__by_letters_themselves_and_both(void **state)
{
	static const struct {
		const char *text, *keys;
		bool starts, matches;
	} cases[] = {
		{ "重庆路", "cq", true, true },	   { "重庆路", "zql", true, true },	   { "重庆路", "ql", false, true },
		{ "重庆路", "qx", false, false },  { "东兰县 12号", "dlx12", true, true }, { "东兰县", "兰x", false, true },
		{ "YS000123", "ys0", true, true }, { "YS000123", "123", false, true },	   { "那烈", "", true, true },
		{ "", "a", false, false },	   { "那", "nl", false, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(pinyin_starts(cases[i].text, cases[i].keys), cases[i].starts);
		assert_int_equal(text_matches(cases[i].text, cases[i].keys), cases[i].matches);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(initials__hold_every_reading__of_a_character),
		cmocka_unit_test(texts__are_found__by_letters_themselves_and_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
