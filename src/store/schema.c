#include "store/schema.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"

/* The comments are inside the SQL on purpose: whoever opens the file with another tool finds them in its schema. */
static const char truth_sql[] =
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
	") STRICT;\n"
	"CREATE TABLE pending (\n"
	"  -- Steps whose author's credential is not here yet; tried again when one arrives.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, author BLOB NOT NULL, body TEXT NOT NULL, sig BLOB NOT NULL\n"
	") STRICT;\n"
	"CREATE INDEX pending_author ON pending (author);\n"
	"CREATE TABLE pin (\n"
	"  -- The first genesis this workspace saw: whom it follows. One row.\n"
	"  one INTEGER PRIMARY KEY CHECK (one = 1), genesis BLOB NOT NULL\n"
	") STRICT;\n";

static const char derived_sql[] = "CREATE TABLE device (\n"
				  "  -- Derived. Devices by a short number.\n"
				  "  device INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE\n"
				  ") STRICT;\n"
				  "CREATE TABLE place (\n"
				  "  -- Derived. Where each step stands in its device's feed, and what it is about.\n"
				  "  n INTEGER PRIMARY KEY, -- step.n\n"
				  "  device INTEGER NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, -- 0: in no feed\n"
				  "  kind TEXT NOT NULL, at INTEGER NOT NULL, -- unix seconds, as claimed\n"
				  "  building INTEGER -- building.building; NULL: about none\n"
				  ") STRICT;\n"
				  "CREATE INDEX place_feed ON place (device, epoch, seq);\n"
				  "CREATE INDEX place_building ON place (building) WHERE building IS NOT NULL;\n"
				  "CREATE INDEX place_at ON place (at);\n"
				  "CREATE INDEX place_kind ON place (kind, n);\n"
				  "CREATE TABLE building (\n"
				  "  -- Derived. One row a building; division NULL: its listing is not here or does not count.\n"
				  "  building INTEGER PRIMARY KEY, root BLOB NOT NULL UNIQUE, division TEXT,\n"
				  "  level INTEGER NOT NULL DEFAULT 0, -- signed up to this level of the chain\n"
				  "  task TEXT, task_name TEXT, -- what comes next, and of which form or level\n"
				  "  changed INTEGER NOT NULL DEFAULT 0, -- newest step's at\n"
				  "  hash BLOB -- state hash\n"
				  ") STRICT;\n"
				  "CREATE INDEX building_division ON building (division, root);\n"
				  "CREATE INDEX building_task ON building (task, task_name, division);\n"
				  "CREATE TABLE item (\n"
				  "  -- Derived. Sign-offs naming a building.\n"
				  "  building INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (building, n)\n"
				  ") STRICT, WITHOUT ROWID;\n"
				  "CREATE TABLE withdrawn (\n"
				  "  -- Derived. Withdrawals of a sign-off, by the sign-off's id.\n"
				  "  sign BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (sign, n)\n"
				  ") STRICT, WITHOUT ROWID;\n"
				  "CREATE TABLE signed (\n"
				  "  -- Derived. Effective approvals.\n"
				  "  building INTEGER NOT NULL, n INTEGER NOT NULL, -- level's position from 1\n"
				  "  level TEXT NOT NULL, step BLOB NOT NULL, PRIMARY KEY (building, n)\n"
				  ") STRICT, WITHOUT ROWID;\n"
				  "CREATE TABLE returned (\n"
				  "  -- Derived. Returns in effect.\n"
				  "  building INTEGER NOT NULL, level TEXT NOT NULL, step BLOB NOT NULL, PRIMARY KEY (building, level)\n"
				  ") STRICT, WITHOUT ROWID;\n"
				  "CREATE TABLE findings_of_rules (\n"
				  "  -- Derived. Quality rules that fire; not judged ones (private values unread here) have judged 0.\n"
				  "  building INTEGER NOT NULL, rule TEXT NOT NULL, level TEXT NOT NULL, kind INTEGER NOT NULL,\n"
				  "  judged INTEGER NOT NULL, PRIMARY KEY (building, rule)\n"
				  ") STRICT, WITHOUT ROWID;\n";

static enum status
stamp(struct db *db, struct err *err)
{
	char sql[96];

	snprintf(sql, sizeof(sql), "PRAGMA application_id=%d; PRAGMA user_version=%d;", SCHEMA_APPLICATION_ID, SCHEMA_VERSION);
	return db_script(db, sql, err);
}

enum status
schema_create(struct db *db, struct err *err)
{
	enum status status = db_begin(db, err);

	if (!status)
		status = db_script(db, truth_sql, err);
	if (!status)
		status = db_script(db, derived_sql, err);
	if (!status)
		status = stamp(db, err);
	if (status) {
		db_rollback(db);
		return status;
	}
	return db_commit(db, err);
}

static enum status
read_pragma(struct db *db, const char *literal, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db_handle(db), literal, -1, &stmt, NULL);

	/* Not kept like other statements: this is the first read of a file that may be anything. */
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

enum status
schema_open(struct db *db, bool read_only, struct err *err)
{
	int64_t application = 0, version = 0;
	enum status status = read_pragma(db, "PRAGMA application_id", &application, err);

	(void)read_only; /* no older schema has been released yet */
	if (!status)
		status = read_pragma(db, "PRAGMA user_version", &version, err);
	if (status)
		return status;
	if (application != SCHEMA_APPLICATION_ID)
		return err_set(err, STATUS_INVALID, _("\"%s\" is not a louce file"), db_path(db));
	if (version > SCHEMA_VERSION)
		return err_set(err, STATUS_INVALID,
			       _("\"%s\" was written by a newer louce (format %" PRId64 ", this one reads up to %d); "
				 "install the newer version"),
			       db_path(db), version, SCHEMA_VERSION);
	if (version < 1)
		return err_set(err, STATUS_INVALID, _("\"%s\" has no format number; it was not written by louce"), db_path(db));
	return STATUS_OK;
}

enum status
schema_clear_derived(struct db *db, struct err *err)
{
	static const char clear_sql[] = "DELETE FROM device; DELETE FROM place; DELETE FROM item; DELETE FROM withdrawn;"
					"DELETE FROM signed; DELETE FROM returned; DELETE FROM findings_of_rules; DELETE FROM building;";

	return db_script(db, clear_sql, err);
}
