#include "store/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "eval/register.h"
#include "seal/seal.h"
#include "store/objects.h"
#include "store/tables.h"

/* Making the tables, and holding a file against them, object for object. */

/* ---- making */

static enum status
run_scripts(struct db *db, const char *const *scripts, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; scripts[i] && !status; i++)
		status = db_script(db, scripts[i], err);
	return status;
}

static enum status
stamp(struct db *db, struct err *err)
{
	char sql[96];

	snprintf(sql, sizeof(sql), "PRAGMA application_id=%d; PRAGMA user_version=%d;", SCHEMA_APPLICATION_ID, SCHEMA_FORMAT);
	return db_script(db, sql, err);
}

/* Writes the row that says by what the derived tables were made; none of a pack stands yet. */
static enum status
stamp_derived(struct db *db, struct err *err)
{
	struct objects fixed = { 0 };
	struct id hash;
	sqlite3_stmt *stmt;

	objects_expect(tables_derived, &fixed);
	objects_hash(&fixed, &hash);
	objects_release(&fixed);
	stmt = db_use(db, "INSERT INTO derived (one, version, tables) VALUES (1, :version, :tables)");
	bind_int(stmt, ":version", SCHEMA_DERIVED);
	bind_id(stmt, ":tables", &hash);
	return db_done(db, stmt, err);
}

static enum status
create(struct db *db, const char *const *truth, bool derived, struct err *err)
{
	enum status status = db_begin(db, err);

	if (!status)
		status = run_scripts(db, truth, err);
	if (!status && derived)
		status = run_scripts(db, tables_derived, err);
	if (!status && derived)
		status = stamp_derived(db, err);
	if (!status)
		status = stamp(db, err);
	if (status) {
		db_rollback(db);
		return status;
	}
	return db_commit(db, err);
}

enum status
schema_create(struct db *db, struct err *err)
{
	return create(db, tables_of_truth, true, err);
}

enum status
schema_create_export(struct db *db, struct err *err)
{
	return create(db, tables_of_export, false, err);
}

int
schema_exec_fixed(sqlite3 *db)
{
	int code = SQLITE_OK;

	for (size_t i = 0; tables_derived[i] && code == SQLITE_OK; i++)
		code = sqlite3_exec(db, tables_derived[i], NULL, NULL, NULL);
	return code;
}

/* ---- dropping */

enum status
schema_check_pages(struct db *db, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db_handle(db), "PRAGMA main.quick_check(1)", -1, &stmt, NULL);
	bool right = false;

	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_ROW) {
		const char *said = (const char *)sqlite3_column_text(stmt, 0);

		right = said && strcmp(said, "ok") == 0;
	}
	sqlite3_finalize(stmt);
	return right ? STATUS_OK : db_failed(db, code == SQLITE_ROW ? SQLITE_CORRUPT : code, err);
}

/* Drops all objects but those that the scripts make, or the further ones (more: NULL for none). Tables take their indexes along. */
static enum status
drop_others(struct db *db, const char *const *scripts, const char *const *more, struct err *err)
{
	static const char *const types[] = { "trigger", "view", "table", "index" };
	struct objects kept = { 0 }, is = { 0 };
	int code = objects_read(db_handle(db), &is);
	enum status status = code == SQLITE_OK ? STATUS_OK : db_failed(db, code, err);

	objects_expect(scripts, &kept);
	if (more)
		objects_expect(more, &kept);
	objects_subtract(&is, &kept);
	/* Dropping a table frees its pages: where one of them is the truth's as well, photos or steps would go along. */
	if (!status && is.count)
		status = schema_check_pages(db, err);
	for (size_t t = 0; t < ARRAY_LEN(types); t++)
		for (size_t i = 0; i < is.count && !status; i++) {
			char *sql;

			if (strcmp(is.items[i].type, types[t]) != 0 || !is.items[i].sql)
				continue;
			sql = sqlite3_mprintf("DROP %s IF EXISTS main.\"%w\"", types[t], is.items[i].name);
			status = sql ? db_script(db, sql, err) : db_failed(db, SQLITE_NOMEM, err);
			sqlite3_free(sql);
		}
	objects_release(&kept);
	objects_release(&is);
	return status;
}

enum status
schema_renew(struct db *db, struct err *err)
{
	enum status status = drop_others(db, tables_of_truth, NULL, err);

	if (!status)
		status = run_scripts(db, tables_derived, err);
	return status ? status : stamp_derived(db, err);
}

enum status
schema_make_register(struct db *db, const struct pack *pack, struct err *err)
{
	struct objects wanted = { 0 };
	struct id hash;
	enum status status = drop_others(db, tables_of_truth, tables_derived, err);
	sqlite3_stmt *stmt;

	if (!status)
		status = register_make(db_handle(db), pack, err);
	if (status)
		return status;
	objects_expect_register(pack, &wanted);
	objects_hash(&wanted, &hash);
	objects_release(&wanted);
	stmt = db_use(db, "UPDATE derived SET pack_tables = :hash");
	bind_id(stmt, ":hash", &hash);
	return db_done(db, stmt, err);
}

/* ---- looking */

static enum status
read_pragma(struct db *db, const char *literal, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db_handle(db), literal, -1, &stmt, NULL);

	/* The statement is not kept as db_use keeps others: the file may be anything, and this is its first read. */
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code != SQLITE_ROW) {
		enum status status = db_failed(db, code, err);

		sqlite3_finalize(stmt);
		return status;
	}
	*out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return STATUS_OK;
}

static enum status
check_format(struct db *db, struct err *err)
{
	int64_t application = 0, format = 0;
	enum status status = read_pragma(db, "PRAGMA application_id", &application, err);

	if (!status)
		status = read_pragma(db, "PRAGMA user_version", &format, err);
	if (status)
		return status;
	if (application != SCHEMA_APPLICATION_ID)
		return err_set(err, STATUS_INVALID, _("\"%s\" is not a louce file"), db_path(db));
	if (format > SCHEMA_FORMAT)
		return err_set(err, STATUS_INVALID,
			       _("\"%s\" was written by a newer louce (format %" PRId64 ", this one reads up to %d); "
				 "install the newer version"),
			       db_path(db), format, SCHEMA_FORMAT);
	if (format < 1)
		return err_set(err, STATUS_INVALID, _("\"%s\" has no format number; it was not written by louce"), db_path(db));
	if (format < SCHEMA_FORMAT)
		return err_set(err, STATUS_INVALID,
			       _("\"%s\" was written by a louce from before the first release (format %" PRId64
				 "); this one reads format %d, "
				 "and nothing of that file can be taken over"),
			       db_path(db), format, SCHEMA_FORMAT);
	return STATUS_OK;
}

static enum status
altered(struct db *db, const struct object *object, struct err *err)
{
	return err_set(err, STATUS_TAMPERED,
		       _("\"%s\" was altered: \"%.60s\" in it is not as louce writes it; louce rebuild makes a clean file of its steps"),
		       db_path(db), object->name);
}

/* Of a file that travels: it is nobody's own, and no workspace that could be rebuilt. */
static enum status
altered_export(struct db *db, struct err *err)
{
	return err_set(err, STATUS_TAMPERED, _("\"%s\": its tables are not those of an export; take nothing from it, and ask for it again"),
		       db_path(db));
}

/* Derived tables of another version are dropped unread. Only what no version ever wrote is altered: what acts by itself, what hangs on a
 * table of the truth, and SQLite's own tables, which not all can be dropped. */
static const struct object *
find_strange(const struct objects *others, const struct objects *truth)
{
	for (size_t i = 0; i < others->count; i++) {
		const struct object *object = &others->items[i];

		if (strcmp(object->type, "trigger") == 0 || (object->sql && sqlite3_strnicmp(object->name, "sqlite_", 7) == 0) ||
		    objects_find(truth, object->table) || (object->sql && sqlite3_strnicmp(object->sql, "CREATE VIRTUAL", 14) == 0))
			return object;
	}
	return NULL;
}

struct made_by {
	int64_t version;
	struct id tables, pack_tables;
	bool has_tables, has_pack_tables;
};

static enum status
read_made_by(struct db *db, struct made_by *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(db, "SELECT version, tables, pack_tables FROM derived");
	bool row;
	enum status status = db_row(db, stmt, &row, err);

	*out = (struct made_by){ 0 };
	if (status || !row)
		return status;
	out->version = sqlite3_column_int64(stmt, 0);
	out->has_tables = column_id(stmt, 1, &out->tables);
	out->has_pack_tables = column_id(stmt, 2, &out->pack_tables);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

/* `is`: without the truth. */
static enum status
look_at_derived(struct db *db, const struct objects *is, const struct objects *truth, enum schema_state *state, struct err *err)
{
	struct objects wanted = { 0 }, version = { 0 };
	const struct object *wrong = find_strange(is, truth), *stands = objects_find(is, "derived");
	struct made_by made = { 0 };
	struct id hash = { { 0 } };
	enum status status = STATUS_OK;

	*state = SCHEMA_OTHER;
	objects_expect(tables_version, &version);
	if (!wrong && stands)
		wrong = objects_missing(&version, is);
	if (!wrong && stands)
		status = read_made_by(db, &made, err);
	if (!status && made.version == SCHEMA_DERIVED)
		objects_expect(tables_derived, &wanted);
	objects_hash(&wanted, &hash);
	if (!status && !wrong && made.version == SCHEMA_DERIVED && made.has_tables && id_equal(&hash, &made.tables)) {
		*state = SCHEMA_OURS;
		wrong = objects_missing(&wanted, is);
	}
	if (!status && wrong) {
		status = altered(db, wrong, err);
		*state = SCHEMA_ALTERED;
	}
	objects_release(&wanted);
	objects_release(&version);
	return status;
}

/* Are the objects those of an export, neither more nor less? */
static bool
is_export(const struct objects *is)
{
	struct objects wanted = { 0 };
	bool same;

	objects_expect(tables_of_export, &wanted);
	same = is->count == wanted.count && !objects_missing(&wanted, is);
	objects_release(&wanted);
	return same;
}

enum status
schema_look(struct db *db, enum schema_state *state, struct err *err)
{
	struct objects truth = { 0 }, is = { 0 };
	const struct object *missing, *sharing;
	bool carried, exported;
	enum status status = check_format(db, err);
	int code;

	*state = SCHEMA_OTHER;
	if (status)
		return status;
	objects_expect(tables_of_truth, &truth);
	code = objects_read(db_handle(db), &is);
	exported = code == SQLITE_OK && objects_find(&is, "trailer") && is_export(&is);
	carried = objects_find(&is, "trailer") && !objects_find(&is, "derived");
	/* What a derived table is written into is the truth's as well: seen at once where the first page is, further down by
	 * schema_check_pages. */
	sharing = objects_sharing(&is);
	missing = objects_missing(&truth, &is);
	if (!missing && !sharing)
		objects_subtract(&is, &truth);
	if (code != SQLITE_OK) {
		status = db_failed(db, code, err);
	} else if (exported && !sharing) {
		*state = SCHEMA_CARRIED;
	} else if (carried) {
		status = altered_export(db, err);
	} else if (missing) {
		status = altered(db, missing, err);
	} else if (sharing) {
		status = altered(db, sharing, err);
		*state = SCHEMA_ALTERED;
	} else {
		status = look_at_derived(db, &is, &truth, state, err);
	}
	objects_release(&truth);
	objects_release(&is);
	return status;
}

enum status
schema_look_at_register(struct db *db, const struct pack *pack, enum schema_state *state, struct err *err)
{
	struct objects fixed = { 0 }, wanted = { 0 }, is = { 0 };
	const struct object *wrong = NULL;
	struct made_by made = { 0 };
	struct id hash;
	enum status status = read_made_by(db, &made, err);
	int code = status ? SQLITE_OK : objects_read(db_handle(db), &is);

	objects_expect(tables_of_truth, &fixed);
	objects_expect(tables_derived, &fixed);
	if (pack)
		objects_expect_register(pack, &wanted);
	objects_subtract(&is, &fixed);
	objects_hash(&wanted, &hash);
	*state = made.has_pack_tables == (pack != NULL) && (!pack || id_equal(&hash, &made.pack_tables)) ? SCHEMA_OURS : SCHEMA_OTHER;
	if (code != SQLITE_OK)
		status = db_failed(db, code, err);
	else if (!status && *state == SCHEMA_OURS) {
		wrong = objects_missing(&wanted, &is);
		if (!wrong)
			wrong = objects_missing(&is, &wanted);
	}
	if (wrong) {
		status = altered(db, wrong, err);
		*state = SCHEMA_ALTERED;
	}
	objects_release(&fixed);
	objects_release(&wanted);
	objects_release(&is);
	return status;
}
