#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/process.h"
#include "base/temporary.h"

static char *dir; /* of this run */

static int
make_dir(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	dir = mem_printf("%s/louce-temporary-XXXXXX", base ? base : "/tmp");
	return mkdtemp(dir) ? 0 : -1;
}

static int
remove_dir(void **state)
{
	char *command = mem_printf("rm -rf '%s'", dir);
	int result = system(command);

	(void)state;
	free(command);
	free(dir);
	return result;
}

static void
put(const char *path)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("half", file);
	fclose(file);
}

/* A child that makes temporary files beside `path`, says so, and waits to be killed. */
static pid_t
writer(const char *path)
{
	int said[2];
	pid_t pid;
	char done;

	assert_int_equal(pipe(said), 0);
	pid = fork();
	if (pid == 0) {
		char *name = temporary_name(path), *journal = mem_printf("%s-journal", name), *local = mem_printf("%s.local", name);

		put(name);
		put(journal);
		put(local);
		if (write(said[1], "x", 1) == 1)
			pause();
		_exit(0);
	}
	close(said[1]);
	assert_int_equal(read(said[0], &done, 1), 1);
	close(said[0]);
	return pid;
}

static int
count_files(void)
{
	DIR *folder = opendir(dir);
	struct dirent *entry;
	int count = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(folder);
	return count;
}

static void
temporary_clear__takes_what_a_killed_louce_left__and_not_what_is_being_written(void **state)
{
	char *path = file_join(dir, "a.louce");
	pid_t killed = writer(path), alive = writer(path);

	(void)state;
	assert_int_equal(count_files(), 6);
	kill(killed, SIGKILL);
	waitpid(killed, NULL, 0);
	temporary_clear(path);
	assert_int_equal(count_files(), 3);
	kill(alive, SIGKILL);
	waitpid(alive, NULL, 0);
	temporary_clear(path);
	assert_int_equal(count_files(), 0);
	free(path);
}

static void
temporary_clear__never_takes__somebody_elses_file(void **state)
{
	static const char *const names[] = {
		"county.louce.new",
		"a.tmp",
		".louce-notes.tmp",
		".louce-0badcafe-0badcafe-00000001-000000000001-1", /* no ending */
		".louce-0badcafe-0badcafe-00000001-000000000001-1.tmpX",
		".louce-0badcafe-0badcafe-00000001-000000000001-1.tmp", /* of another machine, written just now */
		".louce-0BADCAFE-0badcafe-00000001-000000000001-1.tmp",
		"x.louce-0badcafe-0badcafe-00000001-000000000001-1.tmp",
	};
	struct timeval old[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
	char *path = file_join(dir, "a.louce"), *foreign = file_join(dir, names[5]), *folder;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *name = file_join(dir, names[i]);

		put(name);
		if (i != 5)
			assert_int_equal(utimes(name, old), 0);
		free(name);
	}
	folder = file_join(dir, ".louce-0badcafe-0badcafe-00000001-000000000001-2.tmp");
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(utimes(folder, old), 0);
	temporary_clear(path);
	assert_int_equal(count_files(), ARRAY_LEN(names) + 1);
	assert_int_equal(utimes(foreign, old), 0);
	temporary_clear(path);
	assert_int_equal(count_files(), ARRAY_LEN(names)); /* that one alone */
	assert_false(file_exists(foreign));
	free(foreign);
	free(folder);
	free(path);
}

static void
process_look__knows__who_runs_who_ended_and_who_is_elsewhere(void **state)
{
	char own[PROCESS_NAME_LEN + 1], other[PROCESS_NAME_LEN + 1];

	(void)state;
	process_name(own);
	assert_int_equal(strlen(own), PROCESS_NAME_LEN);
	assert_int_equal(process_look(own), PROCESS_RUNS);
	strcpy(other, own);
	/* The number was given out again. Flipping a bit would make some digits no digit. */
	other[PROCESS_NAME_LEN - 1] = other[PROCESS_NAME_LEN - 1] == 'a' ? 'b' : 'a';
	assert_int_equal(process_look(other), PROCESS_ENDED);
	strcpy(other, own);
	other[10] = other[10] == 'a' ? 'b' : 'a'; /* before this boot */
	assert_int_equal(process_look(other), PROCESS_ENDED);
	strcpy(other, own);
	other[0] = other[0] == 'a' ? 'b' : 'a';
	assert_int_equal(process_look(other), PROCESS_ELSEWHERE);
	assert_int_equal(process_look("1234"), PROCESS_ELSEWHERE);
	assert_int_equal(process_look(""), PROCESS_ELSEWHERE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(temporary_clear__takes_what_a_killed_louce_left__and_not_what_is_being_written),
		cmocka_unit_test(temporary_clear__never_takes__somebody_elses_file),
		cmocka_unit_test(process_look__knows__who_runs_who_ended_and_who_is_elsewhere),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
