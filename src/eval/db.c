#include "eval/db_inside.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"

/* Statements and transactions of a connection. */

#define CACHE_KIB 32768 /* of the file held in memory, as in the PRAGMAs below */

/* Where SQLite's file format has the number that every writing transaction raises. */
#define CHANGE_COUNTER_AT 24

NO_RETURN static void
die(const char *what, const char *detail)
{
	/* Our own mistake in a literal; nothing sensible can follow. Bound values are never printed. */
	fprintf(stderr, "louce: bug: %s: %s\n", what, detail);
	abort();
}

sqlite3 *
db_handle(struct db *db)
{
	return db->handle;
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

enum status
db_script(struct db *db, const char *sql, struct err *err)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? STATUS_OK : db_failed(db, code, err);
}

/* Is the literal wrong, and not the file? A file that was damaged or altered may lack a table or a column. */
static bool
is_own_mistake(int code, const char *said)
{
	return code == SQLITE_ERROR && strncmp(said, "no such table", 13) != 0 && strncmp(said, "no such column", 14) != 0 &&
	       !strstr(said, " has no column named ") && !strstr(said, "malformed");
}

sqlite3_stmt *
db_use(struct db *db, const char *literal)
{
	sqlite3_stmt *stmt = NULL;
	int code;

	for (size_t i = 0; i < db->kept_count; i++) {
		if (db->kept[i].literal != literal)
			continue;
		stmt = db->kept[i].stmt;
		if (i > 0) { /* statements used often are found at once */
			struct kept_statement moved = db->kept[i];
			db->kept[i] = db->kept[i / 2];
			db->kept[i / 2] = moved;
		}
		sqlite3_reset(stmt);
		sqlite3_clear_bindings(stmt);
		return stmt;
	}
	code = sqlite3_prepare_v3(db->handle, literal, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	if (code != SQLITE_OK) {
		if (is_own_mistake(code, sqlite3_errmsg(db->handle)))
			die(literal, sqlite3_errmsg(db->handle));
		db_failed(db, code, &db->unprepared);
		return NULL;
	}
	MEM_GROW(db->kept, db->kept_count, db->kept_cap);
	db->kept[db->kept_count++] = (struct kept_statement){ literal, stmt };
	return stmt;
}

static int
parameter(sqlite3_stmt *stmt, const char *name)
{
	int index = sqlite3_bind_parameter_index(stmt, name);

	if (!index)
		die(sqlite3_sql(stmt), name);
	return index;
}

void
bind_int(sqlite3_stmt *stmt, const char *name, int64_t value)
{
	if (stmt)
		sqlite3_bind_int64(stmt, parameter(stmt, name), value);
}

void
bind_text(sqlite3_stmt *stmt, const char *name, const char *text)
{
	if (stmt)
		sqlite3_bind_text(stmt, parameter(stmt, name), text, -1, SQLITE_STATIC);
}

void
bind_blob(sqlite3_stmt *stmt, const char *name, const void *bytes, size_t len)
{
	if (stmt)
		sqlite3_bind_blob64(stmt, parameter(stmt, name), bytes, len, SQLITE_STATIC);
}

void
bind_id(sqlite3_stmt *stmt, const char *name, const struct id *id)
{
	if (id)
		bind_blob(stmt, name, id->b, ID_BYTES);
	else if (stmt)
		sqlite3_bind_null(stmt, parameter(stmt, name));
}

bool
column_id(sqlite3_stmt *stmt, int column, struct id *out)
{
	if (sqlite3_column_type(stmt, column) != SQLITE_BLOB || sqlite3_column_bytes(stmt, column) != ID_BYTES)
		return false;
	memcpy(out->b, sqlite3_column_blob(stmt, column), ID_BYTES);
	return true;
}

bool
db_peek_version(struct db *db, int64_t *version)
{
	sqlite3_stmt *stmt = db_use(db, "PRAGMA data_version");
	bool row;

	if (!stmt)
		return false;
	sqlite3_busy_timeout(db->handle, 0);
	row = sqlite3_step(stmt) == SQLITE_ROW;
	if (row)
		*version = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	sqlite3_busy_timeout(db->handle, DB_BUSY_MS);
	return row;
}

enum status
db_row(struct db *db, sqlite3_stmt *stmt, bool *row, struct err *err)
{
	int code;

	*row = false;
	if (!stmt)
		return err_set(err, db->unprepared.status, "%s", db->unprepared.text);
	code = sqlite3_step(stmt);
	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		return STATUS_OK;
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(db, code, err);
}

enum status
db_done(struct db *db, sqlite3_stmt *stmt, struct err *err)
{
	int code;

	if (!stmt)
		return err_set(err, db->unprepared.status, "%s", db->unprepared.text);
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		die(sqlite3_sql(stmt), "gives rows where none are expected");
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(db, code, err);
}

/* A statement with a row to give keeps the lock that it took. */
static const char held[] = "SELECT 1 FROM sqlite_schema";

void
db_read_begin(struct db *db)
{
	sqlite3_stmt *stmt;

	if (db->readings++ || db->writing) /* a transaction holds its own lock */
		return;
	stmt = db_use(db, held);
	if (stmt)
		sqlite3_step(stmt);
}

void
db_read_end(struct db *db)
{
	if (!db->readings)
		die("the end of a reading that did not begin", db->path);
	if (!--db->readings)
		db_use(db, held); /* resets it */
}

/* The number that every transaction raises that changed the file; of an empty file 0. */
static bool
read_counter(struct db *db, uint32_t *out)
{
	unsigned char bytes[4] = { 0 };
	sqlite3_file *file = NULL;
	int code;

	if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file)
		return false;
	*out = 0;
	if (!file->pMethods)
		return !*sqlite3_db_filename(db->handle, "main"); /* a database of its own, which has grown to no file yet */
	code = file->pMethods->xRead(file, bytes, sizeof(bytes), CHANGE_COUNTER_AT);
	*out = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
	return code == SQLITE_OK || code == SQLITE_IOERR_SHORT_READ;
}

/* Another file stands under its name, or none: what is written into this one would be found by nobody. */
static bool
has_moved(struct db *db)
{
	int moved = 0;

	return sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}

enum status
db_begin(struct db *db, struct err *err)
{
	enum status status;

	if (db->writing)
		die("a transaction inside a transaction", db->path);
	status = db_script(db, "BEGIN IMMEDIATE", err);
	if (!status && has_moved(db)) {
		struct stat now;
		bool unseen = stat(db->path, &now) != 0 && errno != ENOENT && errno != ENOTDIR; /* the disk is gone, not the file */
		int why = errno;

		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
		if (unseen)
			return err_errno(err, why, _("\"%s\" cannot be read"), db->path);
		return err_set(
			err, STATUS_CONFLICT,
			_("\"%s\" was replaced or moved since it was opened, and nothing is written into it; leave louce and open it again"),
			db->path);
	}
	if (!status && !read_counter(db, &db->counter)) {
		status = db_failed(db, SQLITE_IOERR, err);
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	}
	db->writing = !status;
	db->failed = db->warning = (struct err){ 0 };
	return status;
}

/* A COMMIT that failed may have been the last thing to fail: the journal is gone, the folder could not be synced. Reads the file, which takes
 * back what is half written, and says what stands in it. */
static enum status
what_stands(struct db *db, bool *stands, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	uint32_t counter = 0;
	int code = sqlite3_prepare_v2(db->handle, "SELECT count(*) FROM sqlite_schema", -1, &stmt, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		code = read_counter(db, &counter) ? SQLITE_OK : SQLITE_IOERR;
	*stands = code == SQLITE_OK && counter != db->counter;
	sqlite3_finalize(stmt);
	return code == SQLITE_OK ? STATUS_OK : db_failed(db, code, err);
}

static enum status
commit_failed(struct db *db, struct err *err)
{
	struct err why = *err, unread = { 0 };
	bool stands;

	db_rollback(db);
	if (what_stands(db, &stands, &unread))
		return err_set(err, STATUS_IO, _("%s; whether it was done cannot be seen now: look, before you do it again"), why.text);
	if (!stands)
		return why.status;
	err_set(&db->warning, STATUS_IO, _("it is done, but may be lost if the machine stops now: %s"), why.text);
	*err = (struct err){ 0 };
	return STATUS_OK;
}

enum status
db_commit(struct db *db, struct err *err)
{
	struct err why = { 0 };

	if (!db->writing)
		die("a commit without a transaction", db->path);
	if (db->failed.status) { /* and was not seen by whoever asked */
		why = db->failed;
		db_rollback(db);
		return err_set(err, why.status, "%s", why.text);
	}
	if (db_script(db, "COMMIT", &why)) {
		enum status status = commit_failed(db, &why);

		return status ? err_set(err, status, "%s", why.text) : STATUS_OK;
	}
	db->writing = false;
	return STATUS_OK;
}

const char *
db_warning(const struct db *db)
{
	return db->warning.status ? db->warning.text : NULL;
}

void
db_cache(struct db *db, bool wide)
{
	int used = 0, highest;

	/* Changed pages can be let go only when they are written; a stick of some hundred steps is written once, at the commit. Should that
	 * fail, all is as it was, and only larger. */
	if (!wide && sqlite3_db_status(db->handle, SQLITE_DBSTATUS_CACHE_USED, &used, &highest, 0) == SQLITE_OK && used > CACHE_KIB * 1024)
		sqlite3_db_cacheflush(db->handle);
	sqlite3_exec(db->handle, wide ? "PRAGMA cache_size=-53248" : "PRAGMA cache_size=-32768", NULL, NULL, NULL);
	if (used > CACHE_KIB * 1024)
		sqlite3_db_release_memory(db->handle);
}

void
db_rollback(struct db *db)
{
	if (!db->writing)
		return;
	/* A failed statement may have rolled back already; asking again does no harm. */
	if (!sqlite3_get_autocommit(db->handle))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	db->writing = false;
}

bool
db_writing(const struct db *db)
{
	return db->writing;
}
