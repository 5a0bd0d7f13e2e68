#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "eval/only_row.h"

/* The evaluator's row beside a stored table of the same columns: whatever is put into both, SQLite must read the same out of them. */

static const char *const columns[] = { "t", "i", "r" };
static const enum only_type types[] = { ONLY_TEXT, ONLY_INTEGER, ONLY_REAL };

struct both {
	sqlite3 *db;
	struct only_row *row;
};

static int
begin(void **state)
{
	struct both *both = calloc(1, sizeof(*both));
	struct err err = { 0 };

	both->row = only_row_new();
	assert_int_equal(sqlite3_open(":memory:", &both->db), SQLITE_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(only_row_add(both->row, columns[i], types[i]), i);
	assert_int_equal(only_row_make(both->row, both->db, "b", &err), STATUS_OK);
	assert_int_equal(sqlite3_exec(both->db, "CREATE TABLE s (t TEXT, i INTEGER, r REAL); INSERT INTO s VALUES (NULL, NULL, NULL)", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	*state = both;
	return 0;
}

static int
end(void **state)
{
	struct both *both = *state;

	assert_int_equal(sqlite3_close(both->db), SQLITE_OK);
	only_row_free(both->row);
	free(both);
	return 0;
}

/* The one value of a query, as text; the caller frees it. */
static char *
asked(struct both *both, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	char *text;

	assert_int_equal(sqlite3_prepare_v2(both->db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	text = strdup((const char *)sqlite3_column_text(stmt, 0));
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
	return text;
}

static void
assert_alike(struct both *both, const char *expression)
{
	char *sql = sqlite3_mprintf("SELECT quote(%s) FROM b", expression), *served = asked(both, sql), *stored;

	sqlite3_free(sql);
	sql = sqlite3_mprintf("SELECT quote(%s) FROM s", expression);
	stored = asked(both, sql);
	assert_string_equal(served, stored);
	sqlite3_free(sql);
	free(served);
	free(stored);
}

static void
assert_all_alike(struct both *both)
{
	static const char *const expressions[] = { "typeof(t)", "t",	   "typeof(i)", "i",	  "typeof(r)",		 "r",
						   "t = 3",	"i = '3'", "r < 3.5",	"i || t", "coalesce(t, i, r, 7)" };

	for (size_t i = 0; i < sizeof(expressions) / sizeof(*expressions); i++)
		assert_alike(both, expressions[i]);
}

static void
store(struct both *both, const char *value)
{
	char *sql = sqlite3_mprintf("UPDATE s SET t = %s, i = %s, r = %s", value, value, value);

	assert_int_equal(sqlite3_exec(both->db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_free(sql);
}

static void
numbers__are_read__as_stored_columns_hold_them(void **state)
{
	static const struct {
		double real;
		const char *sql;
	} reals[] = { { 3, "3.0" },	  { -0.5, "-0.5" }, { 3.25, "3.25" },
		      { 1e15, "1e15" },	  { 9e18, "9e18" }, { 1e19, "1e19" },
		      { 1e300, "1e300" }, { 0.1, "0.1" },   { -9223372036854775808.0, "-9223372036854775808.0" } };
	static const struct {
		int64_t integer;
		const char *sql;
	} integers[] = {
		{ 0, "0" }, { 3, "3" }, { -17, "-17" }, { INT64_MAX, "9223372036854775807" }, { 4503599627370497, "4503599627370497" }
	};
	struct both *both = *state;

	for (size_t i = 0; i < sizeof(reals) / sizeof(*reals); i++) {
		for (size_t c = 0; c < 3; c++)
			only_row_put_real(both->row, c, reals[i].real);
		store(both, reals[i].sql);
		assert_all_alike(both);
	}
	for (size_t i = 0; i < sizeof(integers) / sizeof(*integers); i++) {
		for (size_t c = 0; c < 3; c++)
			only_row_put_integer(both->row, c, integers[i].integer);
		store(both, integers[i].sql);
		assert_all_alike(both);
	}
}

static void
texts__are_read__and_none_after_emptying(void **state)
{
	struct both *both = *state;

	only_row_put_text(both->row, 0, "墙体开裂");
	only_row_put_integer(both->row, 1, 4);
	only_row_put_real(both->row, 2, NAN);
	assert_int_equal(sqlite3_exec(both->db, "UPDATE s SET t = '墙体开裂', i = 4, r = NULL", NULL, NULL, NULL), SQLITE_OK);
	assert_all_alike(both);
	only_row_put_text(both->row, 0, "");
	assert_int_equal(sqlite3_exec(both->db, "UPDATE s SET t = ''", NULL, NULL, NULL), SQLITE_OK);
	assert_all_alike(both);
	only_row_empty(both->row, 0, 2);
	store(both, "NULL");
	assert_all_alike(both);
}

static void
row__is_one__however_often_it_is_joined(void **state)
{
	char *count = asked(*state, "SELECT count(*) FROM b x JOIN b y JOIN s");

	assert_string_equal(count, "1");
	free(count);
}

static void
row__is_refused__to_whoever_writes(void **state)
{
	struct both *both = *state;

	assert_int_not_equal(sqlite3_exec(both->db, "UPDATE b SET t = 'x'", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(both->db, "DELETE FROM b", NULL, NULL, NULL), SQLITE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(numbers__are_read__as_stored_columns_hold_them, begin, end),
		cmocka_unit_test_setup_teardown(texts__are_read__and_none_after_emptying, begin, end),
		cmocka_unit_test_setup_teardown(row__is_one__however_often_it_is_joined, begin, end),
		cmocka_unit_test_setup_teardown(row__is_refused__to_whoever_writes, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
