#include "store/local.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "eval/db.h"

struct local {
	struct db *db;
};

static const char local_sql[] =
	"CREATE TABLE IF NOT EXISTS draft (\n"
	"  -- What is being filled, sealed; root of zeros: a building not listed yet.\n"
	"  root BLOB NOT NULL, form TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (root, form)\n"
	") STRICT;\n"
	"CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;\n"
	"CREATE TABLE IF NOT EXISTS head (\n"
	"  -- The last step signed here: a workspace behind it is an older copy.\n"
	"  one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL, seq INTEGER NOT NULL, id BLOB NOT NULL\n"
	") STRICT;\n";

enum status
local_open(const char *workspace_path, struct local **out, struct err *err)
{
	char *path = mem_printf("%s.local", workspace_path);
	struct local *local = mem_alloc(sizeof(*local));
	enum status status = db_open(path, DB_WRITE_OR_CREATE, "NORMAL", &local->db, err);

	if (status)
		goto out;
	status = db_begin(local->db, err);
	if (!status)
		status = db_script(local->db, local_sql, err);
	if (!status)
		status = db_commit(local->db, err);
	if (status)
		goto out;
	*out = local;
	local = NULL;
out:
	local_close(local);
	free(path);
	return status;
}

void
local_close(struct local *local)
{
	if (!local)
		return;
	db_close(local->db);
	free(local);
}

/* Runs one bound statement in a transaction of its own. */
static enum status
write_one(struct local *local, sqlite3_stmt *stmt, struct err *err)
{
	enum status status = db_begin(local->db, err);

	if (!status)
		status = db_done(local->db, stmt, err);
	if (!status)
		return db_commit(local->db, err);
	db_rollback(local->db);
	return status;
}

enum status
local_setting(struct local *local, const char *name, struct buf *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "SELECT value FROM setting WHERE name = :name");
	enum status status;
	bool row;

	bind_text(stmt, ":name", name);
	status = db_row(local->db, stmt, &row, err);
	if (status)
		return status;
	if (!row)
		return err_set(err, STATUS_NOT_FOUND, _("the setting \"%s\" is not made yet"), name);
	buf_add(out, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
local_set_setting(struct local *local, const char *name, const void *bytes, size_t len, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "INSERT INTO setting (name, value) VALUES (:name, :value) "
					       "ON CONFLICT (name) DO UPDATE SET value = excluded.value");

	bind_text(stmt, ":name", name);
	bind_blob(stmt, ":value", bytes, len);
	return write_one(local, stmt, err);
}

enum status
local_device(struct local *local, struct device_id *out, struct err *err)
{
	struct buf value = { 0 };
	enum status status = local_setting(local, "device", &value, err);

	if (!status && value.len != DEVICE_BYTES)
		status = err_set(err, STATUS_TAMPERED, _("the device number beside the workspace is damaged"));
	if (!status)
		memcpy(out->b, value.data, DEVICE_BYTES);
	buf_release(&value);
	return status;
}

enum status
local_set_device(struct local *local, const struct device_id *device, struct err *err)
{
	return local_set_setting(local, "device", device->b, DEVICE_BYTES, err);
}

enum status
local_head(struct local *local, struct head *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "SELECT epoch, seq, id FROM head");
	enum status status;
	bool row;

	*out = (struct head){ 0 };
	status = db_row(local->db, stmt, &row, err);
	if (status || !row)
		return status;
	out->epoch = sqlite3_column_int64(stmt, 0);
	out->seq = sqlite3_column_int64(stmt, 1);
	if (!column_id(stmt, 2, &out->id))
		status = err_set(err, STATUS_TAMPERED, _("the note of the last signature beside the workspace is damaged"));
	sqlite3_reset(stmt);
	return status;
}

enum status
local_set_head(struct local *local, const struct head *head, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "INSERT INTO head (one, epoch, seq, id) VALUES (1, :epoch, :seq, :id) "
					       "ON CONFLICT (one) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, "
					       "id = excluded.id");

	bind_int(stmt, ":epoch", head->epoch);
	bind_int(stmt, ":seq", head->seq);
	bind_id(stmt, ":id", &head->id);
	return write_one(local, stmt, err);
}

enum status
local_draft(struct local *local, const struct id *root, const char *form, struct buf *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "SELECT data FROM draft WHERE root = :root AND form = :form");
	enum status status;
	bool row;

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	status = db_row(local->db, stmt, &row, err);
	if (status)
		return status;
	if (!row)
		return err_set(err, STATUS_NOT_FOUND, _("there is no draft of \"%s\" for this building"), form);
	buf_add(out, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
local_set_draft(struct local *local, const struct id *root, const char *form, const void *bytes, size_t len, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "INSERT INTO draft (root, form, at, data) VALUES (:root, :form, :at, :data) "
					       "ON CONFLICT (root, form) DO UPDATE SET at = excluded.at, data = excluded.data");

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	bind_int(stmt, ":at", clock_now_unix());
	bind_blob(stmt, ":data", bytes, len);
	return write_one(local, stmt, err);
}

enum status
local_drop_draft(struct local *local, const struct id *root, const char *form, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "DELETE FROM draft WHERE root = :root AND form = :form");

	bind_id(stmt, ":root", root);
	bind_text(stmt, ":form", form);
	return write_one(local, stmt, err);
}

enum status
local_each_draft(struct local *local, bool (*visit)(const struct id *root, const char *form, int64_t at_unix, void *), void *ctx,
		 struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "SELECT root, form, at FROM draft ORDER BY at DESC, root, form");
	enum status status;
	bool row;

	while (!(status = db_row(local->db, stmt, &row, err)) && row) {
		struct id root;

		if (column_id(stmt, 0, &root) &&
		    !visit(&root, (const char *)sqlite3_column_text(stmt, 1), sqlite3_column_int64(stmt, 2), ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}
