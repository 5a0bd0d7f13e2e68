#ifndef EVAL_DB_H
#define EVAL_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"

/* A connection with the manners every louce database has: prepared statements kept by their literal, values bound by
 * name, results compared with what is expected, writes only between db_begin and db_commit. */

struct db;

enum db_mode {
	DB_CREATE,    /* must not exist */
	DB_WRITE,     /* must exist */
	DB_READ_ONLY, /* must exist; never written, not even a hot journal's rollback into it */
	DB_WRITE_OR_CREATE,
	DB_WRITE_AHEAD, /* made when missing; a commit waits for no disk and yet a power cut leaves it whole: only the last ones may be gone */
	DB_CREATE_ONCE, /* must not exist; without a journal or syncs: whoever writes it throws it away on failure, and syncs it himself */
};

/* Prepares SQLite for this process. Before the first use of it; may be called again, from any thread. */
void db_start(void);

/* `synchronous`: "EXTRA" for the truth, "NORMAL" for what may be lost. */
MUST_CHECK enum status db_open(const char *path, enum db_mode mode, const char *synchronous, struct db **out, struct err *err);
/* A database of its own that lies in memory, or in a file without a name when it grows, over the file at `path`, which is attached as `file`
 * and only read: a name that is not found in the one is looked for in the other. */
MUST_CHECK enum status db_open_over(const char *path, struct db **out, struct err *err);
void db_close(struct db *db);
sqlite3 *db_handle(struct db *db);
const char *db_path(const struct db *db);

/* Several statements of a script; for schemas. */
MUST_CHECK enum status db_script(struct db *db, const char *sql, struct err *err);

/* The statement of this literal, reset and unbound. Literals only: statements are kept by address. Bad SQL dies loudly. NULL when the file does not let
 * it be prepared; binding to NULL does nothing, and db_row and db_done then say why. */
sqlite3_stmt *db_use(struct db *db, const char *literal);

/* Binding; an unknown name dies loudly. Text and blobs are borrowed until the statement is reset. */
void bind_int(sqlite3_stmt *stmt, const char *name, int64_t value);
void bind_text(sqlite3_stmt *stmt, const char *name, const char *text); /* NULL binds NULL */
void bind_blob(sqlite3_stmt *stmt, const char *name, const void *bytes, size_t len);
void bind_id(sqlite3_stmt *stmt, const char *name, const struct id *id); /* NULL binds NULL */
bool column_id(sqlite3_stmt *stmt, int column, struct id *out);		 /* false when NULL or no 32 bytes */

/* One step: *row says whether there is a row. When there is none, the statement is reset. */
MUST_CHECK enum status db_row(struct db *db, sqlite3_stmt *stmt, bool *row, struct err *err);
/* Runs a statement that gives no rows. */
MUST_CHECK enum status db_done(struct db *db, sqlite3_stmt *stmt, struct err *err);
/* The failure of the last call, as a sentence. In a transaction it is remembered: a commit after it fails with the same sentence, whoever
 * dropped the status in between. */
enum status db_failed(struct db *db, int code, struct err *err);
/* The failure of a connection that is no struct db, as a sentence. */
enum status db_handle_failed(sqlite3 *handle, int code, struct err *err);
/* The first failure since the last call of db_trouble, whoever dropped its status; false: none. What was read since then may lack something. */
bool db_trouble(struct db *db, struct err *out);

/* Between the two every read takes the file as it was at the first one, without a lock and a look at the journal for each: what is read in
 * thousands of statements takes half the time. Others cannot commit meanwhile, so it is for loops that end soon. Calls nest; a read that cannot
 * begin so is left to itself, and then each one tells what failed. */
void db_read_begin(struct db *db);
void db_read_end(struct db *db);

/* CONFLICT: another file has taken the place of this one, or none stands there. */
MUST_CHECK enum status db_begin(struct db *db, struct err *err);
/* OK also when the transaction stands and only what follows it failed (the folder could not be synced): db_warning says so. */
MUST_CHECK enum status db_commit(struct db *db, struct err *err);
const char *db_warning(const struct db *db); /* of the last commit; NULL: none */
void db_rollback(struct db *db);	     /* does nothing outside a transaction */
/* How much of the file is held in memory: 52 MiB while many steps are put, whose ids go to places all over their index; else 32. */
void db_cache(struct db *db, bool wide);
bool db_writing(const struct db *db);
/* SQLite's number of what the file holds: another one when another connection has written. False, at once: somebody is writing just now. */
bool db_peek_version(struct db *db, int64_t *version);

#endif
