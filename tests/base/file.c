#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/machine/paths.h"
#include "base/mem.h"

static char *dir; /* of this run */

static int
make_dir(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	dir = mem_printf("%s/louce-file-XXXXXX", base ? base : "/tmp");
	return mkdtemp(dir) ? 0 : -1;
}

static int
remove_dir(void **state)
{
	char *command = mem_printf("chmod -R u+w '%s' && rm -rf '%s'", dir, dir);
	int result = system(command);

	(void)state;
	free(command);
	free(dir);
	return result;
}

/* A link that leads nowhere is something that is there: what is written would go where it leads. */
static void
file_put_in_place__refuses__a_place_that_is_taken(void **state)
{
	char *made = file_join(dir, "made"), *taken = file_join(dir, "taken"), *link = file_join(dir, "link"),
	     *fresh = file_join(dir, "fresh");
	const char *places[] = { taken, link };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(file_write(made, "new", 3, 0600, &err), STATUS_OK);
	assert_int_equal(file_write(taken, "old", 3, 0600, &err), STATUS_OK);
	assert_int_equal(symlink("/nowhere/at/all", link), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(file_is_new(places[i], &err), STATUS_CONFLICT);
		assert_non_null(strstr(err.text, "is there already; choose another name"));
		err = (struct err){ 0 };
		assert_int_equal(file_put_in_place(made, places[i], &err), STATUS_CONFLICT);
		assert_non_null(strstr(err.text, "is there already; choose another name"));
	}
	assert_int_equal(file_is_new(fresh, &err), STATUS_OK);
	assert_int_equal(file_put_in_place(made, fresh, &err), STATUS_OK);
	assert_true(file_exists(fresh) && !file_exists(made));
	free(made);
	free(taken);
	free(link);
	free(fresh);
}

/* A pipe that nobody writes to would be waited for. */
static void
file_read__refuses_at_once__what_is_no_ordinary_file(void **state)
{
	char *pipe = file_join(dir, "pipe");
	const char *paths[] = { pipe, dir, "/dev/zero", "/dev/tty" };
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(mkfifo(pipe, 0600), 0);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		struct err err = { 0 };
		enum status status = file_read(paths[i], 100, &out, &err);

		if (i == 3 && status == STATUS_IO)
			continue; /* no terminal here */
		assert_int_equal(status, STATUS_INVALID);
		assert_non_null(strstr(err.text, "is no ordinary file but a folder, a pipe or a device"));
		assert_int_equal(out.len, 0);
	}
	unlink(pipe);
	free(pipe);
}

static void
file_write__replaces_the_whole_file__and_leaves_nothing_beside(void **state)
{
	char *path = file_join(dir, "a"), *pattern;
	struct buf out = { 0 };
	struct err err = { 0 };
	struct stat info;

	(void)state;
	assert_int_equal(file_write(path, "first, longer", 13, 0600, &err), STATUS_OK);
	assert_int_equal(file_write(path, "second", 6, 0600, &err), STATUS_OK);
	assert_int_equal(file_read(path, 100, &out, &err), STATUS_OK);
	assert_string_equal(buf_text(&out), "second");
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	pattern = mem_printf("test \"$(ls '%s')\" = a", dir);
	assert_int_equal(system(pattern), 0);
	free(pattern);
	free(path);
	buf_release(&out);
}

static void
file_write__keeps_the_old_file__when_the_disk_takes_no_more(void **state)
{
	struct rlimit old, small;
	char *path = file_join(dir, "kept"), *big = mem_alloc(8192);
	struct buf out = { 0 };
	struct err err = { 0 };
	enum status status;

	(void)state;
	assert_int_equal(file_write(path, "old", 3, 0600, &err), STATUS_OK);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = (struct rlimit){ .rlim_cur = 4096, .rlim_max = old.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	status = file_write(path, big, 8192, 0600, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(status, STATUS_IO);
	assert_non_null(strstr(err.text, "cannot be written"));
	assert_int_equal(file_read(path, 100, &out, &err), STATUS_OK);
	assert_string_equal(buf_text(&out), "old");
	free(path);
	free(big);
	buf_release(&out);
}

static void
file_write__says_so__where_there_is_no_folder(void **state)
{
	char *path = file_join(dir, "nowhere/a");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(file_write(path, "x", 1, 0600, &err), STATUS_IO);
	assert_non_null(strstr(err.text, "nowhere/a\" cannot be written: No such file"));
	free(path);
}

static void
file_read__refuses__a_missing_a_large_and_no_file(void **state)
{
	char *path = file_join(dir, "big"), *missing = file_join(dir, "missing");
	struct buf out = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(file_read(missing, 100, &out, &err), STATUS_NOT_FOUND);
	assert_non_null(strstr(err.text, "there is no file"));
	assert_false(file_exists(missing));
	assert_int_equal(file_write(path, "0123456789", 10, 0600, &err), STATUS_OK);
	assert_true(file_exists(path));
	assert_int_equal(file_read(path, 9, &out, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "larger than such a file may be"));
	assert_int_equal(file_read(dir, 100, &out, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "is no ordinary file"));
	buf_clear(&out);
	assert_int_equal(file_read(path, 10, &out, &err), STATUS_OK);
	assert_int_equal(out.len, 10);
	free(path);
	free(missing);
	buf_release(&out);
}

static void
file_make_dirs__makes_each_folder__and_refuses_a_file_in_the_way(void **state)
{
	char *deep = file_join(dir, "x/y//z/"), *file = file_join(dir, "x/file"), *below = file_join(file, "deep");
	struct err err = { 0 };

	(void)state;
	assert_int_equal(file_make_dirs(deep, 0700, &err), STATUS_OK);
	assert_true(file_exists(deep));
	assert_int_equal(file_make_dirs(deep, 0700, &err), STATUS_OK); /* they are there already */
	assert_int_equal(file_write(file, "", 0, 0600, &err), STATUS_OK);
	assert_int_equal(file_make_dirs(below, 0700, &err), STATUS_IO);
	assert_non_null(strstr(err.text, "cannot be made"));
	assert_int_equal(file_make_dirs(file, 0700, &err), STATUS_IO);
	assert_int_equal(file_make_dirs("", 0700, &err), STATUS_IO);
	assert_int_equal(file_make_dirs("/", 0700, &err), STATUS_OK);
	free(deep);
	free(file);
	free(below);
}

static void
file_join__puts_one_slash__between(void **state)
{
	static const char *const cases[][3] = { { "a", "b", "a/b" }, { "a/", "b", "a/b" }, { "/", "b", "/b" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *path = file_join(cases[i][0], cases[i][1]);

		assert_string_equal(path, cases[i][2]);
		free(path);
	}
}

/* ---- paths */

static void
path_is(enum path which, const char *expected)
{
	char *path = path_of(which);

	assert_string_equal(path, expected);
	free(path);
}

static void
path_of__follows_the_overrides__then_the_home(void **state)
{
	char *installed;

	(void)state;
	setenv("HOME", "/home/wei", 1);
	unsetenv("XDG_DATA_HOME");
	unsetenv("LOUCE_HOME");
	path_is(PATH_HOME, "/home/wei/.local/share/louce");
	setenv("XDG_DATA_HOME", "/data", 1);
	path_is(PATH_KEYS, "/data/louce/keys");
	setenv("LOUCE_HOME", "/stick", 1);
	path_is(PATH_HOME, "/stick");
	path_is(PATH_KEYS, "/stick/keys");
	path_is(PATH_SETTINGS, "/stick/settings");
	setenv("LOUCE_HOME", "", 1); /* empty is as if it were not set */
	path_is(PATH_HOME, "/data/louce");
	unsetenv("XDG_DATA_HOME");
	unsetenv("HOME");
	path_is(PATH_KEYS, ".louce/keys");
	setenv("LOUCE_DATADIR", "/share", 1);
	path_is(PATH_FORMS, "/share/forms");
	path_is(PATH_LOCALE, "/share/locale");
	unsetenv("LOUCE_DATADIR");
	installed = path_of(PATH_FORMS);
	assert_true(installed[0] == '/' && strstr(installed, "louce/forms"));
	free(installed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_read__refuses_at_once__what_is_no_ordinary_file),
		cmocka_unit_test(file_write__replaces_the_whole_file__and_leaves_nothing_beside),
		cmocka_unit_test(file_write__keeps_the_old_file__when_the_disk_takes_no_more),
		cmocka_unit_test(file_write__says_so__where_there_is_no_folder),
		cmocka_unit_test(file_read__refuses__a_missing_a_large_and_no_file),
		cmocka_unit_test(file_make_dirs__makes_each_folder__and_refuses_a_file_in_the_way),
		cmocka_unit_test(file_join__puts_one_slash__between),
		cmocka_unit_test(path_of__follows_the_overrides__then_the_home),
		cmocka_unit_test(file_put_in_place__refuses__a_place_that_is_taken),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
