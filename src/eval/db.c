#include "eval/db.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

#define CACHE_KIB 32768 /* of the file held in memory, as in the PRAGMAs below */

struct kept {
	const char *literal; /* the key: its address */
	sqlite3_stmt *stmt;
};

struct db {
	sqlite3 *handle;
	char *path;
	struct kept *kept;
	size_t kept_count, kept_cap;
	bool writing;
};

NO_RETURN static void
die(const char *what, const char *detail)
{
	/* Our own mistake in a literal; nothing sensible can follow. Bound values are never printed. */
	fprintf(stderr, "louce: bug: %s: %s\n", what, detail);
	abort();
}

enum status
db_failed(struct db *db, int code, struct err *err)
{
	const char *detail = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(code);

	switch (code & 0xff) {
	case SQLITE_FULL:
		return err_set(err, STATUS_IO, _("the disk with \"%s\" is full; nothing was changed: free some space and do it again"),
			       db->path);
	case SQLITE_READONLY:
		if (db->handle && sqlite3_extended_errcode(db->handle) == SQLITE_READONLY_ROLLBACK)
			return err_set(
				err, STATUS_CONFLICT,
				_("\"%s\" was being written when the machine stopped; open it once with louce, which takes back what is half written"),
				db->path);
		return err_set(err, STATUS_IO,
			       _("\"%s\" cannot be written: the disk or the file is read-only; copy it to a disk of this machine"),
			       db->path);
	case SQLITE_NOTADB:
		return err_set(err, STATUS_INVALID, _("\"%s\" is not a louce file"), db->path);
	case SQLITE_CORRUPT:
		return err_set(err, STATUS_TAMPERED, _("\"%s\" is damaged (%s); use another copy, or take the steps back from a stick"),
			       db->path, detail);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, STATUS_CONFLICT, _("\"%s\" is in use by another louce; close that one first"), db->path);
	case SQLITE_CANTOPEN:
		return err_set(err, STATUS_IO, _("\"%s\" cannot be opened; check the name and the rights of its folder"), db->path);
	default:
		return err_set(err, STATUS_IO, _("\"%s\": the database reports: %s"), db->path, detail);
	}
}

static int
on_commit(void *ctx)
{
	const struct db *db = ctx;

	return !db->writing; /* nonzero turns the commit into a rollback */
}

static enum status
configure(struct db *db, enum db_mode mode, const char *synchronous, struct err *err)
{
	char pragmas[256];
	enum status status;

	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, 5000);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	if (mode == DB_READ_ONLY)
		return db_script(db, "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824;", err);
	snprintf(pragmas, sizeof(pragmas),
		 "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA page_size=8192;"
		 "PRAGMA journal_mode=%s; PRAGMA synchronous=%s; PRAGMA cache_size=-32768;",
		 mode == DB_CREATE_ONCE ? "OFF" : "DELETE", mode == DB_CREATE_ONCE ? "OFF" : synchronous);
	db->writing = true; /* switching the journal mode commits */
	status = db_script(db, pragmas, err);
	db->writing = false;
	return status;
}

static void
start_library(void)
{
	/* It would count its memory under a lock that every thread takes at every allocation; nobody asks for the count. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

void
db_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start_library);
}

enum status
db_open(const char *path, enum db_mode mode, const char *synchronous, struct db **out, struct err *err)
{
	static const int flags[] = {
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE,
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_READ_ONLY] = SQLITE_OPEN_READONLY,
		[DB_WRITE_OR_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_CREATE_ONCE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE,
	};
	struct db *db = mem_alloc(sizeof(*db));
	enum status status = STATUS_OK;
	int code;

	db_start();
	db->path = mem_strdup(path);
	code = sqlite3_open_v2(path, &db->handle, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK) {
		status = db_failed(db, code, err);
		goto out;
	}
	status = configure(db, mode, synchronous, err);
	if (status)
		goto out;
	sqlite3_commit_hook(db->handle, on_commit, db);
	*out = db;
	db = NULL;
out:
	db_close(db);
	return status;
}

void
db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < db->kept_count; i++)
		sqlite3_finalize(db->kept[i].stmt);
	free(db->kept);
	db_rollback(db);
	sqlite3_close(db->handle);
	free(db->path);
	free(db);
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

sqlite3_stmt *
db_use(struct db *db, const char *literal)
{
	sqlite3_stmt *stmt = NULL;

	for (size_t i = 0; i < db->kept_count; i++) {
		if (db->kept[i].literal != literal)
			continue;
		stmt = db->kept[i].stmt;
		if (i > 0) { /* what is used often is found at once */
			struct kept moved = db->kept[i];
			db->kept[i] = db->kept[i / 2];
			db->kept[i / 2] = moved;
		}
		sqlite3_reset(stmt);
		sqlite3_clear_bindings(stmt);
		return stmt;
	}
	if (sqlite3_prepare_v3(db->handle, literal, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
		die(literal, sqlite3_errmsg(db->handle));
	MEM_GROW(db->kept, db->kept_count, db->kept_cap);
	db->kept[db->kept_count++] = (struct kept){ literal, stmt };
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
	sqlite3_bind_int64(stmt, parameter(stmt, name), value);
}

void
bind_text(sqlite3_stmt *stmt, const char *name, const char *text)
{
	sqlite3_bind_text(stmt, parameter(stmt, name), text, -1, SQLITE_STATIC);
}

void
bind_blob(sqlite3_stmt *stmt, const char *name, const void *bytes, size_t len)
{
	sqlite3_bind_blob64(stmt, parameter(stmt, name), bytes, len, SQLITE_STATIC);
}

void
bind_id(sqlite3_stmt *stmt, const char *name, const struct id *id)
{
	if (id)
		bind_blob(stmt, name, id->b, ID_BYTES);
	else
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

enum status
db_row(struct db *db, sqlite3_stmt *stmt, bool *row, struct err *err)
{
	int code = sqlite3_step(stmt);

	*row = code == SQLITE_ROW;
	if (code == SQLITE_ROW)
		return STATUS_OK;
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(db, code, err);
}

enum status
db_done(struct db *db, sqlite3_stmt *stmt, struct err *err)
{
	int code = sqlite3_step(stmt);

	if (code == SQLITE_ROW)
		die(sqlite3_sql(stmt), "gives rows where none are expected");
	sqlite3_reset(stmt);
	return code == SQLITE_DONE ? STATUS_OK : db_failed(db, code, err);
}

enum status
db_begin(struct db *db, struct err *err)
{
	enum status status;

	if (db->writing)
		die("a transaction inside a transaction", db->path);
	status = db_script(db, "BEGIN IMMEDIATE", err);
	db->writing = !status;
	return status;
}

enum status
db_commit(struct db *db, struct err *err)
{
	enum status status;

	if (!db->writing)
		die("a commit without a transaction", db->path);
	status = db_script(db, "COMMIT", err);
	if (status) {
		db_rollback(db);
		return status;
	}
	db->writing = false;
	return STATUS_OK;
}

void
db_cache(struct db *db, bool wide)
{
	int used = 0, highest;

	/* What was changed can be let go only when it is written; a stick of some hundred steps is written once, at the commit. Should it
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
