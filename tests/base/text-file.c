#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/machine/text_file.h"
#include "base/mem.h"
#include "base/text.h"

/* Files of the encodings that offices send. */

static int
file_of(const void *bytes, size_t len)
{
	const char *tmp = getenv("TMPDIR");
	char *path = mem_printf("%s/text-XXXXXX", tmp ? tmp : "/tmp");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	unlink(path);
	free(path);
	assert_int_equal(write(fd, bytes, len), len);
	return fd;
}

static void
read_all(struct text_file *file, struct buf *out)
{
	struct buf piece = { 0 };
	struct err err = { 0 };

	do {
		if (text_file_next(file, &piece, &err))
			fail_msg("%s", err.text);
		buf_add(out, piece.data, piece.len);
	} while (piece.len);
	buf_release(&piece);
}

static void
text_file__finds_the_encoding__of_what_offices_send(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *name, *text;
	} cases[] = {
		{ "编号,\xe6\x88\xb7", 10, "UTF-8", "编号,户" },
		{ "\xef\xbb\xbf编号", 9, "UTF-8 BOM", "编号" },
		{ "\xb1\xe0\xba\xc5,\xbb\xa7", 7, "GB 18030", "编号,户" },
		{ "", 0, "UTF-8", "" },
		{ "\xff\xfe\x16\x7f\x2c\x00\x37\x62", 8, "UTF-16", "编,户" },
		{ "\xfe\xff\x7f\x16\x00\x2c\x62\x37", 8, "UTF-16", "编,户" },
		{ "a\0,\0b\0\n\0", 8, "UTF-16", "a,b\n" },
		{ "\0a\0,\0b\0\n", 8, "UTF-16", "a,b\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text_file *file = NULL;
		struct buf out = { 0 };
		struct err err = { 0 };

		assert_int_equal(text_file_open_take(file_of(cases[i].bytes, cases[i].len), &file, &err), STATUS_OK);
		assert_string_equal(text_file_encoding(file), cases[i].name);
		for (int again = 0; again < 2; again++) {
			buf_clear(&out);
			read_all(file, &out);
			assert_string_equal(buf_text(&out), cases[i].text);
			text_file_rewind(file);
		}
		buf_release(&out);
		text_file_close(file);
	}
}

static void
text_to_gb18030__comes_back_the_same__with_rare_characters(void **state)
{
	static const char text[] = "韦\xf0\xa0\xae\xb7某，砖混 3 层";
	struct text_file *file = NULL;
	struct buf gb = { 0 }, back = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(text_to_gb18030(text, strlen(text), &gb, &err), STATUS_OK);
	assert_true(gb.len < strlen(text));
	assert_int_equal(text_file_open_take(file_of(gb.data, gb.len), &file, &err), STATUS_OK);
	assert_string_equal(text_file_encoding(file), "GB 18030");
	read_all(file, &back);
	assert_string_equal(buf_text(&back), text);
	text_file_close(file);
	buf_release(&gb);
	buf_release(&back);
}

/* Characters of one to four bytes lie across the ends of pieces at every offset. */
static void
text_file__keeps_characters_whole__between_pieces(void **state)
{
	static const char line[] = "a编\xf0\xa0\xae\xb7\xc3\xa9\n";

	(void)state;
	for (size_t shift = 0; shift < 12; shift++) {
		struct buf text = { 0 }, gb = { 0 };
		struct err err = { 0 };

		for (size_t i = 0; i < shift; i++)
			buf_char(&text, 'x');
		while (text.len < 200000)
			buf_text_add(&text, line);
		assert_int_equal(text_to_gb18030(text.data, text.len, &gb, &err), STATUS_OK);
		for (int wide = 0; wide < 2; wide++) {
			struct text_file *file = NULL;
			struct buf back = { 0 };

			assert_int_equal(text_file_open_take(wide ? file_of(gb.data, gb.len) : file_of(text.data, text.len), &file, &err),
					 STATUS_OK);
			assert_string_equal(text_file_encoding(file), wide ? "GB 18030" : "UTF-8");
			read_all(file, &back);
			assert_int_equal(back.len, text.len);
			assert_memory_equal(back.data, text.data, text.len);
			buf_release(&back);
			text_file_close(file);
		}
		buf_release(&text);
		buf_release(&gb);
	}
}

#define WRONG_10 "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
#define WRONG_101 WRONG_10 WRONG_10 WRONG_10 WRONG_10 WRONG_10 WRONG_10 WRONG_10 WRONG_10 WRONG_10 WRONG_10 "\xff"

/* A file that is UTF-8 but for some bytes: each is told apart, at every place and across pieces. */
static void
text_file__marks__the_bytes_that_are_none(void **state)
{
	static const struct {
		const char *bytes, *reads;
	} cases[] = {
		{ "\xef\xbb\xbf\n\n编\xff", "\n\n编" TEXT_FILE_WRONG },
		{ "村社区屯组路街巷门牌号户主\n产权\xe4\xba", "村社区屯组路街巷门牌号户主\n产权" TEXT_FILE_WRONG TEXT_FILE_WRONG },
		{ "村社区路街巷\xe4\xba屯组", "村社区路街巷" TEXT_FILE_WRONG TEXT_FILE_WRONG "屯组" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text_file *file = NULL;
		struct buf back = { 0 };
		struct err err = { 0 };

		assert_int_equal(text_file_open_take(file_of(cases[i].bytes, strlen(cases[i].bytes)), &file, &err), STATUS_OK);
		read_all(file, &back);
		assert_string_equal(buf_text(&back), cases[i].reads);
		buf_release(&back);
		text_file_close(file);
	}
}

static void
text_file__names_the_line__of_what_is_no_encoding(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *says;
	} cases[] = {
		{ "1\n\xb1\xe0\xff\xff", 6, "line 2: the file is neither UTF-8 nor GB 18030; save it as UTF-8" },
		{ "\xff\xfe\x16\x7f\x2c", 5, "line 1: the file is cut off or damaged: it is no UTF-16 there" },
		{ "\xef\xbb\xbf\n\n" WRONG_101, 106, "line 3: the file is UTF-8, but byte FF there is not" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text_file *file = NULL;
		struct buf piece = { 0 };
		struct err err = { 0 };
		enum status status = text_file_open_take(file_of(cases[i].bytes, cases[i].len), &file, &err);

		if (!status)
			status = text_file_next(file, &piece, &err);
		assert_int_equal(status, STATUS_INVALID);
		if (!strstr(err.text, cases[i].says))
			fail_msg("%s", err.text);
		buf_release(&piece);
		text_file_close(file);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_file__finds_the_encoding__of_what_offices_send),
		cmocka_unit_test(text_to_gb18030__comes_back_the_same__with_rare_characters),
		cmocka_unit_test(text_file__keeps_characters_whole__between_pieces),
		cmocka_unit_test(text_file__marks__the_bytes_that_are_none),
		cmocka_unit_test(text_file__names_the_line__of_what_is_no_encoding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
