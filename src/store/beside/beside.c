#include "store/beside/beside.h"

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

/* Runs a statement of a file that may be damaged. *right: its first row holds this text. A read that failed is no answer. */
static enum status
ask(struct db *db, const char *sql, const char *bound, const char *expected, bool *right, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db_handle(db), sql, -1, &stmt, NULL);

	*right = false;
	if (code == SQLITE_OK && bound)
		code = sqlite3_bind_text(stmt, 1, bound, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(stmt, 0);

		*right = text && strcmp(text, expected) == 0;
	}
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW || code == SQLITE_DONE ? STATUS_OK : db_failed(db, code, err);
}

static enum status
has_table(struct db *db, const char *name, bool *has, struct err *err)
{
	return ask(db, "SELECT 'yes' FROM sqlite_schema WHERE type = 'table' AND name = ?", name, "yes", has, err);
}

/* Pages that cannot be read are a damage to SQLite's check as well: db_failed looks which of the two it is. */
static enum status
check_pages(struct db *db, const char *table, struct err *err)
{
	char *check = mem_printf("PRAGMA quick_check(%s)", table);
	bool right;
	enum status status = ask(db, check, NULL, "ok", &right, err);

	free(check);
	return status || right ? status : db_failed(db, SQLITE_CORRUPT, err);
}

/* TAMPERED or INVALID: the file is damaged, or not ours. */
static enum status
check_whole(struct db *db, const struct beside_kind *kind, struct err *err)
{
	bool right;
	enum status status = ask(db, "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view')", NULL, "0", &right, err);

	for (size_t i = 0; i < kind->table_count && right && !status; i++) {
		const struct beside_table *table = &kind->tables[i];

		status = ask(db, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", table->name, table->schema, &right,
			     err);
		if (!status && right && !table->unchecked)
			status = check_pages(db, table->name, err);
	}
	return status || right ? status : err_set(err, STATUS_TAMPERED, _("\"%s\" is damaged"), db_path(db));
}

static enum status
make_tables(struct db *db, const struct beside_kind *kind, struct err *err)
{
	bool has[BESIDE_TABLES_MAX] = { false }, missing = false;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < kind->table_count && !status; i++) {
		status = has_table(db, kind->tables[i].name, &has[i], err);
		missing |= !has[i];
	}
	if (status || !missing)
		return status;
	status = db_begin(db, err);
	for (size_t i = 0; i < kind->table_count && !status; i++)
		if (!has[i])
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
	if (!status)
		status = check_whole(db, kind, err);
	if (status) {
		db_close(db);
		return status;
	}
	*out = db;
	return STATUS_OK;
}

/* ---- setting aside */

/* Carries rows until the end or the first damage, and counts those that were new. A read or a write that failed ends it: the damaged file
 * stays where it is. */
static enum status
carry_rows(sqlite3 *from, struct db *into, const char *select, const char *insert, int64_t *carried, struct err *err)
{
	sqlite3_stmt *read = NULL, *write = NULL;
	int code = sqlite3_prepare_v2(from, select, -1, &read, NULL), wrote;
	enum status status = STATUS_OK;

	wrote = sqlite3_prepare_v2(db_handle(into), insert, -1, &write, NULL);
	while (code == SQLITE_OK && wrote == SQLITE_OK && (code = sqlite3_step(read)) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(read); i++)
			sqlite3_bind_value(write, i + 1, sqlite3_column_value(read, i));
		wrote = sqlite3_step(write);
		if (wrote == SQLITE_DONE)
			*carried += sqlite3_changes(db_handle(into));
		wrote = wrote == SQLITE_DONE || (wrote & 0xff) == SQLITE_CONSTRAINT ? SQLITE_OK : wrote;
		sqlite3_reset(write);
		code = SQLITE_OK;
	}
	if (wrote != SQLITE_OK)
		status = db_failed(into, wrote, err);
	else if ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_BUSY)
		status = db_handle_failed(from, code, err);
	sqlite3_finalize(read);
	sqlite3_finalize(write);
	return status;
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
		for (size_t i = 0; i < kind->table_count && !status; i++) {
			const struct beside_table *table = &kind->tables[i];

			status = carry_rows(from, into, table->forwards, table->insert, &news->recovered[i], err);
			if (!status)
				status = carry_rows(from, into, table->backwards, table->insert, &news->recovered[i], err);
		}
	}
	sqlite3_close(from);
	if (!status)
		return db_commit(into, err);
	db_rollback(into);
	return status;
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
		news->aside = aside;
		aside = NULL;
	}
	free(made);
	free(aside);
	return status;
}

/* Opens the file, and once more when it seems damaged: a read that fails once may look like damage, real damage is there the second time. */
static enum status
open_or_repair(const char *path, const struct beside_kind *kind, struct db **out, struct beside_news *news, struct err *err)
{
	struct err why = { 0 }, again = { 0 };
	enum status status = open_whole(path, kind, out, &why);

	if (status == STATUS_INVALID || status == STATUS_TAMPERED) {
		status = open_whole(path, kind, out, &again);
		why = again;
	}
	if (status == STATUS_INVALID || status == STATUS_TAMPERED) {
		status = set_aside(path, kind, news, err);
		return status ? status : open_whole(path, kind, out, err);
	}
	return status ? err_set(err, status, "%s", why.text) : STATUS_OK;
}

enum status
beside_open(const char *workspace_path, const struct beside_kind *kind, struct db **out, struct buf *said, struct err *err)
{
	char *path = mem_printf("%s.%s", workspace_path, kind->suffix);
	struct beside_news news = { 0 };
	enum status status = open_or_repair(path, kind, out, &news, err);

	if (!status && news.aside && said)
		kind->say_set_aside(&news, workspace_path, said);
	free(news.aside);
	free(path);
	return status;
}
