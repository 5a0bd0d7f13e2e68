#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/buf.h"
#include "store/report/report_narrow.h"

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
	sql = narrowed(
		"SELECT \"floors\" FROM b WHERE EXISTS (SELECT 1 FROM co_owners WHERE owner_of = b.building)"); /* no word is owner */
	assert_non_null(strstr(sql, "v1.\"floors\""));
	assert_null(strstr(sql, "value_listing"));
	free(sql);
	sql = narrowed("SELECT unsafe, phone FROM b");
	assert_non_null(strstr(sql, "NULL AS \"phone\""));
	assert_non_null(strstr(sql, "fact f ON f.building = g.building WHERE"));
	assert_null(strstr(sql, "value_"));
	free(sql);
}

/* Appends the rows of a query, with the names of its columns. */
static int
note_row(void *ctx, int count, char **texts, char **names)
{
	for (int i = 0; i < count; i++)
		buf_printf(ctx, "%s=%s|", names[i], texts[i] ? texts[i] : "NULL");
	buf_text_add(ctx, "\n");
	return 0;
}

static void
ask(sqlite3 *db, const char *query, struct buf *out)
{
	char *why = NULL;

	if (sqlite3_exec(db, query, note_row, out, &why) != SQLITE_OK)
		fail_msg("%s: %s", query, why);
}

struct asking {
	const char *query;
	bool told;	      /* by its text alone */
	const char *left_out; /* a column that is; NULL: none is */
};

/* Reads the view narrowed for a query, as reports do: by the text where that tells, by what SQLite reads where it does not. Compares the rows with those of the
 * whole view. */
static void
check_asking(const struct asking *asking)
{
	sqlite3 *db = register_of(view);
	struct buf names = { 0 }, narrow = { 0 }, sql = { 0 }, whole = { 0 }, left = { 0 };
	bool told = report_names_columns(asking->query);
	bool is_with = strncmp(asking->query, "WITH ", 5) == 0;

	if (told != asking->told)
		fail_msg("told: %s", asking->query);
	buf_text_add(&names, asking->query);
	ask(db,
	    "INSERT INTO building VALUES (1, 'x'), (2, 'y'); INSERT INTO value_listing VALUES (1, 'Wu'), (2, 'Li'); INSERT INTO fact VALUES (1, 5);"
	    "INSERT INTO value_registration VALUES (1, 3, '1'), (2, 4, '2'); CREATE TABLE told (building, owner); INSERT INTO told VALUES (2, 'Li')",
	    &left);
	if (told || report_columns_read(db, asking->query, &names)) {
		report_narrow(db, buf_text(&names), &narrow);
		buf_printf(&sql, "WITH b AS NOT MATERIALIZED (%s)%s%s", buf_text(&narrow), is_with ? ", " : " ",
			   asking->query + (is_with ? 5 : 0));
		ask(db, buf_text(&sql), &left);
	} else {
		ask(db, asking->query, &left);
	}
	ask(db, asking->query, &whole);
	assert_true(whole.len > 0);
	if (strcmp(buf_text(&left), buf_text(&whole)) != 0)
		fail_msg("%s:\n%s\n%s", asking->query, buf_text(&left), buf_text(&whole));
	if (asking->left_out ? !narrow.len || strstr(buf_text(&narrow), asking->left_out) != NULL
			     : narrow.len && !strstr(buf_text(&narrow), "unsafe"))
		fail_msg("%s: %s", asking->query, buf_text(&narrow));
	sqlite3_close(db);
	buf_release(&names);
	buf_release(&narrow);
	buf_release(&sql);
	buf_release(&whole);
	buf_release(&left);
}

static void
query__has_the_same_rows__by_whatever_words_it_asks(void **state)
{
	static const struct asking askings[] = {
		{ "SELECT * FROM b", false, NULL },
		{ "SELECT b.* FROM b", false, NULL },
		{ "SELECT b . * FROM b", false, NULL },
		{ "SELECT DISTINCT * FROM b", false, NULL },
		{ "SELECT\n*\tFROM b", false, NULL },
		{ "SELECT 1, * FROM b", false, NULL },
		{ "SELECT ALL * FROM b", false, NULL },
		{ "SELECT x.* FROM b x", false, NULL },
		{ "SELECT x.* FROM fact f JOIN b AS x", false, NULL },
		{ "SELECT \"x\".* FROM fact f JOIN b \"x\"", false, NULL },
		{ "SELECT `x`.* FROM b AS [x]", false, NULL },
		{ "SELECT k.* FROM (b) k", false, NULL },
		{ "SELECT k.* FROM ((b)) AS k", false, NULL },
		{ "SELECT k.* FROM (SELECT * FROM b) k", false, NULL },
		{ "SELECT * FROM (b JOIN told USING (building))", false, NULL },
		{ "SELECT k.* FROM told t, (b) k ORDER BY 1", false, NULL },
		{ "SELECT \"b\".* FROM \"b\"", false, NULL },
		{ "SELECT * FROM [b]", false, NULL },
		{ "SELECT * FROM `B`", false, NULL },
		{ "SELECT * FROM 'b'", false, NULL },
		{ "SELECT/**/*FROM b", false, NULL },
		{ "SELECT /* count( */ * FROM b", false, NULL },
		{ "SELECT -- x\n * FROM b", false, NULL },
		{ "SELECT k./* all */* FROM b AS k", false, NULL },
		{ "WITH k AS (SELECT * FROM b) SELECT k.* FROM k", false, NULL },
		{ "WITH k(a, c, d, e, f, g, h) AS (SELECT * FROM b) SELECT h FROM k", false, NULL },
		{ "SELECT k.* FROM (SELECT 1) LEFT JOIN (b) k", false, NULL },
		{ "SELECT 1 UNION ALL SELECT 2 FROM b WHERE EXISTS (SELECT * FROM b k WHERE k.floors > 3)", false, NULL },
		{ "SELECT (SELECT count(*) FROM (SELECT * FROM b))", false, NULL },
		{ "SELECT owner FROM b NATURAL JOIN told", false, NULL },
		{ "SELECT count(*) FROM told NATURAL LEFT JOIN b", false, NULL },
		{ "SELECT 1 FROM told NATURAL\nJOIN (b)", false, NULL },
		{ "SELECT * FROM told NATURAL JOIN b", false, NULL },
		{ "SELECT count(*) FROM b", true, "owner" },
		{ "SELECT count( * ) FROM b", true, "owner" },
		{ "SELECT floors * 2 FROM b", true, "owner" },
		{ "SELECT 100.0 * sum(floors) FROM b", true, "owner" },
		{ "SELECT (floors) * \"floors\" * 3 FROM b", true, "owner" },
		{ "SELECT k.floors FROM (b) k", true, "owner" },
		{ "SELECT \"k\".\"floors\" FROM \"b\" \"k\"", true, "owner" },
		{ "SELECT owner FROM told JOIN b USING (building, owner)", true, "floors" },
		{ "WITH x AS (SELECT c.* FROM told c) SELECT floors FROM x JOIN b ON b.building = x.building", false, "use_class" },
		{ "SELECT c.*, k.floors FROM told c JOIN (b) k ON k.building = c.building", false, "use_class" },
		{ "SELECT floors /* b.* */ FROM b", false, "owner" },
		{ "SELECT floors FROM b -- *", false, "owner" },
		{ "SELECT floors FROM b WHERE '*' <> 'select *'", false, "owner" },
		{ "SELECT * FROM (SELECT floors FROM b)", false, "owner" },
		{ "SELECT k.* FROM (SELECT max(floors) FROM (b) q) k", false, "owner" },
		{ "SELECT * FROM (WITH b AS (SELECT 7 AS owner) SELECT * FROM b), (SELECT floors FROM b)", false, "use_class" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(askings) / sizeof(*askings); i++)
		check_asking(&askings[i]);
}

/* A query that SQLite does not take tells nothing: all columns may be asked for. */
static void
query__that_is_none__tells_no_columns(void **state)
{
	sqlite3 *db = register_of(view);
	struct buf out = { 0 };

	(void)state;
	assert_false(report_columns_read(db, "SELECT * FROM", &out));
	assert_false(report_columns_read(db, "", &out));
	assert_false(report_columns_read(db, "SELECT * FROM nothing", &out));
	buf_release(&out);
	sqlite3_close(db);
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
		cmocka_unit_test(query__has_the_same_rows__by_whatever_words_it_asks),
		cmocka_unit_test(query__that_is_none__tells_no_columns),
		cmocka_unit_test(view__that_is_written_otherwise__stays_whole),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
