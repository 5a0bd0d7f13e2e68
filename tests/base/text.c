#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <iconv.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"

/* ---- UTF-8 */

static void
text_decode__refuses__what_is_not_strict_utf8(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} cases[] = {
		{ "", 0 },
		{ "\x80", 1 },	   /* a continuation alone */
		{ "\xc0\xaf", 2 }, /* overlong in 2, 3 and 4 bytes */
		{ "\xc1\xbf", 2 },
		{ "\xe0\x9f\xbf", 3 },
		{ "\xf0\x8f\xbf\xbf", 4 },
		{ "\xed\xa0\x80", 3 }, /* surrogates */
		{ "\xed\xbf\xbf", 3 },
		{ "\xf4\x90\x80\x80", 4 }, /* beyond U+10FFFF */
		{ "\xf5\x80\x80\x80", 4 },
		{ "\xff", 1 },
		{ "\xe6\x88", 2 },     /* cut off */
		{ "\xe6\x88\x41", 3 }, /* broken off */
	};
	uint32_t c = 77;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(text_decode(cases[i].bytes, cases[i].len, &c), 0);
		assert_int_equal(c, 77);
		assert_int_equal(text_is_utf8(cases[i].bytes, cases[i].len), cases[i].len == 0);
	}
}

static void
text_decode__undoes_text_encode__for_every_character(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c++) {
		char bytes[4];
		uint32_t back = 0;
		size_t len;

		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		len = text_encode(c, bytes);
		if (text_decode(bytes, len, &back) != len || back != c)
			fail_msg("U+%04X", c);
	}
}

static void
text_has_flaw__finds__each_kind_of_forbidden_character(void **state)
{
	static const uint32_t refused[] = { 0,	    1,	    0x08,   0x0b,   0x0d,   0x1b,   0x1f,   0x7f,   0x80,   0x9b,   0x9f,  0x61c,
					    0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2065, 0x200d, 0x2066, 0x2069, 0xfeff };
	static const uint32_t fine[] = { 0x09, 0x0a, 0x20, 0x7e, 0xa0, 0x2010, 0x202f, 0x6237, 0x20bb7 };
	struct text_flaw flaw;
	char bytes[4];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		if (!text_has_flaw(bytes, text_encode(refused[i], bytes), &flaw))
			fail_msg("U+%04X was allowed", refused[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(fine); i++) {
		if (text_has_flaw(bytes, text_encode(fine[i], bytes), &flaw))
			fail_msg("U+%04X was refused", fine[i]);
	}
	assert_true(text_has_flaw("fine until\xe2\x80\xae here", 16, &flaw));
	assert_false(text_has_flaw("", 0, &flaw));
}

/* ---- cells */

static void
char_cells__says_0_1_or_2__by_the_kind_of_character(void **state)
{
	static const struct {
		uint32_t c;
		int cells;
	} cases[] = {
		{ 'a', 1 },    { 0x7, 0 },    { 0xe9, 1 },   { 0x6237, 2 },  { 0x3400, 2 },  { 0x20bb7, 2 },  { 0x3042, 2 },
		{ 0x30ab, 2 }, { 0xac00, 2 }, { 0x1100, 2 }, { 0x1161, 0 },  { 0xff10, 2 },  { 0xff61, 1 },   { 0x3000, 2 },
		{ 0x3012, 2 }, { 0x3001, 2 }, { 0x300a, 2 }, { 0x2014, 1 },  { 0x201c, 1 },  { 0x2026, 1 },   { 0x2500, 1 },
		{ 0x2588, 1 }, { 0x0301, 0 }, { 0x302a, 0 }, { 0x3099, 0 },  { 0x200b, 0 },  { 0x200d, 0 },   { 0xfe0f, 0 },
		{ 0x0e31, 0 }, { 0x05bf, 0 }, { 0x0600, 1 }, { 0x1f3e0, 2 }, { 0x1f321, 1 }, { 0x1f600, 2 },  { 0x1f5a5, 1 },
		{ 0x2705, 2 }, { 0x2713, 1 }, { 0x4dc0, 1 }, { 0xe000, 1 },  { 0xe0100, 0 }, { 0x10ffff, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (char_cells(cases[i].c) != cases[i].cells)
			fail_msg("U+%04X takes %d", cases[i].c, char_cells(cases[i].c));
}

static void
text_cells__counts_clusters__not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_cells(""), 0);
	assert_int_equal(text_cells("a房b"), 4);
	assert_int_equal(text_cells("e\xcc\x81"), 1);
	assert_int_equal(text_cells("\xff"
				    "a"),
			 2); /* a byte that is no character takes one */
	assert_int_equal(text_chars("a房e\xcc\x81"), 4);
}

static void
text_cluster__takes_marks_along__but_none_over_a_line_break(void **state)
{
	size_t cells;

	(void)state;
	assert_int_equal(text_cluster("e\xcc\x81\xcc\xa3x", 6, &cells), 5);
	assert_int_equal(cells, 1);
	assert_int_equal(text_cluster("房\xef\xb8\x8f", 6, &cells), 6); /* a variation selector */
	assert_int_equal(cells, 2);
	assert_int_equal(text_cluster("\xcc\x81x", 3, &cells), 2);
	assert_int_equal(cells, 0);
	assert_int_equal(text_cluster("\n\xcc\x81", 3, &cells), 1);
	assert_int_equal(text_cluster("", 0, &cells), 0);
}

static void
text_fit__cuts_before__a_wide_character_that_would_be_halved(void **state)
{
	size_t used;

	(void)state;
	assert_int_equal(text_fit("房屋", 3, &used), 3);
	assert_int_equal(used, 2);
	assert_int_equal(text_fit("房屋", 4, &used), 6);
	assert_int_equal(text_fit("a\xcc\x81"
				  "b",
				  1, &used),
			 3);
	assert_int_equal(used, 1);
	assert_int_equal(text_fit("房", 0, &used), 0);
	assert_int_equal(text_fit("ab", 9, NULL), 2);
}

/* ---- what a person meant */

static void
text_normalise__gives_what_was_meant__case_by_case(void **state)
{
	static const struct {
		const char *typed, *meant;
	} cases[] = {
		{ "４５１２２４Ａｘ", "451224Ax" },
		{ "　韦　某 ", "韦 某" },
		{ "a\xc2\xa0"
		  "b",
		  "a b" },
		{ " \xe2\x80\x8b"
		  "12 ",
		  "\xe2\x80\x8b"
		  "12" }, /* left for the caller to refuse */
		{ "３－１／２．５", "3-1/2.5" },
		{ "砖混，三层。", "砖混，三层。" }, /* punctuation stays */
		{ " \t\n", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *meant = text_normalise(cases[i].typed);

		assert_string_equal(meant, cases[i].meant);
		free(meant);
	}
}

/* ---- other encodings */

/* Rare letters of names among them, and those that an older machine kept in the private use area. */
static void
text_to_gb18030__holds__every_character(void **state)
{
	static const char moved[] = "\xee\xa0\x96|\xee\xa0\x9e"; /* U+E816 and U+E81E */
	struct buf text = { 0 }, out = { 0 };
	struct err err = { 0 };
	iconv_t back = iconv_open("UTF-8", "GB18030");
	char *in, *at, *all;
	size_t len, room, wrong = 0;

	(void)state;
	for (uint32_t c = 0x20; c < 0x110000; c++) {
		char bytes[4];

		if ((c < 0xd800 || c > 0xdfff) && (c < 0xe000 || c > 0xf8ff)) /* the private use area is below */
			buf_add(&text, bytes, text_encode(c, bytes));
	}
	assert_int_equal(text_to_gb18030(text.data, text.len, &out, &err), STATUS_OK);
	in = out.data;
	len = out.len;
	room = text.len + 16;
	all = at = mem_array(room, 1);
	assert_int_equal(iconv(back, &in, &len, &at, &room), 0);
	assert_int_equal(at - all, text.len);
	for (size_t i = 0; i < text.len; i++)
		wrong += all[i] != text.data[i];
	assert_int_equal(wrong, 0);
	buf_clear(&text);
	buf_clear(&out);
	for (uint32_t c = 0xe000; c <= 0xf8ff; c++) {
		char bytes[4];

		buf_add(&text, bytes, text_encode(c, bytes));
	}
	assert_int_equal(text_to_gb18030(text.data, text.len, &out, &err), STATUS_OK);
	buf_clear(&out);
	assert_int_equal(text_to_gb18030(moved, strlen(moved), &out, &err), STATUS_OK);
	in = out.data; /* the standard's edition of 2022, which newer systems have, gives them other codes than that of 2005 */
	len = out.len;
	at = all;
	room = text.len;
	assert_int_equal(iconv(back, &in, &len, &at, &room), 0);
	*at = '\0';
	assert_string_equal(all, "\xf0\xa0\x82\x87|\xe9\xbe\xb4"); /* U+20087 and U+9FB4 */
	iconv_close(back);
	free(all);
	buf_release(&text);
	buf_release(&out);
}

static void
names__stand_in_one_order__whoever_was_named_first(void **state)
{
	static const char *const teams[][2] = { { "覃月娥、李志明", "李志明、覃月娥" },
						{ "李志明、覃月娥", "李志明、覃月娥" },
						{ "c、a、b", "a、b、c" },
						{ "李志明", "李志明" },
						{ "", "" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(teams); i++) {
		char *names = text_names_in_order(teams[i][0]);

		assert_string_equal(names, teams[i][1]);
		free(names);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_decode__refuses__what_is_not_strict_utf8),
		cmocka_unit_test(names__stand_in_one_order__whoever_was_named_first),
		cmocka_unit_test(text_decode__undoes_text_encode__for_every_character),
		cmocka_unit_test(text_has_flaw__finds__each_kind_of_forbidden_character),
		cmocka_unit_test(char_cells__says_0_1_or_2__by_the_kind_of_character),
		cmocka_unit_test(text_cells__counts_clusters__not_bytes),
		cmocka_unit_test(text_cluster__takes_marks_along__but_none_over_a_line_break),
		cmocka_unit_test(text_fit__cuts_before__a_wide_character_that_would_be_halved),
		cmocka_unit_test(text_normalise__gives_what_was_meant__case_by_case),
		cmocka_unit_test(text_to_gb18030__holds__every_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
