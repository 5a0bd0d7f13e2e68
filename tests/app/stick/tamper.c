#include "../../support/app_world.h"

#include <sqlite3.h>

#include "app/stick/takeover.h"
#include "app/stick/verify.h"

/* One byte changed anywhere in what was signed: verify says so and names the step. */

static char *path;

static int
load(void **state)
{
	if (world_make(state))
		return -1;
	path = world_path("county.louce");
	return 0;
}

static int
unload(void **state)
{
	free(path);
	return world_drop(state);
}

static int64_t
one(const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t value;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return value;
}

/* Changes one byte of a row's value in place; again gives it back. */
static void
flip(const char *table, const char *column, int64_t row, int64_t at)
{
	sqlite3 *db = NULL;
	sqlite3_blob *blob = NULL;
	unsigned char byte;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_blob_open(db, "main", table, column, row, 1, &blob), SQLITE_OK);
	at %= sqlite3_blob_bytes(blob);
	assert_int_equal(sqlite3_blob_read(blob, &byte, 1, (int)at), SQLITE_OK);
	byte ^= 1;
	assert_int_equal(sqlite3_blob_write(blob, &byte, 1, (int)at), SQLITE_OK);
	sqlite3_blob_close(blob);
	sqlite3_close(db);
}

/* `must`: what a line of the problems has to hold. */
static void
refused(const char *table, const char *column, int64_t row, int64_t at, const char *must)
{
	struct app_verdict verdict;
	struct buf problems = { 0 };
	struct err err = { 0 };

	flip(table, column, row, at);
	if (app_verify(path, &verdict, &problems, &err) != STATUS_TAMPERED)
		fail_msg("%s.%s row %lld byte %lld: not found", table, column, (long long)row, (long long)at);
	if (!strstr(buf_text(&problems), must))
		fail_msg("%s.%s row %lld: \"%s\" is not in: %s", table, column, (long long)row, must, buf_text(&problems));
	buf_release(&problems);
	flip(table, column, row, at);
}

static void
verify__accepts__an_untouched_file(void **state)
{
	struct app_verdict verdict;
	struct buf problems = { 0 };
	struct err err = { 0 };

	(void)state;
	if (app_verify(path, &verdict, &problems, &err))
		fail_msg("%s\n%s", err.text, buf_text(&problems));
	assert_true(verdict.steps > 500);
	assert_true(verdict.photos > 50);
	assert_true(verdict.boxes > 50);
	assert_int_equal(verdict.missing, 0);
	buf_release(&problems);
}

static void
each_row(const char *table, const char *column, int rounds)
{
	char *sql = mem_printf("SELECT max(n) FROM %s", table);
	int64_t rows = one(sql);

	free(sql);
	for (int i = 0; i < rounds; i++) {
		int64_t row = 1 + (i * 7919) % rows;
		char *must = strcmp(table, "step") == 0 ? mem_printf("(row %lld)", (long long)row) : mem_strdup("of the step in row");

		refused(table, column, row, i * 104729, must);
		free(must);
	}
}

static void
verify__names_the_step__when_a_body_is_changed(void **state)
{
	(void)state;
	each_row("step", "body", 25);
}

static void
verify__names_the_step__when_a_signature_is_changed(void **state)
{
	(void)state;
	each_row("step", "sig", 25);
}

static void
verify__names_the_step__when_a_photo_is_changed(void **state)
{
	(void)state;
	each_row("photo", "data", 15);
}

static void
verify__names_the_step__when_a_sealed_value_is_changed(void **state)
{
	(void)state;
	each_row("box", "data", 15);
}

static void
verify__finds__a_register_that_says_otherwise(void **state)
{
	struct app_verdict verdict;
	struct buf problems = { 0 };
	struct err err = { 0 };
	sqlite3 *db = NULL;

	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "UPDATE building SET hash = zeroblob(32) WHERE building = 3", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(app_verify(path, &verdict, &problems, &err), STATUS_TAMPERED);
	assert_non_null(strstr(buf_text(&problems), "louce rebuild"));
	buf_release(&problems);
}

/* ---- rebuilding while another window is open */

static int tries, got_in;

/* Another window tries to sign. */
static void
try_to_write(void *ctx, const char *what, int64_t done, int64_t all)
{
	sqlite3 *db = NULL;

	(void)ctx, (void)what, (void)done, (void)all;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 0);
	tries++;
	got_in += sqlite3_exec(db, "BEGIN IMMEDIATE; ROLLBACK", NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_close(db);
}

static void
rebuild__lets_nobody_sign__into_the_file_that_it_replaces(void **state)
{
	const struct progress progress = { try_to_write, NULL };
	struct app_rebuilt rebuilt = { 0 };
	struct store *window = NULL;
	struct err err = { 0 };
	sqlite3 *db = NULL;

	(void)state;
	if (store_open(path, STORE_WRITE, &window, &err))
		fail_msg("%s", err.text);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "CREATE INDEX mine ON step (sig)", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	if (app_rebuild(path, &progress, &rebuilt, &err))
		fail_msg("%s", err.text);
	assert_non_null(rebuilt.kept);
	assert_true(tries > 0);
	assert_int_equal(got_in, 0);
	assert_int_equal(store_begin(window, &err), STATUS_CONFLICT); /* what it wrote would stand in the file that was set aside */
	assert_non_null(strstr(err.text, "replaced or moved"));
	store_close(window);
	free(rebuilt.kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verify__accepts__an_untouched_file),
		cmocka_unit_test(verify__names_the_step__when_a_body_is_changed),
		cmocka_unit_test(verify__names_the_step__when_a_signature_is_changed),
		cmocka_unit_test(verify__names_the_step__when_a_photo_is_changed),
		cmocka_unit_test(verify__names_the_step__when_a_sealed_value_is_changed),
		cmocka_unit_test(verify__finds__a_register_that_says_otherwise),
		cmocka_unit_test(rebuild__lets_nobody_sign__into_the_file_that_it_replaces),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
