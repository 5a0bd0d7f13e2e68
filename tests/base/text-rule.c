#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/text/text_rule.h"

struct chars {
	uint32_t c[16];
	enum text_flaw_kind kind;
	size_t at; /* place of the flaw, from 1 */
};

static void
write_chars(const struct chars *chars, struct buf *out)
{
	for (size_t i = 0; i < 16 && chars->c[i]; i++) {
		char bytes[4];

		buf_add(out, bytes, text_encode(chars->c[i], bytes));
	}
}

static void
characters__stand_or_not__by_the_rule(void **state)
{
	static const struct chars cases[] = {
		{ { 'a', '\n', '\t', 0x91d1, 0x20000 }, TEXT_FINE, 0 },
		{ { 'a', 0x1b }, TEXT_CONTROL, 2 },
		{ { 0x7f }, TEXT_CONTROL, 1 },
		{ { 0x91d1, 0x85 }, TEXT_CONTROL, 2 },
		{ { 0xa0 }, TEXT_FINE, 0 },
		{ { 0xad }, TEXT_INVISIBLE, 1 },
		{ { 'a', 0x200b, 'b' }, TEXT_INVISIBLE, 2 },
		{ { 0x2028 }, TEXT_INVISIBLE, 1 },
		{ { 0x202e }, TEXT_INVISIBLE, 1 },
		{ { 0x2066 }, TEXT_INVISIBLE, 1 },
		{ { 0x3164 }, TEXT_INVISIBLE, 1 },
		{ { 0xfe0f }, TEXT_INVISIBLE, 1 },
		{ { 0xfdd0 }, TEXT_INVISIBLE, 1 },
		{ { 0xfefe, 0xfeff }, TEXT_INVISIBLE, 2 },
		{ { 0xfff8 }, TEXT_INVISIBLE, 1 },
		{ { 0xfff9 }, TEXT_INVISIBLE, 1 },
		{ { 0xfffc }, TEXT_INVISIBLE, 1 },
		{ { 0xfffd }, TEXT_FINE, 0 },
		{ { 0xfffe }, TEXT_INVISIBLE, 1 },
		{ { 0x1ffff }, TEXT_INVISIBLE, 1 },
		{ { 0x10ffff }, TEXT_INVISIBLE, 1 },
		{ { 0xe0100 }, TEXT_INVISIBLE, 1 },
		{ { 0x1d173 }, TEXT_INVISIBLE, 1 },
		{ { 0x1820, 0x180b, 0x180e }, TEXT_FINE, 0 }, /* Mongolian selectors behind their letter */
		{ { 0x18aa, 0x180f }, TEXT_FINE, 0 },
		{ { 0x18ab, 0x180f }, TEXT_INVISIBLE, 2 },
		{ { 'a', 0x180b }, TEXT_INVISIBLE, 2 },
		{ { 0x180b }, TEXT_INVISIBLE, 1 },
		{ { 'e', 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 0x301 }, TEXT_FINE, 0 },
		{ { 'e', 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 0x301 }, TEXT_MARKS, 10 },
		{ { 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 0x301, 'e', 0x301 }, TEXT_FINE, 0 },
		{ { 'k', 0x0e31, 0x0903, 0x20dd, 0x1d165, 0x301, 0x301, 0x301, 0x301, 0x1e8d0 }, TEXT_MARKS, 10 }, /* Mn, Mc and Me alike */
		{ { 0xd55c, 0xff21, 0x1f600 }, TEXT_FINE, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text_flaw flaw = { 0 };
		struct buf text = { 0 };
		bool has;

		write_chars(&cases[i], &text);
		has = text_has_flaw(buf_text(&text), text.len, &flaw);
		if (has != (cases[i].kind != TEXT_FINE) || flaw.kind != cases[i].kind || flaw.at_char != cases[i].at)
			fail_msg("case %zu: kind %d at %zu", i, flaw.kind, flaw.at_char);
		buf_release(&text);
	}
}

static void
bytes__that_are_not_utf8__are_told_by_their_place(void **state)
{
	struct text_flaw flaw;
	char *sentence;

	(void)state;
	assert_true(text_has_flaw("a\xe9\x87z", 4, &flaw));
	assert_int_equal(flaw.kind, TEXT_NOT_UTF8);
	assert_int_equal(flaw.at_byte, 1);
	sentence = text_flaw_sentence(&flaw);
	assert_string_equal(sentence, "byte E9 at place 2 is not UTF-8");
	free(sentence);
	assert_true(text_has_flaw("x\xe2\x80\xaa", 4, &flaw));
	sentence = text_flaw_sentence(&flaw);
	assert_string_equal(sentence, "the character U+202A at place 2 is not seen and cannot stand in a text");
	free(sentence);
}

/* A phone book's marks around an honest number. */
static void
mending__leaves_all_that_may_stand__and_says_how_much_went(void **state)
{
	static const struct {
		const char *text, *mended;
		size_t left_out;
	} cases[] = {
		{ "\xe2\x80\xaa"
		  "13800138001\xe2\x80\xac",
		  "13800138001", 2 },
		{ "\xef\xbb\xbf韦某", "韦某", 1 },
		{ "a\xff"
		  "b",
		  "ab", 1 },
		{ "a\xe2\x80\x8b\xe1\xa0\x8b", "a", 2 },
		{ "fine\n", "fine\n", 0 },
		{ "", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text_flaw flaw;
		size_t left_out;
		char *mended = text_mended(cases[i].text, strlen(cases[i].text), &left_out);

		assert_string_equal(mended, cases[i].mended);
		assert_int_equal(left_out, cases[i].left_out);
		assert_false(text_has_flaw(mended, strlen(mended), &flaw));
		free(mended);
	}
}

static void
text_check__says_the_reason__of_a_text_that_is_long(void **state)
{
	char *text = mem_printf("%0900d\x1b", 1);
	struct err err = { 0 };

	(void)state;
	assert_int_equal(text_check(text, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "the control character U+001B at place 901 cannot stand in a text: \"000"));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_check__says_the_reason__of_a_text_that_is_long),
		cmocka_unit_test(characters__stand_or_not__by_the_rule),
		cmocka_unit_test(bytes__that_are_not_utf8__are_told_by_their_place),
		cmocka_unit_test(mending__leaves_all_that_may_stand__and_says_how_much_went),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
