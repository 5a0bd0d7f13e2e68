#include "store/beside/local.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/beside/beside.h"
#include "store/inside.h"
#include "store/tip.h"

struct local {
	struct db *db;
};

static const struct beside_table tables[] = {
	{ .name = "setting",
	  .schema = "CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
	  .forwards = "SELECT name, value FROM setting NOT INDEXED ORDER BY rowid",
	  .backwards = "SELECT name, value FROM setting NOT INDEXED ORDER BY rowid DESC",
	  .insert = "INSERT OR IGNORE INTO setting (name, value) VALUES (?, ?)" },
	{ .name = "log_end",
	  .schema = "CREATE TABLE log_end (\n"
		    "  -- The last step signed here in each author's log about an area: a workspace behind one of them is an older copy.\n"
		    "  author BLOB NOT NULL, device BLOB NOT NULL, area TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL,\n"
		    "  id BLOB NOT NULL, lost TEXT, -- how the end was lost; NULL: the log goes on\n"
		    "  PRIMARY KEY (author, device, area)\n"
		    ") STRICT",
	  .forwards = "SELECT author, device, area, epoch, seq, id, lost FROM log_end NOT INDEXED ORDER BY rowid",
	  .backwards = "SELECT author, device, area, epoch, seq, id, lost FROM log_end NOT INDEXED ORDER BY rowid DESC",
	  .insert = "INSERT OR IGNORE INTO log_end (author, device, area, epoch, seq, id, lost) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	{ .name = "kept",
	  .schema = "CREATE TABLE kept (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
	  .forwards = "SELECT name, value FROM kept LIMIT 0",
	  .backwards = "SELECT name, value FROM kept LIMIT 0",
	  .insert = "INSERT OR IGNORE INTO kept (name, value) VALUES (?, ?)",
	  .unchecked = true },
};

static void
say_notes_damaged(const struct beside_news *news, const char *workspace_path, struct buf *said)
{
	buf_printf(said, _("The notes beside \"%s\" (device number, settings, last signature) were damaged and are set aside as \"%s\"."),
		   workspace_path, news->aside);
	buf_char(said, '\n');
	if (news->recovered[0] > 0 && news->recovered[1] > 0)
		buf_text_add(said, _("What they said was recovered."));
	else if (news->recovered[0] > 0)
		buf_text_add(said, _("The settings were recovered; which step was signed last is taken from the file itself."));
	else
		buf_text_add(said, _("Settings are as at the beginning; which step was signed last is taken from the file itself."));
}

static const struct beside_kind kind = {
	.suffix = "local",
	.mode = DB_WRITE_OR_CREATE,
	.synchronous = "EXTRA",
	.tables = tables,
	.table_count = ARRAY_LEN(tables),
	.say_set_aside = say_notes_damaged,
};

enum status
local_open(const char *workspace_path, struct local **out, struct buf *said, struct err *err)
{
	struct local *local = mem_alloc(sizeof(*local));
	enum status status = beside_open(workspace_path, &kind, &local->db, said, err);

	if (status) {
		local_close(local);
		return status;
	}
	*out = local;
	return STATUS_OK;
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

/* The value of the one row that the statement finds under the name. */
static enum status
read_value(struct local *local, sqlite3_stmt *stmt, const char *name, struct buf *out, struct err *err)
{
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
local_setting(struct local *local, const char *name, struct buf *out, struct err *err)
{
	return read_value(local, db_use(local->db, "SELECT value FROM setting WHERE name = :name"), name, out, err);
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
local_kept(struct local *local, const char *name, struct buf *out, struct err *err)
{
	return read_value(local, db_use(local->db, "SELECT value FROM kept WHERE name = :name"), name, out, err);
}

enum status
local_keep(struct local *local, const char *name, const void *bytes, size_t len, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "INSERT INTO kept (name, value) VALUES (:name, :value) "
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
local_each_end(struct local *local, void (*visit)(const struct own_end *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db, "SELECT author, device, area, epoch, seq, id, lost FROM log_end ORDER BY rowid");
	enum status status;
	bool row;

	while (!(status = db_row(local->db, stmt, &row, err)) && row) {
		struct own_end end = { .seq = sqlite3_column_int64(stmt, 4), .lost = (const char *)sqlite3_column_text(stmt, 6) };

		if (!column_log(stmt, 0, &end.log) || !column_id(stmt, 5, &end.id)) {
			sqlite3_reset(stmt);
			return err_set(err, STATUS_TAMPERED, _("the note of the last signature beside the workspace is damaged"));
		}
		visit(&end, ctx);
	}
	return status;
}

static enum status
set_end(struct local *local, const struct own_end *end, struct err *err)
{
	sqlite3_stmt *stmt = db_use(local->db,
				    "INSERT INTO log_end (author, device, area, epoch, seq, id, lost) "
				    "VALUES (:author, :device, :area, :epoch, :seq, :id, :lost) "
				    "ON CONFLICT (author, device, area) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, "
				    "id = excluded.id, lost = excluded.lost");

	bind_log(stmt, &end->log);
	bind_int(stmt, ":seq", end->seq);
	bind_id(stmt, ":id", &end->id);
	bind_text(stmt, ":lost", end->lost);
	return db_done(local->db, stmt, err);
}

enum status
local_set_ends(struct local *local, const struct own_end *ends, size_t count, struct err *err)
{
	enum status status = count ? db_begin(local->db, err) : STATUS_OK;

	if (status || !count)
		return status;
	for (size_t i = 0; i < count && !status; i++)
		status = set_end(local, &ends[i], err);
	if (!status)
		return db_commit(local->db, err);
	db_rollback(local->db);
	return status;
}
