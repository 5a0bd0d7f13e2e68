#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "../support/little_file.h"
#include "base/mem.h"
#include "form/parts/register_names.h"
#include "seal/seal.h"
#include "eval/register.h"
#include "store/objects.h"
#include "store/schema.h"
#include "store/store.h"
#include "store/tables.h"
#include "store/proof/verify.h"

/* Which schemas a workspace may have. */

static char *path;

static void
forge(const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

static int64_t
number(const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t answer = -1;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		answer = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return answer;
}

/* A file derived by this version. */
static int
own_file(void **state)
{
	const char *tmp = getenv("TMPDIR");

	(void)state;
	path = mem_printf("%s/altered-%d.louce", tmp ? tmp : "/tmp", (int)getpid());
	unlink(path);
	little_file_make(path);
	return 0;
}

/* The same file, derived by an older version, whose tables were others and which did not say by what they were made. */
static int
old_file(void **state)
{
	own_file(state);
	forge("DROP TABLE derived; DROP VIEW b; DROP TABLE value_registration; ALTER TABLE place RENAME COLUMN at TO claimed;"
	      "ALTER TABLE value_listing ADD COLUMN grown TEXT; CREATE TABLE feed (n INTEGER PRIMARY KEY); DELETE FROM building");
	return 0;
}

static int
remove_file(void **state)
{
	(void)state;
	unlink(path);
	free(path);
	return 0;
}

static enum status
opens(enum store_mode mode, struct err *err)
{
	struct store *store = NULL;
	enum status status = store_open(path, mode, &store, err);

	store_close(store);
	return status;
}

static void
count_problem(enum verify_weight weight, const char *text, void *ctx)
{
	assert_int_equal(weight, VERIFY_PROBLEM);
	(void)text;
	++*(size_t *)ctx;
}

static size_t
problems(void)
{
	struct verify_counts counts = { 0 };
	struct err err = { 0 };
	size_t count = 0;

	if (store_verify(path, &counts, count_problem, &count, &err))
		fail_msg("%s", err.text);
	return count;
}

static void
open__derives_anew__an_older_version(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(number("SELECT count(*) FROM derived"), -1);
	assert_int_equal(problems(), 0);
	assert_int_equal(number("SELECT count(*) FROM derived"), -1); /* verifying writes nothing */
	assert_int_equal(opens(STORE_READ_ONLY, &err), STATUS_OK);
	assert_int_equal(number("SELECT count(*) FROM derived"), 1);
	assert_int_equal(number("SELECT count(*) FROM building"), 1);
	assert_int_equal(problems(), 0);
}

struct telling {
	size_t calls;
	int64_t done, all;
};

static void
note(void *ctx, const char *what, int64_t done, int64_t all)
{
	struct telling *telling = ctx;

	assert_non_null(what);
	telling->calls++;
	telling->done = done;
	telling->all = all;
}

static void
open__tells_how_far_it_is__while_it_derives(void **state)
{
	struct telling telling = { 0 };
	const struct progress progress = { note, &telling };
	struct store *store = NULL;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(store_open_telling(path, STORE_WRITE, &progress, &store, &err), STATUS_OK);
	assert_int_equal(telling.calls, 8); /* 7 steps, 1 house */
	assert_int_equal(telling.done, telling.all);
	store_close(store);
	telling.calls = 0;
	assert_int_equal(store_open_telling(path, STORE_WRITE, &progress, &store, &err), STATUS_OK);
	assert_int_equal(telling.calls, 0);
	store_close(store);
}

static void
open__refuses__every_object_that_is_not_ours(void **state)
{
	static const struct {
		const char *sql, *name;
	} cases[] = {
		{ "CREATE TRIGGER tidy AFTER INSERT ON step BEGIN DELETE FROM photo; END", "tidy" },
		{ "DROP TRIGGER tidy; CREATE VIEW seen AS SELECT 1", "seen" },
		{ "DROP VIEW seen; CREATE TABLE extra (a)", "extra" },
		{ "DROP TABLE extra; CREATE INDEX extra ON photo (data)", "extra" },
		{ "DROP INDEX extra; CREATE INDEX extra ON place (at, n)", "extra" },
		{ "DROP INDEX extra; DROP INDEX place_log", "place_log" },
		{ "CREATE INDEX place_log ON place (log, kind)", "place_log" },
		{ "DROP INDEX place_log; CREATE INDEX place_log ON place (log, seq); DROP VIEW b", "b" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct err err = { 0 };
		char *said = mem_printf("\"%s\" in it is not as louce writes it; louce rebuild makes a clean file of its steps",
					cases[i].name);

		forge(cases[i].sql);
		assert_int_equal(opens(STORE_WRITE, &err), STATUS_TAMPERED);
		if (!strstr(err.text, said))
			fail_msg("%s: %s", cases[i].sql, err.text);
		assert_int_equal(opens(STORE_READ_ONLY, &err), STATUS_TAMPERED);
		assert_true(problems() > 0);
		free(said);
	}
}

static void
open__refuses__a_file_of_another_format(void **state)
{
	struct err err = { 0 };

	(void)state;
	forge("PRAGMA user_version = 1");
	for (enum store_mode mode = STORE_WRITE; mode <= STORE_READ_ONLY; mode++) {
		assert_int_equal(opens(mode, &err), STATUS_INVALID);
		assert_non_null(strstr(err.text, "was written by a louce from before the first release (format 1)"));
	}
	forge("PRAGMA user_version = 3");
	assert_int_equal(opens(STORE_WRITE, &err), STATUS_INVALID);
	assert_non_null(strstr(err.text, "was written by a newer louce"));
}

/* A file that travels is no workspace, and nobody who was handed it makes it good. */
static void
file_with_an_end__is_asked_for_again__and_not_rebuilt(void **state)
{
	struct err err = { 0 };

	(void)state;
	forge("DROP TABLE derived; CREATE TABLE trailer (body TEXT, sig BLOB)");
	assert_int_equal(opens(STORE_READ_ONLY, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "its tables are not those of an export; take nothing from it, and ask for it again"));
	assert_null(strstr(err.text, "rebuild"));
}

static void
open__refuses__another_truth(void **state)
{
	struct err err = { 0 };

	(void)state;
	forge("ALTER TABLE photo ADD COLUMN extra TEXT");
	assert_int_equal(opens(STORE_WRITE, &err), STATUS_TAMPERED);
	assert_non_null(strstr(err.text, "\"photo\" in it is not as louce writes it"));
}

/* A derived table on the pages of photos: dropping it, as another version or a rebuild asks, would take the photos along. */
static void
open__refuses__a_table_on_the_pages_of_another(void **state)
{
	static const int versions[] = { 99, SCHEMA_DERIVED };

	(void)state;
	forge("PRAGMA writable_schema = 1;"
	      "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'photo') WHERE name = 'returned'");
	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		struct err err = { 0 };
		char sql[64];

		snprintf(sql, sizeof(sql), "UPDATE derived SET version = %d", versions[i]);
		forge(sql);
		assert_int_equal(opens(STORE_WRITE, &err), STATUS_TAMPERED);
		if (!strstr(err.text, "is not as louce writes it; louce rebuild makes a clean file of its steps"))
			fail_msg("%s: %s", sql, err.text);
		assert_true(problems() > 0);
	}
}

static void
write__says_so__when_the_file_was_removed(void **state)
{
	struct store *store = NULL;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(store_rebuild(store, &err), STATUS_CONFLICT);
	if (!strstr(err.text, "was replaced or moved since it was opened"))
		fail_msg("%s", err.text);
	store_close(store);
}

static void
keep_last(enum verify_weight weight, const char *text, void *ctx)
{
	assert_int_equal(weight, VERIFY_PROBLEM);
	snprintf(ctx, 512, "%s", text);
}

/* The pin is truth and derived from nothing: a file without its own would show no house, and all of it would verify. */
static void
verify__says_so__where_the_file_follows_no_county(void **state)
{
	static const char *const changes[] = { "DELETE FROM pin", "UPDATE pin SET genesis = zeroblob(32)" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		struct verify_counts counts = { 0 };
		struct err err = { 0 };
		char said[512] = "";

		if (i)
			forge("INSERT INTO pin SELECT 1, id, 1 FROM step WHERE n = 1");
		forge(changes[i]);
		assert_int_equal(store_verify(path, &counts, keep_last, said, &err), STATUS_OK);
		if (!strstr(said, "follows no county"))
			fail_msg("%s: %s", changes[i], said);
	}
}

static void
verify__names_table_and_building__of_each_altered_row(void **state)
{
	static const char *const changes[] = {
		"UPDATE building SET level = level + 1",  "UPDATE place SET at = at + 1 WHERE n = 1",
		"UPDATE value_listing SET village = 'x'", "DELETE FROM fact",
		"INSERT INTO item VALUES (1, 1)",	  "DELETE FROM divisions WHERE code > ''",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		struct store *store = NULL;
		struct err err = { 0 };

		forge(changes[i]);
		if (problems() != 1)
			fail_msg("%s: %zu problems", changes[i], problems());
		assert_int_equal(store_open(path, STORE_WRITE, &store, &err), STATUS_OK);
		assert_int_equal(store_rebuild(store, &err), STATUS_OK);
		store_close(store);
		assert_int_equal(problems(), 0);
	}
}

/* Somebody asks for a right in this file. */
static void
ask_for_a_right(void)
{
	struct little_file little = { .device = { { 9 } }, .keys = keys_new() };
	struct err err = { 0 };

	if (store_open(path, STORE_WRITE, &little.store, &err) || store_begin(little.store, &err))
		fail_msg("%s", err.text);
	little_person(&little, NULL, "000000000000000000000000000000cc", "inspector", "451224204201", NULL);
	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
	store_close(little.store);
	keys_free(little.keys);
}

static void
verify__names_the_request__that_was_altered(void **state)
{
	static const struct {
		const char *change, *said;
	} cases[] = {
		{ "UPDATE request SET body = replace(body, '451224204201', '451224')", "its bytes are not those" },
		{ "UPDATE request SET sig = zeroblob(64)", "its signature does not fit" },
		{ "UPDATE request SET id = zeroblob(32)", "its bytes are not those" },
		{ "UPDATE request SET (id, body, sig) = (SELECT id, body, sig FROM step WHERE body LIKE '%\"kind\":\"listing\"%')",
		  "it stands among the requests, and is none" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct verify_counts counts = { 0 };
		struct err err = { 0 };
		char said[512] = "";

		forge("DELETE FROM request");
		ask_for_a_right();
		assert_int_equal(problems(), 0);
		forge(cases[i].change);
		assert_int_equal(store_verify(path, &counts, keep_last, said, &err), STATUS_OK);
		if (!strstr(said, "request ") || !strstr(said, cases[i].said))
			fail_msg("\"%s\" does not say: %s", said, cases[i].said);
	}
}

/* An officer's credential is what his request was when he signed it, or nothing. */
static void
founding__waits__when_the_request_was_altered(void **state)
{
	static const char *const changes[] = { "UPDATE request SET body = replace(body, '451224', '451225')",
					       "UPDATE request SET sig = zeroblob(64)" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		struct little_file little;
		struct pack none = { .files = value_object() };
		struct err err = { 0 };
		struct id officer, pack;

		little_open_at(&little, path);
		officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
		if (store_commit(little.store, &err))
			fail_msg("%s", err.text);
		forge(changes[i]);
		assert_int_equal(store_begin(little.store, &err), STATUS_OK);
		little.waits = true;
		little_found(&little, &officer, &none, &pack);
		assert_int_equal(store_commit(little.store, &err), STATUS_OK);
		assert_int_equal(number("SELECT count(*) FROM step WHERE body LIKE '%\"kind\":\"credential\"%'"), 0);
		little_close(&little);
	}
}

static bool
is_made_elsewhere(const char *name)
{
	static const char *const names[] = { "photos", "acts", "questions", "draws", "drawn", "received_logs", "held_logs", "b_aside" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
register_names__are_tables_or_views__of_every_file(void **state)
{
	(void)state;
	for (size_t i = 0; register_name_at(i); i++) {
		char *sql = mem_printf("SELECT count(*) FROM sqlite_schema WHERE name = '%s' AND type IN ('table', 'view')",
				       register_name_at(i));

		/* `photos` is a view of the evaluator's database alone; what is left to each report's own (acts, draws) is made as one is asked. */
		if (number(sql) != !is_made_elsewhere(register_name_at(i)))
			fail_msg("%s", register_name_at(i));
		free(sql);
	}
}

/* ---- the schema that the SQL would make, read from its text */

static void
expect_as_made(const char *name, const char *const *scripts, const struct objects *read)
{
	struct objects made = { 0 };
	const struct object *other;
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	for (; *scripts; scripts++)
		if (sqlite3_exec(db, *scripts, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", name, sqlite3_errmsg(db));
	assert_int_equal(objects_read(db, &made), SQLITE_OK);
	other = objects_missing(&made, read);
	if (other || made.count != read->count)
		fail_msg("%s: SQLite makes %zu objects and the text has %zu; %s is \"%s\"", name, made.count, read->count,
			 other ? other->name : "", other && other->sql ? other->sql : "");
	objects_release(&made);
	sqlite3_close(db);
}

static void
schema__is_read_from_its_text__as_sqlite_makes_it(void **state)
{
	static const char *const odd[] = {
		"CREATE TABLE a (-- UNIQUE; PRIMARY KEY\n  x TEXT PRIMARY KEY, 'q;' TEXT DEFAULT ';--', y UNIQUE, UNIQUE (x, y)) ;\n"
		" CREATE TABLE c (n INTEGER PRIMARY KEY, m TEXT UNIQUE) STRICT;; CREATE INDEX i ON a (y) WHERE x <> 'it''s;';"
		"CREATE VIEW v AS SELECT x -- all\nFROM a;",
		"CREATE TABLE d (\"unique\" TEXT, PRIMARY KEY (\"unique\")\n) WITHOUT ROWID", NULL
	};
	const struct {
		const char *name;
		const char *const *scripts;
	} all[] = { { "truth", tables_of_truth },
		    { "export", tables_of_export },
		    { "version", tables_version },
		    { "derived", tables_derived },
		    { "odd", odd } };
	char *dir = mem_printf("%s/forms", getenv("LOUCE_SRC"));
	const char *of_pack[] = { NULL, NULL };
	struct objects read = { 0 };
	struct buf script = { 0 };
	struct pack *pack = NULL;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		objects_expect(all[i].scripts, &read);
		expect_as_made(all[i].name, all[i].scripts, &read);
		objects_release(&read);
	}
	if (pack_load(dir, &pack, NULL, &err))
		fail_msg("%s", err.text);
	register_script(pack, &script);
	of_pack[0] = buf_text(&script);
	objects_expect_register(pack, &read);
	assert_true(read.count > 100);
	expect_as_made("register", of_pack, &read);
	objects_release(&read);
	buf_release(&script);
	pack_free(pack);
	free(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schema__is_read_from_its_text__as_sqlite_makes_it),
		cmocka_unit_test_setup_teardown(open__derives_anew__an_older_version, old_file, remove_file),
		cmocka_unit_test_setup_teardown(open__tells_how_far_it_is__while_it_derives, old_file, remove_file),
		cmocka_unit_test_setup_teardown(open__refuses__every_object_that_is_not_ours, own_file, remove_file),
		cmocka_unit_test_setup_teardown(file_with_an_end__is_asked_for_again__and_not_rebuilt, own_file, remove_file),
		cmocka_unit_test_setup_teardown(open__refuses__another_truth, own_file, remove_file),
		cmocka_unit_test_setup_teardown(open__refuses__a_file_of_another_format, own_file, remove_file),
		cmocka_unit_test_setup_teardown(register_names__are_tables_or_views__of_every_file, own_file, remove_file),
		cmocka_unit_test_setup_teardown(verify__says_so__where_the_file_follows_no_county, own_file, remove_file),
		cmocka_unit_test_setup_teardown(open__refuses__a_table_on_the_pages_of_another, own_file, remove_file),
		cmocka_unit_test_setup_teardown(write__says_so__when_the_file_was_removed, own_file, remove_file),
		cmocka_unit_test_setup_teardown(verify__names_table_and_building__of_each_altered_row, own_file, remove_file),
		cmocka_unit_test_setup_teardown(verify__names_the_request__that_was_altered, own_file, remove_file),
		cmocka_unit_test_setup_teardown(founding__waits__when_the_request_was_altered, own_file, remove_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
