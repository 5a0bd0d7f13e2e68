#include "store/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/temporary.h"

#define ASIDE_MAX 99

/* An empty file that nobody else may read; SQLite takes it for a new database and keeps its rights. */
static enum status
make_private(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno != EEXIST)
		return err_errno(err, errno, _("\"%s\" cannot be written"), path);
	if (fd >= 0)
		close(fd);
	return STATUS_OK;
}

/* ---- looking */

/* Runs a statement of a file that may be damaged; true when its first row holds this text. */
static bool
says(struct db *db, const char *sql, const char *bound, const char *expected)
{
	sqlite3_stmt *stmt = NULL;
	const char *text = NULL;
	bool right = false;

	if (sqlite3_prepare_v2(db_handle(db), sql, -1, &stmt, NULL) == SQLITE_OK &&
	    (!bound || sqlite3_bind_text(stmt, 1, bound, -1, SQLITE_STATIC) == SQLITE_OK) && sqlite3_step(stmt) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(stmt, 0);
	right = text && strcmp(text, expected) == 0;
	sqlite3_finalize(stmt);
	return right;
}

bool
beside_has_table(struct db *db, const char *name)
{
	return says(db, "SELECT 'yes' FROM sqlite_schema WHERE type = 'table' AND name = ?", name, "yes");
}

static bool
is_whole(struct db *db, const struct beside_kind *kind)
{
	if (!says(db, "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')", NULL, "0"))
		return false;
	for (size_t i = 0; i < kind->table_count; i++) {
		const struct beside_table *table = &kind->tables[i];
		char *check = mem_printf("PRAGMA quick_check(%s)", table->name);
		bool right = says(db, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", table->name, table->schema) &&
			     (table->unchecked || says(db, check, NULL, "ok"));

		free(check);
		if (!right)
			return false;
	}
	return true;
}

static enum status
make_tables(struct db *db, const struct beside_kind *kind, struct err *err)
{
	enum status status = STATUS_OK;
	bool missing = false;

	for (size_t i = 0; i < kind->table_count; i++)
		missing |= !beside_has_table(db, kind->tables[i].name);
	if (!missing)
		return STATUS_OK;
	status = db_begin(db, err);
	for (size_t i = 0; i < kind->table_count && !status; i++)
		if (!beside_has_table(db, kind->tables[i].name))
			status = db_script(db, kind->tables[i].schema, err);
	if (!status)
		return db_commit(db, err);
	db_rollback(db);
	return status;
}

/* INVALID or TAMPERED: the file is damaged, or not ours. */
static enum status
open_whole(const char *path, const struct beside_kind *kind, struct db **out, struct err *err)
{
	struct db *db = NULL;
	enum status status = make_private(path, err);

	if (!status)
		status = db_open(path, kind->mode, kind->synchronous, &db, err);
	if (!status)
		status = make_tables(db, kind, err);
	if (!status && !is_whole(db, kind))
		status = err_set(err, STATUS_TAMPERED, _("\"%s\" is damaged"), path);
	if (status) {
		db_close(db);
		return status;
	}
	*out = db;
	return STATUS_OK;
}

/* ---- setting aside */

/* Carries rows until the end or the first damage; how many were new. */
static int64_t
carry_rows(sqlite3 *from, sqlite3 *to, const char *select, const char *insert)
{
	sqlite3_stmt *read = NULL, *write = NULL;
	int64_t carried = 0;

	if (sqlite3_prepare_v2(from, select, -1, &read, NULL) == SQLITE_OK &&
	    sqlite3_prepare_v2(to, insert, -1, &write, NULL) == SQLITE_OK) {
		while (sqlite3_step(read) == SQLITE_ROW) {
			for (int i = 0; i < sqlite3_column_count(read); i++)
				sqlite3_bind_value(write, i + 1, sqlite3_column_value(read, i));
			if (sqlite3_step(write) == SQLITE_DONE)
				carried += sqlite3_changes(to);
			sqlite3_reset(write);
		}
	}
	sqlite3_finalize(read);
	sqlite3_finalize(write);
	return carried;
}

static enum status
recover(const char *damaged, struct db *into, const struct beside_kind *kind, struct beside_news *news, struct err *err)
{
	sqlite3 *from = NULL;
	enum status status = db_begin(into, err);

	if (status)
		return status;
	if (sqlite3_open_v2(damaged, &from, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
		sqlite3_db_config(from, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
		sqlite3_db_config(from, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
		sqlite3_exec(from, "PRAGMA cell_size_check=ON", NULL, NULL, NULL);
		for (size_t i = 0; i < kind->table_count; i++) {
			const struct beside_table *table = &kind->tables[i];

			news->recovered[i] = carry_rows(from, db_handle(into), table->forwards, table->insert);
			news->recovered[i] += carry_rows(from, db_handle(into), table->backwards, table->insert);
		}
	}
	sqlite3_close(from);
	return db_commit(into, err);
}

static void
drop_companions(const char *path)
{
	static const char *const endings[] = { "-journal", "-wal", "-shm" };

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		char *companion = mem_printf("%s%s", path, endings[i]);

		unlink(companion);
		free(companion);
	}
}

static char *
free_name(const char *path)
{
	char *name = NULL;

	for (int i = 1; i <= ASIDE_MAX; i++) {
		free(name);
		name = mem_printf("%s.damaged-%d", path, i);
		if (!file_exists(name))
			break;
	}
	return name;
}

/* The new file takes the place of the damaged one in one step where the file system can exchange two names: a cut in between must not
 * cost what was just recovered. */
static enum status
change_places(const char *path, const char *made, const char *aside, struct err *err)
{
	bool right;

	drop_companions(path);
	if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_EXCHANGE) == 0)
		right = rename(made, aside) == 0;
	else
		right = rename(path, aside) == 0 && rename(made, path) == 0;
	if (!right)
		return err_errno(err, errno, _("\"%s\" cannot be written"), path);
	file_sync_folder(path);
	return STATUS_OK;
}

static enum status
set_aside(const char *path, const struct beside_kind *kind, struct beside_news *news, struct err *err)
{
	char *made = temporary_name(path), *aside = free_name(path);
	struct db *db = NULL;
	enum status status;

	temporary_clear(path);
	status = open_whole(made, kind, &db, err);
	if (!status)
		status = recover(path, db, kind, news, err);
	db_close(db);
	if (!status)
		status = change_places(path, made, aside, err);
	if (status) {
		drop_companions(made);
		unlink(made);
	} else {
		news->set_aside = true;
		news->aside = aside;
		aside = NULL;
	}
	free(made);
	free(aside);
	return status;
}

enum status
beside_open(const char *workspace_path, const struct beside_kind *kind, struct db **out, struct beside_news *news, struct err *err)
{
	char *path = mem_printf("%s.%s", workspace_path, kind->suffix);
	struct err why = { 0 };
	enum status status = open_whole(path, kind, out, &why);

	*news = (struct beside_news){ 0 };
	if (status == STATUS_INVALID || status == STATUS_TAMPERED) {
		status = set_aside(path, kind, news, err);
		if (!status)
			status = open_whole(path, kind, out, err);
	} else if (status) {
		err_set(err, status, "%s", why.text);
	}
	free(path);
	return status;
}
