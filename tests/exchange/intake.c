#include "../support/carry.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* An import while this machine fails: the numbers say what was stored, which is nothing. */

#define GOOD "good.louce"

static int
make(void **state)
{
	struct app *app;

	if (world_make(state))
		return -1;
	app = open_app("county.louce");
	unlock_as(app, "county_officer");
	export_to(app, GOOD, "township_clerk", "451224100");
	app_close(app);
	return 0;
}

/* No file of this process may grow beyond `most` bytes: to SQLite that is a disk that fails. */
static void
limit_files(rlim_t most)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
intake__counts_nothing__when_the_commit_fails(void **state)
{
	char *path = world_path("full.louce");
	struct id before, after;
	struct intake intake = { 0 };
	struct err why = { 0 };
	enum status status;
	struct stat info;

	(void)state;
	empty_workspace("full.louce");
	before = truth_of("full.louce");
	assert_int_equal(stat(path, &info), 0);
	signal(SIGXFSZ, SIG_IGN);
	limit_files((rlim_t)info.st_size + (256 << 10));
	status = take_in("full.louce", GOOD, false, &intake, &why);
	limit_files(RLIM_INFINITY);
	assert_int_equal(status, STATUS_IO);
	assert_true(intake.steps > 0);
	assert_int_equal(intake.fresh, 0);
	assert_int_equal(intake.pending, 0);
	assert_int_equal(intake.houses, 0);
	assert_int_equal(intake.photos + intake.boxes, 0);
	intake_release(&intake);
	after = truth_of("full.louce");
	assert_memory_equal(&before, &after, sizeof(before));
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intake__counts_nothing__when_the_commit_fails),
	};

	return cmocka_run_group_tests(tests, make, world_drop);
}
