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

/* The schema: its SQL with the comments of each table, and what holds a file against it, object for object. More than 500 lines, since who changes
 * a table must see in one place what a file is compared with. */

/* ---- the SQL

 * Comments are inside the SQL on purpose: whoever opens the file with another tool finds them in its schema. */

/* The text of the truth belongs to the format: a file with another letter in it is altered. */
static const char journal_sql[] =
	"CREATE TABLE step (\n"
	"  -- The journal: signed steps, only ever added. body is exactly what was signed; id is BLAKE2b-256 of\n"
	"  -- DSSE's pre-authentication encoding of it; sig is the author's Ed25519 signature over the same.\n"
	"  n INTEGER PRIMARY KEY, -- order of arrival here; means nothing elsewhere\n"
	"  id BLOB NOT NULL UNIQUE,\n"
	"  body TEXT NOT NULL,\n"
	"  sig BLOB NOT NULL\n"
	") STRICT;\n"
	"CREATE TABLE photo (\n"
	"  -- Photos named by steps; id is BLAKE2b-256 of data.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data BLOB NOT NULL\n"
	") STRICT;\n"
	"CREATE TABLE box (\n"
	"  -- Sealed private values named by steps; id is BLAKE2b-256 of data. Erasing a row breaks no signature.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data BLOB NOT NULL\n"
	") STRICT;\n";

static const char rooms_sql[] =
	"CREATE TABLE pending (\n"
	"  -- Steps by nobody known here, or by one who may not (yet) sign such a thing: not verified, without effect, never\n"
	"  -- exported. Tried again when a credential or a genesis arrives.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL, author BLOB NOT NULL, body TEXT NOT NULL, sig BLOB NOT NULL,\n"
	"  carrier BLOB, -- author of the trailer they came with; NULL: a stranger. Of each the newest 1,000 and 16 MiB stay\n"
	"  UNIQUE (id, sig)\n"
	") STRICT;\n"
	"CREATE INDEX pending_author ON pending (author);\n"
	"CREATE INDEX pending_carrier ON pending (carrier, n);\n"
	"CREATE TABLE request (\n"
	"  -- Self-signed credentials that no genesis names: they ask for a right and have none.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL, sig BLOB NOT NULL,\n"
	"  carrier BLOB -- as in pending; empty: made here\n"
	") STRICT;\n"
	"CREATE INDEX request_carrier ON request (carrier, n);\n"
	"CREATE TABLE ack (\n"
	"  -- The trailer last taken in of each author on each device: what to leave out of exports to just that one.\n"
	"  n INTEGER PRIMARY KEY, -- the higher, the later taken in\n"
	"  author BLOB NOT NULL, device BLOB NOT NULL, body TEXT NOT NULL, sig BLOB NOT NULL, UNIQUE (author, device)\n"
	") STRICT;\n"
	"CREATE TABLE pin (\n"
	"  -- The geneses that this workspace has followed, in that order: by itself, or because a person said so.\n"
	"  n INTEGER PRIMARY KEY, genesis BLOB NOT NULL, how INTEGER NOT NULL CHECK (how IN (1, 2)), UNIQUE (genesis, how)\n"
	") STRICT;\n";

/* Beside the journal, in an export: no other table stands in one. */
static const char carried_sql[] = "CREATE TABLE request (\n"
				  "  -- Self-signed credentials that ask for a right, for whom may give it.\n"
				  "  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL, sig BLOB NOT NULL\n"
				  ") STRICT;\n"
				  "CREATE TABLE trailer (\n"
				  "  -- The signed end of the file: what is in it, and what its author holds and lacks. One row.\n"
				  "  body TEXT NOT NULL, sig BLOB NOT NULL\n"
				  ") STRICT;\n";

static const char version_sql[] =
	"CREATE TABLE derived (\n"
	"  -- By what the derived tables were made. Where it is not what this program would write, they are dropped and\n"
	"  -- derived anew. One row.\n"
	"  one INTEGER PRIMARY KEY CHECK (one = 1),\n"
	"  version INTEGER NOT NULL, -- of what derivation writes\n"
	"  tables BLOB NOT NULL, -- BLAKE2b-256 of the SQL of the tables that every file has\n"
	"  pack_tables BLOB -- of those that the form pack in force asks for; NULL: no pack\n"
	") STRICT;\n";

/* Tables that every workspace has, register_building_sql among them. */
static const char logs_sql[] =
	"CREATE TABLE log (\n"
	"  -- Derived. Logs by a short number: what one author signed on one device about one area since the log was begun.\n"
	"  log INTEGER PRIMARY KEY, author BLOB NOT NULL, device BLOB NOT NULL, area TEXT NOT NULL, epoch INTEGER NOT NULL,\n"
	"  UNIQUE (author, device, area, epoch)\n"
	") STRICT;\n"
	"CREATE INDEX log_device ON log (device);\n"
	"CREATE TABLE place (\n"
	"  -- Derived. Where each step stands in its log, and what it is about.\n"
	"  n INTEGER PRIMARY KEY, -- step.n\n"
	"  log INTEGER, -- log.log; NULL: in none\n"
	"  seq INTEGER NOT NULL, -- 0: in no log\n"
	"  kind TEXT NOT NULL, at INTEGER NOT NULL, -- unix seconds, as claimed\n"
	"  building INTEGER -- building.building; NULL: about none\n"
	") STRICT;\n"
	"CREATE INDEX place_log ON place (log, seq);\n"
	"CREATE TABLE run (\n"
	"  -- Derived. What is here of each log, as unbroken runs: a step, and those it descends from by prev down to from_seq.\n"
	"  log INTEGER NOT NULL, first INTEGER NOT NULL, -- log.log, and step.n of the run's first step\n"
	"  from_seq INTEGER NOT NULL, seq INTEGER NOT NULL, last INTEGER NOT NULL, -- seq of both ends, step.n of the last\n"
	"  before BLOB, -- what the first step names as prev; NULL: nothing\n"
	"  PRIMARY KEY (log, first)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE INDEX place_building ON place (building) WHERE building IS NOT NULL;\n"
	"CREATE INDEX place_kind ON place (kind, n);\n";

static const char answers_sql[] =
	"CREATE TABLE item (\n"
	"  -- Derived. Sign-offs naming a building.\n"
	"  building INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (building, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE withdrawn (\n"
	"  -- Derived. Withdrawals of a sign-off, by the sign-off's id.\n"
	"  sign BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (sign, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE signed (\n"
	"  -- Derived. Effective approvals, of each level one.\n"
	"  building INTEGER NOT NULL, chain TEXT NOT NULL,\n"
	"  root BLOB NOT NULL, -- the slot's first step, of a chain over a repeat form; else empty\n"
	"  n INTEGER NOT NULL, -- level's position from 1\n"
	"  level TEXT NOT NULL, step BLOB NOT NULL, PRIMARY KEY (building, chain, root, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE returned (\n"
	"  -- Derived. Open returns, of each level one.\n"
	"  building INTEGER NOT NULL, chain TEXT NOT NULL, root BLOB NOT NULL,\n"
	"  level TEXT NOT NULL, step BLOB NOT NULL, PRIMARY KEY (building, chain, root, level)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE further (\n"
	"  -- Derived. What other chains of a building wait for, beside building.task.\n"
	"  building INTEGER NOT NULL, n INTEGER NOT NULL, -- from 1\n"
	"  task TEXT NOT NULL, task_name TEXT, task_chain TEXT, task_root BLOB, task_day TEXT, PRIMARY KEY (building, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE due (\n"
	"  -- Derived. What of a building stands open by a day: a form, or the next level of a chain (form NULL).\n"
	"  building INTEGER NOT NULL, n INTEGER NOT NULL, -- from 1\n"
	"  form TEXT, chain TEXT, level TEXT, root BLOB, of_case TEXT, -- whose next act it is\n"
	"  day TEXT NOT NULL, PRIMARY KEY (building, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE blind (\n"
	"  -- Derived. Forms that are blind to something, are called for at a building, and not filled.\n"
	"  building INTEGER NOT NULL, form TEXT NOT NULL, PRIMARY KEY (building, form)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE look (\n"
	"  -- Derived. How photos look: 64 bits that follow from the picture; 0: nothing can be told. The newest photos may lack theirs.\n"
	"  n INTEGER PRIMARY KEY, -- photo.n\n"
	"  look INTEGER NOT NULL\n"
	") STRICT;\n"
	"CREATE INDEX look_0 ON look (look & 65535, look);\n"
	"CREATE INDEX look_1 ON look (look >> 16 & 65535, look);\n"
	"CREATE INDEX look_2 ON look (look >> 32 & 65535, look);\n"
	"CREATE INDEX look_3 ON look (look >> 48 & 65535, look);\n"
	"CREATE TABLE findings_of_rules (\n"
	"  -- Derived. Rules that fire and limits that are broken; judged 0: hangs on unread private values.\n"
	"  building INTEGER NOT NULL, rule TEXT NOT NULL, level TEXT NOT NULL, kind INTEGER NOT NULL,\n"
	"  judged INTEGER NOT NULL, PRIMARY KEY (building, rule)\n"
	") STRICT, WITHOUT ROWID;\n";

static const char *const truth_scripts[] = { journal_sql, rooms_sql, NULL };
static const char *const carried_scripts[] = { journal_sql, carried_sql, NULL };
static const char *const derived_scripts[] = { version_sql, logs_sql, register_building_sql, answers_sql, NULL };

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
	enum status status = objects_expect(derived_scripts, NULL, NULL, &fixed, err);
	sqlite3_stmt *stmt;

	if (status)
		return status;
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
		status = run_scripts(db, derived_scripts, err);
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
	return create(db, truth_scripts, true, err);
}

enum status
schema_create_export(struct db *db, struct err *err)
{
	return create(db, carried_scripts, false, err);
}

int
schema_exec_fixed(sqlite3 *db)
{
	int code = SQLITE_OK;

	for (size_t i = 0; derived_scripts[i] && code == SQLITE_OK; i++)
		code = sqlite3_exec(db, derived_scripts[i], NULL, NULL, NULL);
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

/* Drops all objects but those that the scripts make. Tables take their indexes along. */
static enum status
drop_others(struct db *db, const char *const *scripts, const char *const *more, struct err *err)
{
	static const char *const types[] = { "trigger", "view", "table", "index" };
	struct objects kept = { 0 }, is = { 0 };
	enum status status = objects_expect(scripts, more, NULL, &kept, err);
	int code = status ? SQLITE_OK : objects_read(db_handle(db), &is);

	if (code != SQLITE_OK)
		status = db_failed(db, code, err);
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
	enum status status = drop_others(db, truth_scripts, NULL, err);

	if (!status)
		status = run_scripts(db, derived_scripts, err);
	return status ? status : stamp_derived(db, err);
}

enum status
schema_make_register(struct db *db, const struct pack *pack, struct err *err)
{
	struct objects wanted = { 0 }, fixed = { 0 };
	struct id hash;
	enum status status = drop_others(db, truth_scripts, derived_scripts, err);
	sqlite3_stmt *stmt;

	if (!status)
		status = register_make(db_handle(db), pack, REGISTER_OF_ALL, err);
	if (!status)
		status = objects_expect(derived_scripts, NULL, NULL, &fixed, err);
	if (!status)
		status = objects_expect(derived_scripts, NULL, pack, &wanted, err);
	objects_subtract(&wanted, &fixed);
	objects_hash(&wanted, &hash);
	objects_release(&wanted);
	objects_release(&fixed);
	if (status)
		return status;
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
	enum status status = objects_expect((const char *const[]){ version_sql, NULL }, NULL, NULL, &version, err);

	*state = SCHEMA_OTHER;
	if (!status && !wrong && stands)
		wrong = objects_missing(&version, is);
	if (!status && !wrong && stands)
		status = read_made_by(db, &made, err);
	if (!status && made.version == SCHEMA_DERIVED)
		status = objects_expect(derived_scripts, NULL, NULL, &wanted, err);
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
static enum status
is_export(const struct objects *is, bool *out, struct err *err)
{
	struct objects wanted = { 0 };
	enum status status = objects_expect(carried_scripts, NULL, NULL, &wanted, err);

	*out = !status && is->count == wanted.count && !objects_missing(&wanted, is);
	objects_release(&wanted);
	return status;
}

enum status
schema_look(struct db *db, enum schema_state *state, struct err *err)
{
	struct objects truth = { 0 }, is = { 0 };
	const struct object *missing, *sharing;
	bool exported = false;
	enum status status = check_format(db, err);
	int code;

	*state = SCHEMA_OTHER;
	if (!status)
		status = objects_expect(truth_scripts, NULL, NULL, &truth, err);
	if (status)
		return status;
	code = objects_read(db_handle(db), &is);
	if (code == SQLITE_OK && objects_find(&is, "trailer"))
		status = is_export(&is, &exported, err);
	/* What a derived table is written into is the truth's as well: seen at once where the first page is, further down by
	 * schema_check_pages. */
	sharing = objects_sharing(&is);
	missing = objects_missing(&truth, &is);
	if (!missing && !sharing)
		objects_subtract(&is, &truth);
	if (code != SQLITE_OK) {
		status = db_failed(db, code, err);
	} else if (status) {
		;
	} else if (exported && !sharing) {
		*state = SCHEMA_CARRIED;
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
	enum status status = objects_expect(truth_scripts, derived_scripts, NULL, &fixed, err);
	int code;

	if (!status)
		status = objects_expect(truth_scripts, derived_scripts, pack, &wanted, err);
	if (!status)
		status = read_made_by(db, &made, err);
	code = status ? SQLITE_OK : objects_read(db_handle(db), &is);
	objects_subtract(&wanted, &fixed);
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
