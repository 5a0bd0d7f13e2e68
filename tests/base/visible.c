#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/visible.h"

static void
text__is_shown__with_escapes_for_what_cannot_be_seen(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "village.louce", "village.louce" },
		{ "金谷村委会 ①", "金谷村委会 ①" },
		{ "a\x1b[2Jb", "a\\x1b[2Jb" },
		{ "a\nlouce: all is well", "a\\x0alouce: all is well" },
		{ "a\tb\x7f", "a\\x09b\\x7f" },
		{ "\xc2\x9b"
		  "31m",
		  "\\u{009b}31m" },
		{ "\xff\xfe", "\\xff\\xfe" },
		{ "\xe2\x80\xae"
		  "cba\xe2\x80\xac",
		  "\\u{202e}cba\\u{202c}" },
		{ "a\xe2\x80\x8b"
		  "b",
		  "a\\u{200b}b" },
		{ "\xef\xbb\xbf", "\\u{feff}" },
		{ "\xe2\x80\xa8", "\\u{2028}" },
		{ "\xf3\xa0\x84\x80", "\\u{e0100}" },
		{ "\xef\xbf\xbf", "\\u{ffff}" },
		{ "e\xcc\x81", "e\xcc\x81" }, /* a mark is seen */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf buf = { 0 };

		visible_add(&buf, cases[i].text);
		assert_string_equal(buf_text(&buf), cases[i].shown);
		buf_release(&buf);
	}
}

static void
format__keeps_its_own_line_ends__and_escapes_those_of_its_arguments(void **state)
{
	struct buf buf = { 0 };

	(void)state;
	visible_printf(&buf, "%s:\t%d\n  %s\n", "a\nb", 7, "\x01\x02\t\x1b");
	assert_string_equal(buf_text(&buf), "a\\x0ab:\t7\n  \\x01\\x02\\x09\\x1b\n");
	buf_clear(&buf);
	visible_printf(
		&buf, "%s\n",
		"\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f");
	assert_null(strchr(buf_text(&buf), '\n')); /* nothing is left to tell them apart by: then all are escaped */
	buf_release(&buf);
}

/* What a person said in several lines, where there is room for one. */
static void
words__stand_on_one_line__and_say_where_theirs_ended(void **state)
{
	static const char *const lines[][2] = {
		{ "roof\nwall", "roof / wall" }, { "roof\r\n\r\nwall\n", "roof / wall" }, { "\n roof\twall", " roof wall" }, { "", "" },
		{ "a\x1b[31mb", "a\\x1b[31mb" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		char *line = visible_line(lines[i][0]);

		assert_string_equal(line, lines[i][1]);
		free(line);
	}
}

static void
sentences__carry_no_control__whatever_a_file_is_called(void **state)
{
	struct err err = { 0 };

	(void)state;
	err_set(&err, STATUS_NOT_FOUND, "there is no file \"%s\"", "x\x1b]0;owned\x07\nlouce: fine");
	assert_string_equal(err.text, "there is no file \"x\\x1b]0;owned\\x07\\x0alouce: fine\"");
	err_context(&err, "%s", "\x1b[A");
	assert_string_equal(err.text, "\\x1b[A: there is no file \"x\\x1b]0;owned\\x07\\x0alouce: fine\"");
	err_errno(&err, 5, "\"%s\" cannot be read", "\r");
	assert_non_null(strstr(err.text, "\"\\x0d\" cannot be read"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text__is_shown__with_escapes_for_what_cannot_be_seen),
		cmocka_unit_test(format__keeps_its_own_line_ends__and_escapes_those_of_its_arguments),
		cmocka_unit_test(words__stand_on_one_line__and_say_where_theirs_ended),
		cmocka_unit_test(sentences__carry_no_control__whatever_a_file_is_called),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
