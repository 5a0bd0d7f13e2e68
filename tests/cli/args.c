#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/cli.h"

/* A command line, asked by the names of a table of options. */

static const struct command_option options[] = {
	{ "list", OPTION_LIST, "several" },
	{ "value", OPTION_VALUE, "one" },
	{ "flag", OPTION_FLAG, "none" },
	{ 0 },
};
static const struct command command = { .name = "try", .usage = "try", .help = "try", .example = "louce try", .options = options };

/* Parses a line of words parted by spaces; the exit code. */
static int
parse(struct args *args, const char *line)
{
	static char text[256];
	static char *argv[32];
	int argc = 0, code;

	*args = (struct args){ .command = &command };
	snprintf(text, sizeof(text), "%s", line);
	for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	args_parse(args, argc, argv, &code);
	return code;
}

static void
options__are_refused__when_given_twice(void **state)
{
	static const char *const lines[] = { "try --value x --value=y", "try -w a -w b", "try --workspace a -w b", "try --as A --as=B",
					     "try --today a --today b" };
	struct args args;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		assert_int_equal(parse(&args, lines[i]), EXIT_USAGE);
		args_release(&args);
	}
	assert_int_equal(parse(&args, "try --value=x --value-file y"), EXIT_USAGE); /* not known */
	args_release(&args);
}

static void
options__are_had_by_name(void **state)
{
	struct args args;

	(void)state;
	assert_int_equal(parse(&args, "try word --list a --list=b --flag - --value y --as Anna -w f.louce --json"), EXIT_DONE);
	assert_int_equal(args.words.count, 3);
	assert_string_equal(args.words.items[2], "-");
	assert_int_equal(arg_list(&args, "list")->count, 2);
	assert_string_equal(arg_list(&args, "list")->items[1], "b");
	assert_string_equal(arg_value(&args, "value"), "y");
	assert_true(arg_flag(&args, "flag"));
	assert_string_equal(args.as, "Anna");
	assert_string_equal(args.workspace, "f.louce");
	assert_true(args.json);
	args_release(&args);
}

static void
options__are_empty__when_not_given(void **state)
{
	struct args args;
	int64_t number;

	(void)state;
	assert_int_equal(parse(&args, "try"), EXIT_DONE);
	assert_null(arg_value(&args, "value"));
	assert_int_equal(arg_list(&args, "list")->count, 0);
	assert_false(arg_flag(&args, "flag"));
	assert_true(arg_integer(&args, "value", 1, 9, -1, &number));
	assert_int_equal(number, -1);
	args_release(&args);
}

static void
options__are_refused__when_unknown_or_without_value(void **state)
{
	static const char *const lines[] = {
		"try --nothing", "try --valu 1", "try --values 1", "try --value", "try --as", "try --listx=1"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct args args;

		assert_int_equal(parse(&args, lines[i]), EXIT_USAGE);
		args_release(&args);
	}
}

static void
numbers__are_whole_and_within_their_range(void **state)
{
	static const struct {
		const char *line;
		bool right;
		int64_t number;
	} cases[] = {
		{ "try --value 7", true, 7 },	 { "try --value 1", true, 1 },
		{ "try --value 9", true, 9 },	 { "try --value 0", false, 0 },
		{ "try --value 10", false, 0 },	 { "try --value 3x", false, 0 },
		{ "try --value=", false, 0 },	 { "try --value 1.5", false, 0 },
		{ "try --value two", false, 0 }, { "try --value 99999999999999999999", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct args args;
		int64_t number;

		assert_int_equal(parse(&args, cases[i].line), EXIT_DONE);
		assert_int_equal(arg_integer(&args, "value", 1, 9, 5, &number), cases[i].right);
		if (cases[i].right)
			assert_int_equal(number, cases[i].number);
		args_release(&args);
	}
}

/* How a child ends that asks for an option by this name. */
static int
ending(const char *name)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		struct args args;

		if (!freopen("/dev/null", "w", stderr) || parse(&args, "try") != EXIT_DONE)
			_exit(1);
		arg_value(&args, name);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return status;
}

static void
asking__ends_the_program__for_a_name_the_table_does_not_have(void **state)
{
	(void)state;
	assert_true(WIFEXITED(ending("value")));
	assert_true(WIFSIGNALED(ending("vlaue")));
	assert_true(WIFSIGNALED(ending("flag"))); /* of another kind */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options__are_had_by_name),
		cmocka_unit_test(options__are_refused__when_given_twice),
		cmocka_unit_test(options__are_empty__when_not_given),
		cmocka_unit_test(options__are_refused__when_unknown_or_without_value),
		cmocka_unit_test(numbers__are_whole_and_within_their_range),
		cmocka_unit_test(asking__ends_the_program__for_a_name_the_table_does_not_have),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
