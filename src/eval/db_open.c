#include "eval/db_inside.h"
#include "eval/library.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

/* Opening a connection with its manners, and closing it. */

/* Requests up to this size are met or end the program (base/mem). A damaged file can ask for more than there is: a larger request fails
 * alone. */
#define NEEDED_MEMORY_BYTES (4 << 20)

static int
on_commit(void *ctx)
{
	const struct db *db = ctx;

	return !db->writing; /* nonzero turns the commit into a rollback */
}

static int
note_mode(void *ctx, int count, char **values, char **names)
{
	bool *ahead = ctx;

	(void)names;
	*ahead = count == 1 && values[0] && strcmp(values[0], "wal") == 0;
	return 0;
}

/* A file system without shared memory (some network folders) has no write-ahead log: there every commit waits for the disk. */
static enum status
write_ahead(struct db *db, struct err *err)
{
	bool ahead = false;
	int code;

	db->writing = true;
	code = sqlite3_exec(db->handle, "PRAGMA journal_mode=WAL", note_mode, &ahead, NULL);
	if (code == SQLITE_OK && !ahead)
		code = sqlite3_exec(db->handle, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA", NULL, NULL, NULL);
	db->writing = false;
	return code == SQLITE_OK ? STATUS_OK : db_failed(db, code, err);
}

static enum status
configure(struct db *db, enum db_mode mode, const char *synchronous, struct err *err)
{
	char pragmas[256];
	enum status status;

	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, DB_BUSY_MS);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	if (mode == DB_READ_ONLY)
		return db_script(db, "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824;", err);
	snprintf(pragmas, sizeof(pragmas),
		 "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA page_size=8192;"
		 "%s; PRAGMA synchronous=%s; PRAGMA cache_size=-32768;",
		 mode == DB_CREATE_ONCE	  ? "PRAGMA journal_mode=OFF"
		 : mode == DB_WRITE_AHEAD ? ""
					  : "PRAGMA journal_mode=DELETE",
		 mode == DB_CREATE_ONCE ? "OFF" : synchronous);
	db->writing = true; /* switching the journal mode commits */
	status = db_script(db, pragmas, err);
	db->writing = false;
	return status || mode != DB_WRITE_AHEAD ? status : write_ahead(db, err);
}

static sqlite3_mem_methods plain_memory;

static void *
needed_malloc(int size)
{
	void *memory = plain_memory.xMalloc(size);

	if (!memory && size > 0 && size <= NEEDED_MEMORY_BYTES)
		mem_exhausted();
	return memory;
}

static void *
needed_realloc(void *old, int size)
{
	void *memory = plain_memory.xRealloc(old, size);

	if (!memory && size > 0 && size <= NEEDED_MEMORY_BYTES)
		mem_exhausted();
	return memory;
}

static void
start_library(void)
{
	sqlite3_mem_methods needed;

	/* Running out of memory ends the program here as everywhere: a column that is NULL for want of it would be an answer. */
	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain_memory) == SQLITE_OK) {
		needed = plain_memory;
		needed.xMalloc = needed_malloc;
		needed.xRealloc = needed_realloc;
		sqlite3_config(SQLITE_CONFIG_MALLOC, &needed);
	}
	/* SQLite would count its memory under a lock that every thread takes at every allocation; nobody asks for the count. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* Else each table that a statement makes for itself would begin with room for twenty pages, and expressions make such at every asking. */
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
}

void
db_start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, start_library);
}

const char *
db_library_version(void)
{
	return sqlite3_libversion();
}

enum status
db_open(const char *path, enum db_mode mode, const char *synchronous, struct db **out, struct err *err)
{
	static const int flags[] = {
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE,
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_READ_ONLY] = SQLITE_OPEN_READONLY,
		[DB_WRITE_OR_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_WRITE_AHEAD] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_CREATE_ONCE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE,
	};
	struct db *db = mem_alloc(sizeof(*db));
	enum status status = STATUS_OK;
	int code;

	db_start();
	db->path = mem_strdup(path);
	status = file_is_ordinary(path, err); /* SQLite would wait for the writer of a pipe */
	if (status)
		goto out;
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

/* The path as SQLite's URI has it, for reading alone. */
static char *
read_only_uri(const char *path)
{
	static const char digits[] = "0123456789abcdef";
	struct buf uri = { 0 };

	buf_text_add(&uri, *path == '/' ? "file://" : "file:");
	for (const unsigned char *at = (const unsigned char *)path; *at; at++)
		if (*at == '/' || *at == '.' || *at == '-' || *at == '_' || (*at < 0x80 && isalnum(*at)))
			buf_char(&uri, (char)*at);
		else
			buf_printf(&uri, "%%%c%c", digits[*at >> 4], digits[*at & 15]);
	buf_text_add(&uri, "?mode=ro");
	return buf_detach(&uri);
}

static enum status
attach(struct db *db, const char *path, struct err *err)
{
	char *uri = read_only_uri(path);
	sqlite3_stmt *stmt = db_use(db, "ATTACH DATABASE :uri AS file");
	enum status status;

	bind_text(stmt, ":uri", uri);
	status = db_done(db, stmt, err);
	free(uri);
	return status;
}

enum status
db_open_over(const char *path, struct db **out, struct err *err)
{
	struct db *db = mem_alloc(sizeof(*db));
	enum status status;
	int code;

	db_start();
	db->path = mem_strdup(path);
	code = sqlite3_open_v2("", &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	status = code == SQLITE_OK ? configure(db, DB_CREATE_ONCE, "OFF", err) : db_failed(db, code, err);
	if (!status)
		status = attach(db, path, err);
	if (status) {
		db_close(db);
		return status;
	}
	sqlite3_commit_hook(db->handle, on_commit, db);
	*out = db;
	return STATUS_OK;
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
