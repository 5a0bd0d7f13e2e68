#include "exchange/reader/reader_tables.h"

#include <string.h>

#include "exchange/reader/reader_memory.h"
#include "exchange/trailer.h"
#include "seal/seal.h"
#include "step/step.h"
#include "store/blob.h"
#include "store/store.h"

/* Everything here after reader_tables_open runs locked down: no function may call malloc, print, or translate. */

#define ARENA_BYTES ((size_t)96 << 20)

static const char requests_sql[] = "SELECT n, body, sig FROM main.request NOT INDEXED ORDER BY n";

const char *const reader_table_names[TABLE_COUNT] = { "step", "photo", "box", "request", "trailer" };

/* Does not return either. */
void
reader_give_up_sql(struct reader_child *child, int code, unsigned table, int64_t row)
{
	switch (code & 0xff) {
	case SQLITE_NOMEM:
		reader_child_give_up(child, FAULT_MEMORY, table, row);
		break;
	case SQLITE_TOOBIG:
		reader_child_give_up(child, FAULT_LONG, table, row);
		break;
	case SQLITE_AUTH:
		reader_child_give_up(child, FAULT_FORBIDDEN, table, row);
		break;
	case SQLITE_NOTADB:
		reader_child_give_up(child, FAULT_NOT_A_DATABASE, table, row);
		break;
	default:
		reader_child_give_up(child, FAULT_DAMAGED, table, row);
	}
}

/* ---- opening, before the lock-down: nothing of the file is read yet */

static int
authorize(void *ctx, int action, const char *first, const char *second, const char *database, const char *inner)
{
	static const char *const readable[] = { "step",	   "photo", "box", "request",	    "trailer",
						"pending", "pin",   "ack", "sqlite_master", "sqlite_schema" };
	static const char *const pragmas[] = { "quick_check", "table_xinfo" };

	(void)ctx;
	(void)database;
	(void)inner;
	if (action == SQLITE_SELECT || (action == SQLITE_FUNCTION && second && strcmp(second, "count") == 0))
		return SQLITE_OK;
	for (size_t i = 0; action == SQLITE_READ && i < ARRAY_LEN(readable); i++)
		if (strcmp(first, readable[i]) == 0)
			return SQLITE_OK;
	for (size_t i = 0; action == SQLITE_PRAGMA && i < ARRAY_LEN(pragmas); i++)
		if (strcmp(first, pragmas[i]) == 0)
			return SQLITE_OK;
	return SQLITE_DENY;
}

/* The limits that SQLite advises for files from strangers. */
static void
set_limits(sqlite3 *db)
{
	static const struct {
		int what, most;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 16 << 20 },    { SQLITE_LIMIT_SQL_LENGTH, 1 << 16 }, { SQLITE_LIMIT_COLUMN, 1000 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 64 },      { SQLITE_LIMIT_COMPOUND_SELECT, 8 },  { SQLITE_LIMIT_VDBE_OP, 25000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 16 },    { SQLITE_LIMIT_ATTACHED, 0 },	    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, 10 }, { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },    { SQLITE_LIMIT_WORKER_THREADS, 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(limits); i++)
		sqlite3_limit(db, limits[i].what, limits[i].most);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
}

bool
reader_tables_open(struct reader_child *child)
{
	uint8_t seed[8];

	if (!reader_memory_init(ARENA_BYTES))
		return false;
	sqlite3_randomness(sizeof(seed), seed); /* SQLite asks the system for its seed here, while it may */
	if (sqlite3_open_v2(":memory:", &child->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK ||
	    sqlite3_exec(child->db,
			 "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA ignore_check_constraints=ON; PRAGMA mmap_size=0;",
			 NULL, NULL, NULL) != SQLITE_OK)
		return false;
	set_limits(child->db);
	return sqlite3_deserialize(child->db, "main", (unsigned char *)(uintptr_t)child->file, (sqlite3_int64)child->size,
				   (sqlite3_int64)child->size, SQLITE_DESERIALIZE_READONLY) == SQLITE_OK &&
	       sqlite3_set_authorizer(child->db, authorize, NULL) == SQLITE_OK;
}

/* ---- statements */

sqlite3_stmt *
reader_prepare(struct reader_child *child, const char *sql, unsigned table)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(child->db, sql, -1, &stmt, NULL);

	if (code != SQLITE_OK)
		reader_give_up_sql(child, code, table, 0);
	return stmt;
}

bool
reader_text_is(sqlite3_stmt *stmt, int column, const char *wanted)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);

	return text && strcmp(text, wanted) == 0;
}

/* The pages of the steps are walked before one is believed. Photos and boxes may be many times as large: each one that is taken is checked
 * by its hash, and their rows must ascend, which ends a tree that runs in circles. */
static void
check_pages(struct reader_child *child)
{
	static const char *const pragmas[] = { "PRAGMA main.quick_check(step)", "PRAGMA main.quick_check(request)",
					       "PRAGMA main.quick_check(trailer)" };

	for (unsigned i = 0; i < ARRAY_LEN(pragmas) - !child->has[TABLE_TRAILER]; i++) {
		sqlite3_stmt *stmt = reader_prepare(child, pragmas[i], 0);
		int code = sqlite3_step(stmt);

		if (code != SQLITE_ROW)
			reader_give_up_sql(child, code, 0, 0);
		if (!reader_text_is(stmt, 0, "ok"))
			reader_child_give_up(child, FAULT_DAMAGED, 0, 0);
		sqlite3_finalize(stmt);
	}
}

/* Rows are read out of the tables alone, and nobody looks an id up in a file that travels: what is altered in an index, or in a row's id beside its body,
 * would be seen by nobody. Each row stands in the index, and the index has no more than these. Who saves what can be saved asks for none of it. */
static void
check_indexes(struct reader_child *child)
{
	static const char *const questions[] = {
		"SELECT (SELECT count(*) FROM main.step NOT INDEXED) = (SELECT count(*) FROM main.step i INDEXED BY sqlite_autoindex_step_1"
		" WHERE i.id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM main.step t NOT INDEXED WHERE NOT EXISTS (SELECT 1 FROM main.step i"
		" INDEXED BY sqlite_autoindex_step_1 WHERE i.id = t.id AND i.n = t.n))",
		"SELECT (SELECT count(*) FROM main.photo NOT INDEXED) = (SELECT count(*) FROM main.photo i INDEXED BY sqlite_autoindex_photo_1"
		" WHERE i.id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM main.photo t NOT INDEXED WHERE NOT EXISTS (SELECT 1 FROM main.photo i"
		" INDEXED BY sqlite_autoindex_photo_1 WHERE i.id = t.id AND i.n = t.n))",
		"SELECT (SELECT count(*) FROM main.box NOT INDEXED) = (SELECT count(*) FROM main.box i INDEXED BY sqlite_autoindex_box_1"
		" WHERE i.id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM main.box t NOT INDEXED WHERE NOT EXISTS (SELECT 1 FROM main.box i"
		" INDEXED BY sqlite_autoindex_box_1 WHERE i.id = t.id AND i.n = t.n))",
	};

	for (unsigned t = 0; t < ARRAY_LEN(questions); t++) {
		sqlite3_stmt *stmt = reader_prepare(child, questions[t], t);
		int code = sqlite3_step(stmt);

		if (code != SQLITE_ROW)
			reader_give_up_sql(child, code, t, 0);
		if (!sqlite3_column_int(stmt, 0))
			reader_child_give_up(child, FAULT_DAMAGED, t, 0);
		sqlite3_finalize(stmt);
	}
}

/* ---- the rows */

void
reader_tables_say_signed(struct reader_child *child, sqlite3_stmt *stmt, enum frame_type type, unsigned table, size_t most)
{
	int64_t row = sqlite3_column_int64(stmt, 0);
	const void *body;
	size_t len;

	if (sqlite3_column_type(stmt, 1) != SQLITE_TEXT || sqlite3_column_type(stmt, 2) != SQLITE_BLOB ||
	    (size_t)sqlite3_column_bytes(stmt, 2) != signature_bytes())
		reader_child_give_up(child, FAULT_ROW, table, row);
	body = sqlite3_column_text(stmt, 1);
	len = (size_t)sqlite3_column_bytes(stmt, 1);
	if (!body)
		reader_child_give_up(child, FAULT_MEMORY, table, row);
	if (len > most)
		reader_child_give_up(child, FAULT_LONG, table, row);
	reader_child_say_frame(child, type, signature_bytes() + len);
	reader_child_say(child, sqlite3_column_blob(stmt, 2), signature_bytes());
	reader_child_say(child, body, len);
}

static void
say_trailer(struct reader_child *child)
{
	sqlite3_stmt *stmt;
	int code;

	if (!child->has[TABLE_TRAILER]) {
		reader_child_say_frame(child, FRAME_TRAILER, 0);
		return;
	}
	stmt = reader_prepare(child, "SELECT 0, body, sig FROM main.trailer NOT INDEXED", TABLE_TRAILER);
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		reader_tables_say_signed(child, stmt, FRAME_TRAILER, TABLE_TRAILER, TRAILER_BODY_MAX_BYTES);
		code = sqlite3_step(stmt);
	} else if (code == SQLITE_DONE) {
		code = SQLITE_ROW; /* none is as wrong as two */
	}
	if (code == SQLITE_ROW)
		reader_child_give_up(child, FAULT_TRAILER, TABLE_TRAILER, 0);
	if (code != SQLITE_DONE)
		reader_give_up_sql(child, code, TABLE_TRAILER, 0);
	sqlite3_finalize(stmt);
}

/* Is it one of the two kinds that let others in? Others may be said to be: it is only about which come first. */
static bool
lets_others_in(const char *body, size_t len)
{
	static const char member[] = "\"kind\"";
	const char *end = body + len, *at = body;

	if (memmem(body, len, "\\u", 2))
		return true; /* a name may be written in this way */
	while ((at = memmem(at, (size_t)(end - at), member, sizeof(member) - 1)) != NULL) {
		at += sizeof(member) - 1;
		at += strspn(at, " \t\r\n:");
		if (strncmp(at, "\"credential\"", 12) == 0 || strncmp(at, "\"genesis\"", 9) == 0)
			return true;
	}
	return false;
}

enum pass { PASS_WHOLE, PASS_FIRST, PASS_REST };

static bool
is_of_pass(enum pass pass, sqlite3_stmt *stmt)
{
	const char *body;

	if (pass == PASS_WHOLE || sqlite3_column_type(stmt, 1) != SQLITE_TEXT) /* what is no text is found out when it is said */
		return true;
	body = (const char *)sqlite3_column_text(stmt, 1);
	return !body || lets_others_in(body, (size_t)sqlite3_column_bytes(stmt, 1)) == (pass == PASS_FIRST);
}

static void
say_steps(struct reader_child *child, sqlite3_stmt *stmt, enum pass pass, enum frame_type type, unsigned table)
{
	int64_t last = INT64_MIN;
	int code;

	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		int64_t row = sqlite3_column_int64(stmt, 0);

		if (row <= last)
			reader_child_give_up(child, FAULT_ORDER, table, row);
		if (sqlite3_column_count(stmt) > 3)
			reader_own_say_carrier(child, stmt);
		if (is_of_pass(pass, stmt))
			reader_tables_say_signed(child, stmt, type, table, STEP_BODY_MAX_BYTES);
		last = row;
	}
	if (code != SQLITE_DONE)
		reader_give_up_sql(child, code, table, last);
	sqlite3_finalize(stmt);
}

/* Rows may stand in any order, and a step ahead of its author's credential would have to wait for it: so what lets others in is said first. */
static void
say_journal(struct reader_child *child)
{
	static const char sql[] = "SELECT n, body, sig FROM main.step NOT INDEXED ORDER BY n";

	if (child->of == READER_BACK) {
		say_steps(child, reader_prepare(child, sql, TABLE_STEP), PASS_WHOLE, FRAME_STEP, TABLE_STEP);
		return;
	}
	say_steps(child, reader_prepare(child, sql, TABLE_STEP), PASS_FIRST, FRAME_STEP, TABLE_STEP);
	say_steps(child, reader_prepare(child, sql, TABLE_STEP), PASS_REST, FRAME_STEP, TABLE_STEP);
}

/* What waits in a workspace: steps, where a table of that name that is none as it should be is passed over, and requests. */
static void
say_waiting(struct reader_child *child)
{
	sqlite3_stmt *stmt = reader_own_waiting(child, TABLE_STEP);

	if (stmt)
		say_steps(child, stmt, PASS_WHOLE, FRAME_STEP, TABLE_STEP);
	stmt = reader_own_waiting(child, TABLE_REQUEST);
	say_steps(child, stmt ? stmt : reader_prepare(child, requests_sql, TABLE_REQUEST), PASS_WHOLE, FRAME_REQUEST, TABLE_REQUEST);
}

static void
say_blob(struct reader_child *child, unsigned table, int64_t row, sqlite3_blob **blob)
{
	int code = *blob ? sqlite3_blob_reopen(*blob, row)
			 : sqlite3_blob_open(child->db, "main", reader_table_names[table], "data", row, 0, blob);
	int size, at = 0;

	if (code == SQLITE_ERROR)
		reader_child_give_up(child, FAULT_ROW, table, row); /* the value is no blob */
	if (code != SQLITE_OK)
		reader_give_up_sql(child, code, table, row);
	size = sqlite3_blob_bytes(*blob);
	if (size > (int)BLOB_MAX_BYTES)
		reader_child_give_up(child, FAULT_LONG, table, row);
	reader_child_say_frame(child, FRAME_BLOB, (size_t)size);
	while (at < size) {
		int part = size - at < CHUNK_BYTES ? size - at : CHUNK_BYTES;

		code = sqlite3_blob_read(*blob, child->chunk, part, at);
		if (code != SQLITE_OK)
			reader_give_up_sql(child, code, table, row); /* within a frame: the parent sees a frame that ends early */
		reader_child_say(child, child->chunk, (size_t)part);
		at += part;
	}
}

static void
offer(struct reader_child *child, unsigned table, size_t count, sqlite3_blob **blob)
{
	if (!count)
		return;
	reader_child_say_frame(child, FRAME_OFFER, count * sizeof(*child->offers));
	reader_child_say(child, child->offers, count * sizeof(*child->offers));
	reader_child_hear(child, child->answers, count);
	for (size_t i = 0; i < count; i++)
		if (child->answers[i])
			say_blob(child, table, child->rows[i], blob);
}

static void
say_blobs(struct reader_child *child, unsigned table, const char *sql)
{
	sqlite3_stmt *stmt = reader_prepare(child, sql, table);
	sqlite3_blob *blob = NULL;
	int64_t last = INT64_MIN;
	size_t count = 0;
	int code;

	while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
		int64_t row = sqlite3_column_int64(stmt, 0);

		if (row <= last)
			reader_child_give_up(child, FAULT_ORDER, table, row);
		if (sqlite3_column_type(stmt, 1) != SQLITE_BLOB || sqlite3_column_bytes(stmt, 1) != ID_BYTES)
			reader_child_give_up(child, FAULT_ROW, table, row);
		child->offers[count].kind = table == TABLE_PHOTO ? BLOB_PHOTO : BLOB_BOX;
		memcpy(child->offers[count].id, sqlite3_column_blob(stmt, 1), ID_BYTES);
		child->rows[count++] = row;
		if (count == OFFERS_MAX) {
			offer(child, table, count, &blob);
			count = 0;
		}
		last = row;
	}
	if (code != SQLITE_DONE)
		reader_give_up_sql(child, code, table, last);
	offer(child, table, count, &blob);
	sqlite3_blob_close(blob);
	sqlite3_finalize(stmt);
}

void
reader_tables_say(struct reader_child *child)
{
	reader_check_schema(child);
	check_pages(child);
	if (child->of == READER_EXPORT || child->of == READER_BACK)
		check_indexes(child);
	say_trailer(child);
	if (child->of == READER_WORKSPACE)
		reader_own_say_pins(child);
	say_journal(child);
	if (child->has[TABLE_TRAILER])
		say_steps(child, reader_prepare(child, requests_sql, TABLE_REQUEST), PASS_WHOLE, FRAME_REQUEST, TABLE_REQUEST);
	else
		say_waiting(child);
	reader_child_say_frame(child, FRAME_PASS, 0);
	if (child->of == READER_WORKSPACE)
		reader_own_say_acks(child);
	say_blobs(child, TABLE_PHOTO, "SELECT n, id FROM main.photo NOT INDEXED ORDER BY n");
	say_blobs(child, TABLE_BOX, "SELECT n, id FROM main.box NOT INDEXED ORDER BY n");
}
