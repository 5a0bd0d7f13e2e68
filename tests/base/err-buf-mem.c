#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

/* ---- err */

static void
err_set__keeps_code_and_sentence__and_may_quote_itself(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(err_set(&err, STATUS_DENIED, "no right to \"%s\"", "x"), STATUS_DENIED);
	assert_int_equal(err.status, STATUS_DENIED);
	assert_string_equal(err.text, "no right to \"x\"");
	err_set(&err, STATUS_INVALID, "again: %s", err.text);
	assert_string_equal(err.text, "again: no right to \"x\"");
	assert_int_equal(err_set(NULL, STATUS_IO, "nobody listens"), STATUS_IO);
}

static void
err_set__cuts_a_long_sentence__between_characters(void **state)
{
	struct err err = { 0 };
	char text[3000];

	(void)state;
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "房", 4);
	for (size_t lead = 0; lead < 3; lead++) { /* the cut falls on each byte of a character */
		err_set(&err, STATUS_INVALID, "%.*s%s", (int)lead, "ab", text);
		assert_true(text_is_utf8(err.text, strlen(err.text)));
		assert_true(strlen(err.text) >= sizeof(err.text) - 4);
	}
	text[3 * 255] = '\0'; /* 765 bytes and two letters just fit */
	err_set(&err, STATUS_INVALID, "ab%s", text);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
}

static void
err_context__puts_words_in_front__and_keeps_the_code(void **state)
{
	struct err err = { 0 };

	(void)state;
	err_set(&err, STATUS_TAMPERED, "bytes differ");
	assert_int_equal(err_context(&err, "step %d", 7), STATUS_TAMPERED);
	assert_string_equal(err.text, "step 7: bytes differ");
}

static void
err_errno__advises__by_what_went_wrong(void **state)
{
	static const struct {
		int errnum;
		const char *part;
	} cases[] = {
		{ ENOSPC, "the disk is full; free some space" },
		{ EROFS, "the disk is read-only; use another folder" },
		{ EACCES, "no right to do that" },
		{ EPERM, "no right to do that" },
		{ ENOTDIR, "Not a directory" },
	};
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		err = (struct err){ 0 };
		assert_int_equal(err_errno(&err, cases[i].errnum, "\"%s\" cannot be written", "f"), STATUS_IO);
		assert_ptr_equal(strstr(err.text, "\"f\" cannot be written: "), err.text);
		assert_non_null(strstr(err.text, cases[i].part));
	}
}

/* ---- buf */

static void
buf__grows_and_ends_in_nul__over_many_kinds_of_adding(void **state)
{
	struct buf buf = { 0 };
	char *text;

	(void)state;
	assert_string_equal(buf_text(&buf), "");
	buf_text_add(&buf, "ab");
	buf_char(&buf, 'c');
	buf_printf(&buf, "%d", 12);
	buf_add(&buf, "\0x", 2);
	assert_int_equal(buf.len, 7);
	assert_memory_equal(buf.data, "abc12\0x", 8);
	buf_clear(&buf);
	assert_string_equal(buf_text(&buf), "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&buf, "%03d,", i);
	assert_int_equal(buf.len, 4000);
	assert_memory_equal(buf.data + 3992, "998,999,", 9);
	text = buf_detach(&buf);
	assert_int_equal(strlen(text), 4000);
	assert_null(buf.data);
	free(text);
	text = buf_detach(&buf); /* an empty one still gives a text */
	assert_string_equal(text, "");
	free(text);
	buf_release(&buf);
}

/* ---- mem */

/* The address sanitizer ends the program itself when there is too little memory, unless it is told not to. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void
say_saved(void)
{
	if (write(STDOUT_FILENO, "draft saved", 11) != 11)
		_exit(99);
}

/* What a child that asks for more than there is says before it ends; its exit code. */
static int
exhaust(char said[64])
{
	int pipe_fds[2], child_status;
	pid_t child;
	ssize_t got;

	assert_int_equal(pipe(pipe_fds), 0);
	child = fork();
	if (child == 0) {
		volatile size_t much = SIZE_MAX / 4;

		dup2(pipe_fds[1], STDOUT_FILENO);
		close(STDERR_FILENO);
		mem_set_exhausted_hook(say_saved);
		free(mem_array(much, 8));
		_exit(0);
	}
	close(pipe_fds[1]);
	got = read(pipe_fds[0], said, 63);
	said[got > 0 ? got : 0] = '\0';
	close(pipe_fds[0]);
	assert_int_equal(waitpid(child, &child_status, 0), child);
	return WIFEXITED(child_status) ? WEXITSTATUS(child_status) : -1;
}

static void
mem__ends_the_program_through_the_hook__when_there_is_none(void **state)
{
	char said[64];

	(void)state;
	assert_int_equal(exhaust(said), 4);
	assert_string_equal(said, "draft saved");
}

static void
mem__gives_zeroed_memory_and_copies__also_of_nothing(void **state)
{
	char *bytes = mem_alloc(64), *text;
	int *numbers = NULL;
	size_t count = 0, cap = 0;

	(void)state;
	for (int i = 0; i < 64; i++)
		assert_int_equal(bytes[i], 0);
	free(bytes);
	free(mem_alloc(0));
	assert_null(mem_strdup(NULL));
	text = mem_strndup("abcdef", 3);
	assert_string_equal(text, "abc");
	free(text);
	text = mem_strndup("ab", 9); /* shorter than asked for */
	assert_string_equal(text, "ab");
	free(text);
	text = mem_printf("%s-%d", "x", 5);
	assert_string_equal(text, "x-5");
	free(text);
	for (int i = 0; i < 100; i++) {
		MEM_GROW(numbers, count, cap);
		numbers[count++] = i;
	}
	assert_int_equal(numbers[99], 99);
	free(numbers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(err_set__keeps_code_and_sentence__and_may_quote_itself),
		cmocka_unit_test(err_set__cuts_a_long_sentence__between_characters),
		cmocka_unit_test(err_context__puts_words_in_front__and_keeps_the_code),
		cmocka_unit_test(err_errno__advises__by_what_went_wrong),
		cmocka_unit_test(buf__grows_and_ends_in_nul__over_many_kinds_of_adding),
		cmocka_unit_test(mem__ends_the_program_through_the_hook__when_there_is_none),
		cmocka_unit_test(mem__gives_zeroed_memory_and_copies__also_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
