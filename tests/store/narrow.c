#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "store/report_narrow.h"

/* The view of all houses without the columns and joins that a query does not name. */

static const char view[] = "CREATE VIEW b AS SELECT g.building AS building, g.division AS division,\n"
			   "  v0.\"owner\" AS \"owner\",\n"
			   "  NULL AS \"phone\",\n"
			   "  v1.\"floors\" AS \"floors\",\n"
			   "  v1.\"use_class\" AS \"use_class\",\n"
			   "  f.\"unsafe\" AS \"unsafe\"\n"
			   "FROM building g\n"
			   "LEFT JOIN value_listing v0 ON v0.building = g.building\n"
			   "LEFT JOIN value_registration v1 ON v1.building = g.building\n"
			   "LEFT JOIN fact f ON f.building = g.building WHERE g.division IS NOT NULL";

static sqlite3 *
register_of(const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "CREATE TABLE building (building INTEGER PRIMARY KEY, division TEXT);"
				      "CREATE TABLE value_listing (building INTEGER PRIMARY KEY, owner TEXT);"
				      "CREATE TABLE value_registration (building INTEGER PRIMARY KEY, floors INTEGER, use_class TEXT);"
				      "CREATE TABLE fact (building INTEGER PRIMARY KEY, unsafe INTEGER)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	return db;
}

/* What is left for a query; the caller frees. It is a query itself. */
static char *
narrowed(const char *query)
{
	sqlite3 *db = register_of(view);
	struct buf out = { 0 };
	char *sql;

	report_narrow(db, query, &out);
	assert_true(out.len > 0);
	sql = buf_detach(&out);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	return sql;
}

static void
columns__that_are_not_named__are_left_out(void **state)
{
	char *sql = narrowed("SELECT count(*), sum(B.FLOORS) FROM b WHERE use_class = '1'");

	(void)state;
	assert_non_null(strstr(sql, "v1.\"floors\""));
	assert_non_null(strstr(sql, "v1.\"use_class\""));
	assert_non_null(strstr(sql, "value_registration"));
	assert_non_null(strstr(sql, "WHERE g.division IS NOT NULL"));
	assert_null(strstr(sql, "owner"));
	assert_null(strstr(sql, "value_listing"));
	assert_null(strstr(sql, "phone"));
	assert_null(strstr(sql, "fact"));
	free(sql);
	sql = narrowed("SELECT unsafe, phone FROM b");
	assert_non_null(strstr(sql, "NULL AS \"phone\""));
	assert_non_null(strstr(sql, "LEFT JOIN fact f ON f.building = g.building WHERE"));
	assert_null(strstr(sql, "value_"));
	free(sql);
}

static void
query__that_asks_for_all__names_no_columns(void **state)
{
	static const char *const all[] = { "SELECT * FROM b",
					   "SELECT b.* FROM b",
					   "SELECT DISTINCT * FROM b",
					   "select\n* from b",
					   "SELECT 1, * FROM b",
					   "SELECT owner FROM b NATURAL JOIN fact",
					   "SELECT ALL * FROM b",
					   "SELECT x.* FROM b x",
					   "SELECT x.* FROM fact f JOIN b AS x",
					   "SELECT \"x\".* FROM fact f JOIN b \"x\"" };
	static const char *const some[] = { "SELECT count(*) FROM b", "SELECT floors * 2 FROM b", "SELECT 100.0 * sum(floors) FROM b",
					    "WITH x AS (SELECT c.* FROM told c) SELECT floors FROM x JOIN b ON b.building = x.building" };

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (report_names_columns(all[i]))
			fail_msg("%s", all[i]);
	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++)
		if (!report_names_columns(some[i]))
			fail_msg("%s", some[i]);
}

/* What this program did not write stays whole: an older one, or a later one, may write it otherwise. */
static void
view__that_is_written_otherwise__stays_whole(void **state)
{
	static const char *const views[] = {
		"CREATE VIEW b AS SELECT building FROM building", "CREATE VIEW b(building) AS SELECT building FROM building",
		"CREATE VIEW b AS SELECT g.building AS building,\n  g.division\nFROM building g\nLEFT JOIN fact f ON f.building = g.building WHERE g.division NOTNULL"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(views) / sizeof(*views); i++) {
		sqlite3 *db = register_of(views[i]);
		struct buf out = { 0 };

		report_narrow(db, "SELECT building FROM b", &out);
		if (out.len)
			fail_msg("%s: %s", views[i], buf_text(&out));
		sqlite3_close(db);
		buf_release(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns__that_are_not_named__are_left_out),
		cmocka_unit_test(query__that_asks_for_all__names_no_columns),
		cmocka_unit_test(view__that_is_written_otherwise__stays_whole),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
