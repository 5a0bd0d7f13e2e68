#include "app/session/workspace.h"
#include "app/stick/import.h"
#include "app/stick/verify.h"
#include "../support/sanitizer.h"
#include "../support/carry.h"
#include "app/session/json.h"
#include "store/tables.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Files from strangers: each refused with its sentence, and the tables that are the truth byte for byte as before. What is refused is kept in
 * corpus/, and in the end `louce import` is given all of it. */

#define HOME "county.louce"
#define GOOD "good.louce"
#define BAD "bad.louce"
#define TURNED (UNDER_SANITIZER ? 10 : 40)

static int
make(void **state)
{
	struct app *app;
	char *corpus;

	if (world_make(state))
		return -1;
	corpus = world_path("corpus");
	if (mkdir(corpus, 0700) != 0)
		return -1;
	free(corpus);
	app = open_app(HOME);
	unlock_as(app, "county_officer");
	export_to(app, GOOD, "township_clerk", "451224100");
	app_close(app);
	empty_workspace("empty.louce");
	return 0;
}

static void
keep_in_corpus(void)
{
	static int number;
	char *name = mem_printf("corpus/%03d.louce", ++number);

	copy_file(BAD, name);
	free(name);
}

/* Refused by a workspace that holds everything, and by an empty one; both stay as they were. */
static const char *forged = "";

/* By a workspace that knows the county, and by one that does not, each with its sentence. */
static void
refused_with(const char *sentence, const char *by_empty)
{
	static const char *const workspaces[] = { HOME, "empty.louce" };

	for (size_t i = 0; i < ARRAY_LEN(workspaces); i++) {
		struct id before = truth_of(workspaces[i]), after;
		struct intake intake = { 0 };
		struct err why = { 0 };
		enum status status = take_in(workspaces[i], BAD, false, &intake, &why);

		if (status != STATUS_INVALID && status != STATUS_TAMPERED)
			fail_msg("taken or failed (%d): %s; %s", status, why.text, forged);
		if (!strstr(why.text, i == 0 ? sentence : by_empty))
			fail_msg("\"%s\" does not say: %s; %s", why.text, i == 0 ? sentence : by_empty, forged);
		after = truth_of(workspaces[i]);
		assert_memory_equal(&before, &after, sizeof(before));
		intake_release(&intake);
	}
}

static void
refused(const char *sentence)
{
	refused_with(sentence, sentence);
}

static void
reader__takes__an_export(void **state)
{
	struct intake intake = { 0 };
	struct err why = { 0 };

	(void)state;
	empty_workspace("fresh.louce");
	if (take_in("fresh.louce", GOOD, false, &intake, &why))
		fail_msg("%s", why.text);
	assert_int_equal(intake.fresh, intake.steps);
	assert_int_equal(intake.complete, 1);
	assert_int_equal(intake.missing_count, 0);
	assert_true(intake.photos > 0 && intake.boxes > 0);
	intake_release(&intake);
}

struct forgery {
	const char *sql, *sentence;
};

/* Whoever makes a table anew can put the honest text of it back, so that only its rows differ. */
#define KEEP "CREATE TABLE kept AS SELECT name, sql FROM sqlite_schema; "
#define AGAIN(table)                                                                                                                       \
	"; PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = (SELECT k.sql FROM kept k WHERE k.name = '" table                   \
	"') WHERE name = '" table "'; DROP TABLE kept"

static const struct forgery forgeries[] = {
	{ "ALTER TABLE step RENAME TO was; CREATE VIEW step AS SELECT * FROM was", "tables are not those" },
	{ "ALTER TABLE photo RENAME TO was; CREATE VIEW photo AS SELECT * FROM was", "tables are not those" },
	{ "DROP TABLE box; CREATE VIEW box AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"
	  " SELECT n, zeroblob(32) AS id, zeroblob(9) AS data FROM c",
	  "tables are not those" },
	{ "DROP TABLE step; CREATE VIRTUAL TABLE step USING fts5(n, id, body, sig)", "tables are not those" },
	{ "DROP TABLE photo", "tables are not those" },
	{ "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM step; END", "commands are hidden" },
	{ "ALTER TABLE step ADD COLUMN more TEXT", "columns are not those" },
	{ "ALTER TABLE box ADD COLUMN more TEXT AS (hex(data))", "columns are not those" },
	{ "DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB AS (zeroblob(64)))",
	  "columns are not those" },
	{ "DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id INTEGER, body TEXT, sig BLOB)", "columns are not those" },
	{ "CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB);"
	  " INSERT INTO step SELECT n, id, CAST(body AS BLOB), sig FROM was; DROP TABLE was",
	  "tables are not those" },
	{ "CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB);"
	  " INSERT INTO step SELECT n, id, body, hex(sig) FROM was; DROP TABLE was",
	  "tables are not those" },
	{ KEEP
	  "CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB UNIQUE, body TEXT, sig BLOB);"
	  " INSERT INTO step SELECT n, id, CAST(body AS BLOB), sig FROM was; DROP TABLE was" AGAIN("step"),
	  "damaged" },
	{ KEEP
	  "CREATE TABLE was AS SELECT * FROM photo; DROP TABLE photo; CREATE TABLE photo (n INTEGER PRIMARY KEY, id BLOB UNIQUE, data BLOB);"
	  " INSERT INTO photo SELECT n, n, data FROM was; DROP TABLE was" AGAIN("photo"),
	  "a row holds something else" },
	{ "UPDATE step SET sig = zeroblob(63) WHERE n = 3", "a row holds something else" },
	{ "UPDATE photo SET id = zeroblob(31) WHERE n = 2", "a row holds something else" },
	{ "UPDATE step SET body = printf('%.*c', 1048577, 'x') WHERE n = 3", "longer than anything may be" },
	{ "PRAGMA application_id = 7", "another program's file" },
	{ "PRAGMA user_version = 0", "no format number" },
	{ "PRAGMA user_version = 99", "newer louce" },
	{ "PRAGMA journal_mode = WAL", "another program changed how it is kept" },
	{ "UPDATE step SET sig = (SELECT sig FROM step WHERE n = 4) WHERE n = 5", "not what was signed" },
	{ "UPDATE step SET body = body || ' ' WHERE n = 7", "not what was signed" },
	{ "UPDATE step SET body = '' WHERE n = 7", "not what was signed" },
	{ "UPDATE step SET body = printf('{%.*c', 200000, '[') WHERE n = 7", "not what was signed" },
	/* the signed end, and what it says */
	{ "DROP TABLE trailer", "its end is missing" },
	{ "DELETE FROM trailer", "its end is missing" },
	{ "INSERT INTO trailer SELECT * FROM trailer", "its end is missing" },
	{ "UPDATE trailer SET body = replace(body, '\"count\":', '\"count\":1')", "not signed by whom" },
	{ "UPDATE trailer SET sig = (SELECT sig FROM step WHERE n = 4)", "not signed by whom" },
	{ "UPDATE trailer SET sig = zeroblob(63)", "a row holds something else" },
	{ "UPDATE trailer SET body = body || ' '", "nothing before or behind it" },
	{ "UPDATE trailer SET body = printf('%.*c', 4194305, 'x')", "longer than anything may be" },
	{ "UPDATE trailer SET body = replace(body, '\"lacks\"', '\"locks\"')", "\"lacks\" is wrong: it is missing" },
	{ "DELETE FROM step WHERE n = (SELECT max(n) FROM step)", "does not hold just what its signed end says" },
	{ "DELETE FROM photo WHERE n = 1", "does not hold just what its signed end says" },
	{ "DELETE FROM box", "does not hold just what its signed end says" },
	{ "INSERT INTO photo (id, data) VALUES (randomblob(32), x'00')", "does not hold just what its signed end says" },
	{ "CREATE TABLE was AS SELECT * FROM photo; DROP TABLE photo; CREATE TABLE photo (n INTEGER PRIMARY KEY, id BLOB, data BLOB); INSERT INTO"
	  " photo SELECT * FROM was; INSERT INTO photo (id, data) SELECT id, data FROM was WHERE n = 2; DROP TABLE was",
	  "tables are not those" },
	{ "CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB);"
	  " INSERT INTO step SELECT * FROM was; INSERT INTO step (id, body, sig) SELECT id, body, sig FROM was WHERE n = 9; DROP TABLE was",
	  "tables are not those" },
	{ "INSERT INTO request (id, body, sig) SELECT id, body, sig FROM step WHERE n = 9", "not what was signed" },
	{ "ALTER TABLE request ADD COLUMN carrier BLOB", "columns are not those" },
	{ "CREATE TABLE pin (one INTEGER)", "tables are not those" },
	{ "CREATE VIEW more AS SELECT * FROM step", "tables are not those" },
	{ "CREATE INDEX more ON step (body)", "tables are not those" },
	/* pages of one table under the name of another */
	{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'photo') WHERE name"
	  " = 'step'",
	  "tables are not those" },
	{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'step'", "damaged" },
	{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE step(n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB,"
	  " CHECK (load_extension(''x'')))' WHERE name = 'step'",
	  "damaged" },
	{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE nonsense' WHERE name = 'step'", "damaged" },
	/* queries that never end, wherever a schema can hold one */
	{ "DROP TABLE step; CREATE VIEW step AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n, zeroblob(32) AS id,"
	  " '{}' AS body, zeroblob(64) AS sig FROM c",
	  "tables are not those" },
	{ "DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT AS (printf('%.*c', 16000000, 'x')), sig BLOB)",
	  "columns are not those" },
	{ "DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT AS (printf('%.*c', 16000000, 'x')) STORED, sig BLOB);"
	  " INSERT INTO step (id, sig) VALUES (zeroblob(32), zeroblob(64))",
	  "columns are not those" },
	{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE step(n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB,"
	  " CHECK ((WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c) > 0))' WHERE name = 'step'",
	  "damaged" },
	{ "CREATE INDEX slow ON step (length(body)); PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX slow ON step ((WITH"
	  " RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c))' WHERE name = 'slow'",
	  "damaged" },
	/* huge, and of wrong types */
	{ "UPDATE step SET sig = zeroblob(40000000) WHERE n = 3", "longer than anything may be" },
	{ "UPDATE step SET body = printf('%.*c', 40000000, 'x') WHERE n = 3", "longer than anything may be" },
	{ "UPDATE photo SET id = zeroblob(40000000) WHERE n = 2", "longer than anything may be" },
	{ "CREATE TABLE was AS SELECT * FROM photo; DROP TABLE photo; CREATE TABLE photo (n INTEGER PRIMARY KEY, id BLOB, data BLOB); INSERT INTO"
	  " photo SELECT n, 7, data FROM was; DROP TABLE was",
	  "tables are not those" },
	{ "CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB);"
	  " INSERT INTO step SELECT n, id, NULL, sig FROM was; DROP TABLE was",
	  "tables are not those" },
	{ "CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB)"
	  " WITHOUT ROWID; INSERT INTO step SELECT n, id, 7.5, sig FROM was; DROP TABLE was",
	  "tables are not those" },
};

/* Odd, but nothing in it is read: taken as an honest file would be, or refused. */
#define BACKWARDS "UPDATE step SET n = -n" /* the same steps in another order */
static const char *const oddities[] = {
	"CREATE VIEW more AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT * FROM c",
	"CREATE TABLE pictures (n INTEGER PRIMARY KEY, data BLOB); INSERT INTO pictures VALUES (1, zeroblob(9000000))",
	"CREATE INDEX odd ON step (length(printf('%.*c', 1000, body)))",
	"CREATE INDEX part ON step (body) WHERE length(hex(body)) > 3",
	("CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, body TEXT, sig BLOB,"
	 " CHECK (length(printf('%.*c', 90000, body)) > 0)); INSERT INTO step SELECT * FROM was"),
	"CREATE VIRTUAL TABLE words USING fts5(w); INSERT INTO words VALUES ('x')",
	"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CREATE TABLE', 'CREATE  TABLE') WHERE name = 'step'",
	"UPDATE step SET id = zeroblob(40000000) WHERE n = 3", /* a step's number is worked out, not read */
	"UPDATE step SET id = randomblob(32)",
	"UPDATE step SET n = n * 1000000007",
	BACKWARDS,
};

static void
reader__takes_no_more_than_an_honest_file__from_an_odd_one(void **state)
{
	struct id honest, empty = truth_of("empty.louce"), after;

	(void)state;
	for (size_t i = 0; i <= ARRAY_LEN(oddities); i++) {
		struct intake intake = { 0 };
		struct err why = { 0 };
		enum status status;

		copy_file(GOOD, BAD);
		if (i && !forge(BAD, oddities[i - 1]))
			continue; /* SQLite itself knows no such thing */
		empty_workspace("odd.louce");
		status = take_in("odd.louce", BAD, false, &intake, &why);
		after = truth_of("odd.louce");
		if (i == 0)
			honest = after;
		else if (status)
			assert_memory_equal(&after, &empty, sizeof(after));
		else if (ask_number("odd.louce", "SELECT count(*) FROM step") != ask_number(GOOD, "SELECT count(*) FROM step") ||
			 (strcmp(oddities[i - 1], BACKWARDS) != 0 && !id_equal(&after, &honest)))
			fail_msg("something else was taken; %s", oddities[i - 1]);
		intake_release(&intake);
	}
}

/* What a table's own text has to be evaluated is never evaluated, however long it would take, nor is a text taken that louce would not write. */
static void
reader__evaluates_nothing__that_a_table_asks_for(void **state)
{
	static const char *const checks[] = { "CHECK (0)", "CHECK (length(hex(zeroblob(9999999 + n))) > 0)" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		char *sql = mem_printf(
			"CREATE TABLE was AS SELECT * FROM step; DROP TABLE step; CREATE TABLE step (n INTEGER PRIMARY KEY, id BLOB, "
			"body TEXT, sig BLOB, CHECK (1)); INSERT INTO step SELECT * FROM was; DROP TABLE was; PRAGMA "
			"writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (1)', '%s')",
			checks[i]);

		copy_file(GOOD, BAD);
		forged = checks[i];
		assert_true(forge(BAD, sql));
		refused("tables are not those");
		free(sql);
	}
}

static void
append_to(const char *name, const char *bytes, size_t len)
{
	char *path = world_path(name);
	FILE *file = fopen(path, "ab");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	free(path);
}

/* Changes the lowest bit of a byte of the file. */
static void
flip_at(const char *name, long at)
{
	char *path = world_path(name);
	FILE *file = fopen(path, "r+b");
	int byte;

	assert_non_null(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	byte = fgetc(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	assert_int_equal(fputc(byte ^ 1, file), byte ^ 1);
	assert_int_equal(fclose(file), 0);
	free(path);
}

/* The head is a part of the file that nobody signed: each byte of it that hangs on nothing else is what a writer leaves there. */
static void
verify_and_import__refuse__the_same_heads(void **state)
{
	static const long bytes[] = { 24, 27, 32, 35, 36, 39, 40, 43, 44, 47, 48, 51, 52, 55, 64, 67, 72, 80, 91, 92, 95 };
	char *path = world_path(BAD);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bytes); i++) {
		struct app_verdict verdict;
		struct buf said = { 0 };
		struct err err = { 0 };

		copy_file(GOOD, BAD);
		forged = "a byte of the head";
		flip_at(BAD, bytes[i]);
		assert_int_equal(app_verify(path, &verdict, &said, &err), STATUS_TAMPERED);
		refused("damaged");
		buf_release(&said);
	}
	free(path);
}

static int64_t
number_in(const char *name, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	char *path = world_path(name);
	int64_t number;

	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	free(path);
	return number;
}

/* The indexes of ids are read by nobody: an id or a row altered in one would go on from file to file. */
static void
verify_and_import__refuse__an_index_that_is_not_its_table(void **state)
{
	static const char *const tables[] = { "step", "photo", "box" };
	char *path = world_path(BAD);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		char *sql = mem_printf("SELECT rootpage * 8192 FROM sqlite_schema WHERE name = 'sqlite_autoindex_%s_1'", tables[i]);
		long end = (long)number_in(GOOD, sql);

		for (long back = 1; back < 36; back += 11) { /* the row's number, and letters of the id before it */
			struct app_verdict verdict;
			struct buf said = { 0 };
			struct err err = { 0 };

			copy_file(GOOD, BAD);
			forged = tables[i];
			flip_at(BAD, end - back);
			assert_int_equal(app_verify(path, &verdict, &said, &err), STATUS_TAMPERED);
			refused("damaged");
			buf_release(&said);
		}
		free(sql);
	}
	free(path);
}

/* An id beside a step in its row is worked out from the body by whoever reads it; its own index tells that it was altered. */
static void
verify_and_import__refuse__an_id_that_its_index_has_not(void **state)
{
	char *path = world_path(BAD), id[32];
	struct app_verdict verdict;
	struct buf said = { 0 };
	struct err err = { 0 };
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	FILE *file;
	char *bytes;
	size_t len;
	int changed = 0;

	(void)state;
	copy_file(GOOD, BAD);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT id FROM step ORDER BY n LIMIT 1", -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	memcpy(id, sqlite3_column_blob(stmt, 0), sizeof(id));
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	file = fopen(path, "r+b");
	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	len = (size_t)ftell(file);
	bytes = malloc(len);
	rewind(file);
	assert_int_equal(fread(bytes, 1, len, file), len);
	for (char *at = bytes; (at = memmem(at, len - (size_t)(at - bytes), id, sizeof(id))); at++) {
		/* In the row the body follows; in the index, the row's number and then another entry. */
		if (at[sizeof(id)] != '{')
			continue;
		assert_int_equal(fseek(file, (long)(at - bytes), SEEK_SET), 0);
		assert_int_equal(fputc(*at ^ 1, file), (unsigned char)(*at ^ 1));
		changed++;
	}
	assert_int_equal(changed, 1);
	assert_int_equal(fclose(file), 0);
	free(bytes);
	forged = "the id of a step";
	assert_int_equal(app_verify(path, &verdict, &said, &err), STATUS_TAMPERED);
	refused("damaged");
	buf_release(&said);
	free(path);
}

/* A file that one of the two takes for whole is whole for the other. */
static void
verify_and_import__refuse__the_same_odd_files(void **state)
{
	static const char *const oddly[] = {
		"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'n INTEGER', 'n  INTEGER') WHERE name = 'photo'",
		"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'signed steps', 'signed  steps') WHERE name = 'step'",
		"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' -- more' WHERE name = 'trailer'",
		"", /* bytes behind it */
		NULL,
	};
	char *path = world_path(BAD);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(oddly); i++) {
		struct app_verdict verdict;
		struct buf said = { 0 };
		struct err err = { 0 };
		enum status status;

		copy_file(GOOD, BAD);
		forged = oddly[i] ? oddly[i] : "as it was";
		assert_true(!oddly[i] || forge(BAD, oddly[i]));
		if (oddly[i] && !*oddly[i])
			append_to(BAD, "more", 4);
		status = app_verify(path, &verdict, &said, &err);
		if (oddly[i]) {
			assert_int_equal(status, STATUS_TAMPERED);
			refused(*oddly[i] ? "tables are not those" : "stands behind its end");
			keep_in_corpus();
		} else if (status) {
			fail_msg("%s%s", buf_text(&said), err.text);
		}
		buf_release(&said);
	}
	free(path);
}

/* A second program writes files from that text alone. */
static void
text_of_the_tables__stands_in_the_format(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *path = mem_printf("%s/doc/file-format", source ? source : ".");
	struct buf format = { 0 }, plain = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(file_read(path, 1 << 20, &format, &err), STATUS_OK);
	for (const char *at = buf_text(&format); *at; at++) {
		if ((at == buf_text(&format) || at[-1] == '\n') && strncmp(at, "        ", 8) == 0)
			at += 8;
		buf_char(&plain, *at);
	}
	for (size_t i = 0; tables_of_export[i]; i++)
		assert_non_null(strstr(buf_text(&plain), tables_of_export[i]));
	buf_release(&format);
	buf_release(&plain);
	free(path);
}

static void
reader__refuses__what_is_no_honest_file(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forgeries); i++) {
		copy_file(GOOD, BAD);
		forged = forgeries[i].sql;
		assert_true(forge(BAD, forged));
		refused(forgeries[i].sentence);
		keep_in_corpus();
	}
}

/* To a workspace that knows the county the step is false; where it is unknown, the genesis that leads there is missing. */
static void
reader__refuses__an_altered_genesis(void **state)
{
	(void)state;
	copy_file(GOOD, BAD);
	forged = "UPDATE step SET body = replace(body, '451224', '451225') WHERE body LIKE '%\"genesis\"%'";
	assert_true(forge(BAD, forged));
	refused_with("not what was signed", "does not hold just what its signed end says");
	keep_in_corpus();
}

/* Photos and boxes are looked at only where they are wanted: by a workspace that lacks them. */
static void
intake__refuses__swapped_photos_and_boxes(void **state)
{
	static const char *const swaps[] = {
		"UPDATE photo SET data = (SELECT data FROM photo p WHERE p.n = photo.n % 3 + 1)",
		"UPDATE box SET data = (SELECT data FROM box b WHERE b.n = box.n % 3 + 1)",
		"UPDATE photo SET data = substr(data, 2)",
		"UPDATE box SET data = zeroblob(length(data))",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(swaps); i++) {
		struct id before = truth_of("empty.louce"), after;
		struct intake intake = { 0 };
		struct err why = { 0 };

		copy_file(GOOD, BAD);
		assert_true(forge(BAD, swaps[i]));
		keep_in_corpus();
		assert_int_equal(take_in("empty.louce", BAD, false, &intake, &why), STATUS_TAMPERED);
		assert_non_null(strstr(why.text, "not what was signed"));
		assert_true(intake.refusal_count > 0);
		assert_non_null(strstr(intake.refusals[0], i % 2 ? "sealed values" : "photo"));
		after = truth_of("empty.louce");
		assert_memory_equal(&before, &after, sizeof(before));
		intake_release(&intake);
	}
}

static void
intake__refuses__a_photo_longer_than_any(void **state)
{
	struct id before = truth_of("empty.louce"), after;
	struct intake intake = { 0 };
	struct err why = { 0 };

	(void)state;
	copy_file(GOOD, BAD);
	assert_true(forge(BAD, "UPDATE photo SET data = zeroblob(17000000) WHERE n = 1"));
	assert_int_equal(take_in("empty.louce", BAD, false, &intake, &why), STATUS_TAMPERED);
	assert_non_null(strstr(why.text, "longer than anything may be"));
	keep_in_corpus();
	after = truth_of("empty.louce");
	assert_memory_equal(&before, &after, sizeof(before));
	intake_release(&intake);
}

static void
intake__takes_the_sound_rest__when_asked(void **state)
{
	struct intake intake = { 0 };
	struct err why = { 0 };

	(void)state;
	copy_file(GOOD, BAD);
	assert_true(forge(BAD,
			  "UPDATE step SET body = replace(body, 'registration', 'registratiom') WHERE n = (SELECT max(n) FROM step WHERE "
			  "body LIKE '%\"kind\":\"registration\"%')"));
	empty_workspace("salvaged.louce");
	if (take_in("salvaged.louce", BAD, true, &intake, &why))
		fail_msg("%s", why.text);
	assert_int_equal(intake.refused, 1);
	assert_int_equal(intake.fresh, intake.steps - 1);
	assert_int_equal(intake.complete, 0);
	intake_release(&intake);
}

/* Nor does it matter whether the file's author is known here already. */
static void
intake__takes_the_sound_rest__of_a_file_whose_end_is_damaged(void **state)
{
	static const struct {
		const char *change, *why;
	} damages[] = {
		{ "UPDATE trailer SET sig = zeroblob(64)", "its end was not signed by whom it names" },
		{ "UPDATE trailer SET body = replace(body, '\"lacks\"', '\"lucks\"')", "\"lacks\" is wrong: it is missing" },
	};
	static const char *const takers[] = { "salvaged.louce", "taker.louce" };

	(void)state;
	copy_file(HOME, "taker.louce");
	for (size_t i = 0; i < ARRAY_LEN(damages); i++)
		for (size_t t = 0; t < ARRAY_LEN(takers); t++) {
			struct intake intake = { 0 };
			struct err why = { 0 };

			copy_file(GOOD, BAD);
			assert_true(forge(BAD, damages[i].change));
			if (t == 0)
				empty_workspace(takers[t]);
			assert_int_equal(take_in(takers[t], BAD, false, &intake, &why), STATUS_TAMPERED);
			if (!strstr(why.text, damages[i].why))
				fail_msg("\"%s\" does not say: %s", why.text, damages[i].why);
			intake_release(&intake);
			if (take_in(takers[t], BAD, true, &intake, &why))
				fail_msg("%s", why.text);
			assert_int_equal(t ? intake.known : intake.fresh, intake.steps);
			assert_int_equal(intake.complete, 0);
			assert_int_equal(intake.trailer.at_unix, 0);
			intake_release(&intake);
		}
}

static void
put_bytes(const void *bytes, size_t len)
{
	char *path = world_path(BAD);
	struct err err = { 0 };

	unlink(path);
	assert_int_equal(file_write(path, bytes, len, 0644, &err), STATUS_OK);
	free(path);
}

/* Refused by the reader alone; the truth of both workspaces is compared at some of the cuts. */
static void
refused_by_reader(const char *sentence)
{
	struct intake intake = { 0 };
	struct err why = { 0 };

	assert_int_not_equal(take_in("empty.louce", BAD, false, &intake, &why), STATUS_OK);
	if (!strstr(why.text, sentence))
		fail_msg("\"%s\" does not say: %s", why.text, sentence);
	intake_release(&intake);
}

/* Says that it has `pages` pages, whatever it has. */
static void
set_pages(struct buf *bytes, size_t pages)
{
	for (int i = 0; i < 4; i++)
		bytes->data[28 + i] = (char)(pages >> (24 - 8 * i));
}

static void
reader__refuses__a_file_cut_at_every_page(void **state)
{
	struct id before = truth_of("empty.louce"), after;
	char *path = world_path(GOOD);
	struct buf bytes = { 0 };
	struct err err = { 0 };
	size_t pages;

	(void)state;
	assert_int_equal(file_read(path, 1u << 30, &bytes, &err), STATUS_OK);
	pages = bytes.len / 8192;
	for (size_t page = 0; page < pages; page += UNDER_SANITIZER && page > 8 ? pages / 8 : 1) {
		put_bytes(bytes.data, page * 8192);
		refused_by_reader(page ? "end is missing" : "not a louce file");
		if (page == 1 || page % (pages / 6) == 1) {
			refused("end is missing");
			keep_in_corpus();
		}
	}
	/* cut by someone who corrects the head: something of it is missing all the same */
	for (size_t page = 1; page < pages; page += page < 30 && !UNDER_SANITIZER ? 1 : pages / (UNDER_SANITIZER ? 8 : 20)) {
		set_pages(&bytes, page);
		put_bytes(bytes.data, page * 8192);
		refused_by_reader("");
	}
	keep_in_corpus();
	set_pages(&bytes, pages);
	put_bytes(bytes.data, bytes.len - 1);
	refused("end is missing");
	put_bytes("hello\n", 6);
	refused("not a louce file");
	keep_in_corpus();
	after = truth_of("empty.louce");
	assert_memory_equal(&before, &after, sizeof(after));
	buf_release(&bytes);
	free(path);
}

static void
reader__refuses__what_is_no_file(void **state)
{
	char *path = world_path(BAD);

	(void)state;
	unlink(path);
	assert_int_equal(mkdir(path, 0700), 0);
	refused("no file that can be read");
	rmdir(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	refused("no file that can be read");
	unlink(path);
	free(path);
}

/* Bytes turned anywhere in the file: taken or refused, never anything but what was signed, and never an end of the program. */
static void
reader__survives__turned_bytes(void **state)
{
	char *path = world_path(GOOD);
	struct random_stream stream;
	struct buf bytes = { 0 };
	struct err err = { 0 };
	int taken = 0;

	(void)state;
	random_stream_init(&stream, "turned", 6);
	assert_int_equal(file_read(path, 1u << 30, &bytes, &err), STATUS_OK);
	empty_workspace("turned.louce");
	for (int round = 0; round < TURNED; round++) {
		struct id before = truth_of("turned.louce"), after;
		struct intake intake = { 0 };
		struct err why = { 0 };
		/* Mostly among the first pages, where the schema and the roots of the trees lie. */
		size_t at = random_stream_below(&stream, round % 3 ? 65536 : (uint32_t)bytes.len);
		char was = bytes.data[at];
		enum status status;

		bytes.data[at] = (char)(was ^ (char)(1u << random_stream_below(&stream, 8)));
		put_bytes(bytes.data, bytes.len);
		status = take_in("turned.louce", BAD, false, &intake, &why);
		assert_int_not_equal(status, STATUS_IO);
		assert_int_not_equal(status, STATUS_BUG);
		taken += !status;
		after = truth_of("turned.louce");
		if (status)
			assert_memory_equal(&before, &after, sizeof(before));
		intake_release(&intake);
		bytes.data[at] = was;
	}
	assert_true(taken > 0 && taken < TURNED);
	free(path);
	path = world_path("turned.louce");
	{
		struct app_verdict verdict;
		struct buf problems = { 0 };

		if (app_verify(path, &verdict, &problems, &err))
			fail_msg("%s", buf_text(&problems));
		buf_release(&problems);
	}
	buf_release(&bytes);
	free(path);
}

/* What lies beside a file is never looked at, and the file is never written. */
static void
reader__ignores__a_journal_beside_the_file(void **state)
{
	char *beside = world_path("copy.louce-journal"), *wal = world_path("copy.louce-wal"), *path = world_path("copy.louce");
	struct buf before = { 0 }, after = { 0 };
	struct intake intake = { 0 };
	struct err why = { 0 };
	char *journal = mem_alloc(65536);

	(void)state;
	copy_file(GOOD, "copy.louce");
	memcpy(journal, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7\xff\xff\xff\xff", 12); /* a hot journal: roll back everything */
	assert_int_equal(file_write(beside, journal, 65536, 0644, &why), STATUS_OK);
	assert_int_equal(file_write(wal, journal, 65536, 0644, &why), STATUS_OK);
	assert_int_equal(file_read(path, 1u << 30, &before, &why), STATUS_OK);
	if (take_in(HOME, "copy.louce", false, &intake, &why))
		fail_msg("%s", why.text);
	assert_int_equal(intake.known, intake.steps);
	assert_int_equal(file_read(path, 1u << 30, &after, &why), STATUS_OK);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	assert_true(file_exists(beside) && file_exists(wal));
	intake_release(&intake);
	buf_release(&before);
	buf_release(&after);
	free(journal);
	free(beside);
	free(wal);
	free(path);
}

static void
import__goes_on__after_a_bad_file(void **state)
{
	char *good = world_path(GOOD), *bad = world_path(BAD), *none = world_path("none.louce");
	const char *paths[] = { bad, none, good };
	struct app_import ask = { .paths = paths, .count = 3 };
	struct app_imported out = { 0 };
	struct err err = { 0 };
	struct app *app;

	(void)state;
	put_bytes("hello\n", 6);
	empty_workspace("several.louce");
	app = open_app("several.louce");
	assert_int_equal(app_import(app, &ask, &out, &err), STATUS_OK);
	assert_int_equal(out.file_count, 3);
	assert_false(out.files[0].taken);
	assert_non_null(strstr(out.files[1].why, "there is no file"));
	assert_true(out.files[2].taken);
	assert_int_equal(out.refused_files, 2);
	assert_int_equal(out.fresh, ask_number(GOOD, "SELECT count(*) FROM step"));
	app_imported_release(&out);
	app_close(app);
	free(good);
	free(bad);
	free(none);
}

/* ---- the whole corpus, through the program */

static int
louce_import(const char *workspace, const char *options, const char *files, const char *out)
{
	const char *build = getenv("LOUCE_BUILD");
	char *command = mem_printf("cd '%s' && LANGUAGE=en LOUCE_HOME=home '%s/louce' import -w %s %s %s >%s 2>%s.err", world_dir,
				   build ? build : ".", workspace, options, files, out, out);
	int how = system(command);

	free(command);
	return WIFEXITED(how) ? WEXITSTATUS(how) : -1;
}

static void
import__refuses__each_file_of_the_corpus(void **state)
{
	struct id before = truth_of("empty.louce"), after;
	char *folder = world_path("corpus"), *said = world_path("said.err");
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort), files = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		char *name = mem_printf("corpus/%s", entries[i]->d_name);
		struct buf text = { 0 };
		struct err err = { 0 };

		if (entries[i]->d_name[0] != '.') {
			files++;
			if (louce_import("empty.louce", "", name, "said") != 3)
				fail_msg("%s was not refused", name);
			assert_int_equal(file_read(said, 65536, &text, &err), STATUS_OK);
			if (strncmp(buf_text(&text), "louce: \"corpus/", 15) != 0 || text.len < 45)
				fail_msg("%s: no sentence: %s", name, buf_text(&text));
			after = truth_of("empty.louce");
			assert_memory_equal(&before, &after, sizeof(after));
		}
		buf_release(&text);
		free(entries[i]);
		free(name);
	}
	assert_true(files > 40);
	free(entries);
	free(folder);
	free(said);
}

static void
import__takes_the_good_one__among_the_whole_corpus(void **state)
{
	char *report = world_path("report");
	struct id alone, among;
	const struct value *files;
	struct value out = { 0 };
	struct err err = { 0 };

	(void)state;
	copy_file(GOOD, "corpus/071-good.louce"); /* in the middle, behind those whose photos alone are wrong */
	empty_workspace("alone.louce");
	assert_int_equal(louce_import("alone.louce", "", "corpus/071-good.louce", "said"), 0);
	alone = truth_of("alone.louce");
	empty_workspace("among.louce");
	assert_int_equal(louce_import("among.louce", "--json", "corpus/*.louce", "report"), 3);
	among = truth_of("among.louce");
	assert_memory_equal(&alone, &among, sizeof(alone));
	assert_int_equal(app_read_values(report, &out, &err), STATUS_OK);
	files = value_get_list(&out, "files");
	assert_int_equal(value_get_integer(&out, "refused_files", 0), files->list.count - 1);
	for (size_t i = 0; i < files->list.count; i++) {
		const struct value *file = &files->list.items[i];
		bool good = strcmp(value_get_text(file, "path"), "corpus/071-good.louce") == 0;

		assert_int_equal(value_get_boolean(file, "taken", !good), good);
		if (!good)
			assert_true(strlen(value_get_text(file, "why")) > 38);
		else
			assert_int_equal(value_get_integer(file, "new", 0), ask_number(GOOD, "SELECT count(*) FROM step"));
	}
	/* and all of it again changes nothing */
	assert_int_equal(louce_import("among.louce", "", "corpus/*.louce", "said"), 3);
	among = truth_of("among.louce");
	assert_memory_equal(&alone, &among, sizeof(alone));
	value_release(&out);
	free(report);
}

static void
import__changes_nothing__the_second_time(void **state)
{
	struct id before = truth_of(HOME), after;
	struct buf bytes[2] = { { 0 } };
	struct intake intake = { 0 };
	char *path = world_path(HOME);
	struct err why = { 0 };

	(void)state;
	for (int round = 0; round < 2; round++) {
		if (take_in(HOME, GOOD, false, &intake, &why) || file_read(path, 1u << 30, &bytes[round], &why))
			fail_msg("%s", why.text);
		assert_int_equal(intake.fresh, 0);
		assert_int_equal(intake.known, intake.steps);
		intake_release(&intake);
	}
	after = truth_of(HOME);
	assert_memory_equal(&before, &after, sizeof(before));
	/* no row at all is written, the one about the trailer neither */
	assert_int_equal(bytes[0].len, bytes[1].len);
	assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].len);
	buf_release(&bytes[0]);
	buf_release(&bytes[1]);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reader__takes__an_export),
		cmocka_unit_test(text_of_the_tables__stands_in_the_format),
		cmocka_unit_test(reader__evaluates_nothing__that_a_table_asks_for),
		cmocka_unit_test(reader__refuses__what_is_no_honest_file),
		cmocka_unit_test(verify_and_import__refuse__the_same_odd_files),
		cmocka_unit_test(verify_and_import__refuse__the_same_heads),
		cmocka_unit_test(verify_and_import__refuse__an_index_that_is_not_its_table),
		cmocka_unit_test(verify_and_import__refuse__an_id_that_its_index_has_not),
		cmocka_unit_test(reader__refuses__an_altered_genesis),
		cmocka_unit_test(reader__takes_no_more_than_an_honest_file__from_an_odd_one),
		cmocka_unit_test(intake__refuses__swapped_photos_and_boxes),
		cmocka_unit_test(intake__refuses__a_photo_longer_than_any),
		cmocka_unit_test(intake__takes_the_sound_rest__when_asked),
		cmocka_unit_test(intake__takes_the_sound_rest__of_a_file_whose_end_is_damaged),
		cmocka_unit_test(reader__refuses__a_file_cut_at_every_page),
		cmocka_unit_test(reader__refuses__what_is_no_file),
		cmocka_unit_test(reader__survives__turned_bytes),
		cmocka_unit_test(reader__ignores__a_journal_beside_the_file),
		cmocka_unit_test(import__refuses__each_file_of_the_corpus),
		cmocka_unit_test(import__takes_the_good_one__among_the_whole_corpus),
		cmocka_unit_test(import__goes_on__after_a_bad_file),
		cmocka_unit_test(import__changes_nothing__the_second_time),
	};

	return cmocka_run_group_tests(tests, make, world_drop);
}
