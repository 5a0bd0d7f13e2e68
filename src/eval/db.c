#include "eval/db.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

#define CACHE_KIB 32768 /* of the file held in memory, as in the PRAGMAs below */

/* What may be had or ends the program (base/mem). A damaged file can ask for more than there is: such a request fails alone. */
#define NEEDED_MEMORY_BYTES (4 << 20)

/* Where SQLite's file format has the number that every writing transaction raises. */
#define CHANGE_COUNTER_AT 24

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
	struct err unprepared; /* why db_use had no statement to give */
	struct err failed;     /* the first failure in the transaction: what failed once is not committed */
	uint32_t counter;      /* the file's change counter when the transaction began */
	struct err warning;    /* of the last commit; no text: none */
	struct err trouble;    /* the first failure since somebody asked */
};

NO_RETURN static void
die(const char *what, const char *detail)
{
	/* Our own mistake in a literal; nothing sensible can follow. Bound values are never printed. */
	fprintf(stderr, "louce: bug: %s: %s\n", what, detail);
	abort();
}

/* A stick that is gone and a bad sector are read errors, which SQLite takes for damage: only a file that reads from end to end is damaged. */
static bool
is_readable(const char *path, int *errnum)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char chunk[65536];
	ssize_t got = 1;

	*errnum = errno;
	if (fd < 0)
		return errno == ENOENT; /* in memory */
	while (got > 0 || (got < 0 && errno == EINTR))
		got = read(fd, chunk, sizeof(chunk));
	*errnum = errno;
	close(fd);
	return got == 0;
}

static enum status
machine_failed(const char *path, int errnum, struct err *err)
{
	switch (errnum) {
	case ENOSPC:
	case EDQUOT:
		return err_set(err, STATUS_IO, _("the disk with \"%s\" is full; free some space and do it again"), path);
	case EROFS:
		return err_set(err, STATUS_IO,
			       _("\"%s\" cannot be written: the disk or the file is read-only; copy it to a disk of this machine"), path);
	case EACCES:
	case EPERM:
		return err_set(err, STATUS_IO, _("\"%s\": no right to do that; check who owns the file and its folder"), path);
	default:
		return err_set(err, STATUS_IO,
			       _("\"%s\" cannot be read or written (%s); see whether the stick or disk is still in place, and do it again"),
			       path, strerror(errnum ? errnum : EIO));
	}
}

static enum status
sentence(sqlite3 *handle, const char *path, int code, struct err *err)
{
	int errnum = handle ? sqlite3_system_errno(handle) : 0;

	switch (code & 0xff) {
	case SQLITE_FULL:
		return machine_failed(path, ENOSPC, err);
	case SQLITE_READONLY:
		if (code == SQLITE_READONLY_ROLLBACK)
			return err_set(
				err, STATUS_CONFLICT,
				_("\"%s\" was being written when the machine stopped; open it once with louce, which takes back what is half written"),
				path);
		return machine_failed(path, EROFS, err);
	case SQLITE_NOTADB:
		return err_set(err, STATUS_INVALID, _("\"%s\" is not a louce file"), path);
	case SQLITE_CORRUPT:
		errnum = 0;
		if (!is_readable(path, &errnum))
			return machine_failed(path, errnum, err);
		return err_set(err, STATUS_TAMPERED, _("\"%s\" is damaged; use another copy, or take the steps back from a stick"), path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, STATUS_CONFLICT, _("\"%s\" is in use by another louce; close that one first"), path);
	case SQLITE_CANTOPEN:
		if (errnum == ENOSPC || errnum == EDQUOT || errnum == EROFS || errnum == EIO || errnum == ENODEV)
			return machine_failed(path, errnum, err);
		return err_set(err, STATUS_IO, _("\"%s\" cannot be opened; check the name and the rights of its folder"), path);
	case SQLITE_NOMEM:
		return err_set(err, STATUS_IO, _("memory is short for \"%s\"; close other programs and do it again"), path);
	case SQLITE_IOERR:
	case SQLITE_PERM:
	case SQLITE_PROTOCOL:
	case SQLITE_NOLFS:
		return machine_failed(path, errnum, err);
	default: /* a table, a type or a value that louce never writes */
		return err_set(err, STATUS_TAMPERED,
			       _("\"%s\" is not as louce wrote it; run louce verify, and use another copy or louce rebuild"), path);
	}
}

enum status
db_failed(struct db *db, int code, struct err *err)
{
	enum status status = sentence(db->handle, db->path, code, err);

	if (db->writing && !db->failed.status)
		sentence(db->handle, db->path, code, &db->failed);
	if (!db->trouble.status)
		sentence(db->handle, db->path, code, &db->trouble);
	return status;
}

bool
db_trouble(struct db *db, struct err *out)
{
	struct err none = { 0 };

	if (!db->trouble.status)
		return false;
	*out = db->trouble;
	db->trouble = none;
	return true;
}

enum status
db_handle_failed(sqlite3 *handle, int code, struct err *err)
{
	const char *path = sqlite3_db_filename(handle, "main");

	return sentence(handle, path && *path ? path : _("memory"), code, err);
}

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
		if (i > 0) { /* what is used often is found at once */
			struct kept moved = db->kept[i];
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

enum status
db_begin(struct db *db, struct err *err)
{
	enum status status;

	if (db->writing)
		die("a transaction inside a transaction", db->path);
	status = db_script(db, "BEGIN IMMEDIATE", err);
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
