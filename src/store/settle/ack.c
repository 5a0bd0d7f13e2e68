#include "store/settle/ack.h"

#include <string.h>

#include "store/inside.h"

static void
bind_by(sqlite3_stmt *stmt, const struct ack_by *by)
{
	bind_id(stmt, ":author", &by->author);
	bind_blob(stmt, ":device", by->device.b, DEVICE_BYTES);
}

enum status
store_put_ack(struct store *store, const struct ack_by *by, const char *body, size_t len, const struct signature *sig, struct err *err)
{
	/* The same one again is no later one: taking a file in twice changes no row. */
	sqlite3_stmt *stmt = db_use(store->db,
				    "INSERT OR REPLACE INTO ack (author, device, body, sig) SELECT :author, :device, :body, :sig "
				    "WHERE NOT EXISTS (SELECT 1 FROM ack WHERE author = :author AND device = :device "
				    "AND body = :body AND sig = :sig)");

	enum status status;

	bind_by(stmt, by);
	sqlite3_bind_text64(stmt, sqlite3_bind_parameter_index(stmt, ":body"), body, len, SQLITE_STATIC, SQLITE_UTF8);
	bind_blob(stmt, ":sig", sig->b, sig->len);
	status = db_done(store->db, stmt, err);
	if (status)
		return status;
	/* Whoever may sign at all can make up devices. */
	stmt = db_use(store->db, "DELETE FROM ack WHERE author = :author AND n NOT IN "
				 "(SELECT n FROM ack WHERE author = :author ORDER BY n DESC LIMIT :most)");
	bind_id(stmt, ":author", &by->author);
	bind_int(stmt, ":most", ACK_DEVICES_MAX);
	return db_done(store->db, stmt, err);
}

enum status
store_get_ack(struct store *store, const struct ack_by *by, struct buf *body, struct signature *sig, bool *found, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT body, sig FROM ack WHERE author = :author AND device = :device");
	enum status status;

	bind_by(stmt, by);
	status = db_row(store->db, stmt, found, err);
	if (status || !*found)
		return status;
	buf_clear(body);
	buf_add(body, sqlite3_column_text(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	*found = store_column_signature(stmt, 1, sig);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_last_ack(struct store *store, int64_t *n, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT ifnull(max(n), 0) FROM ack");
	enum status status;
	bool row;

	*n = 0;
	status = db_row(store->db, stmt, &row, err);
	if (!status && row)
		*n = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return status;
}

enum status
store_each_ack(struct store *store, bool (*visit)(const struct ack_by *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT author, device FROM ack ORDER BY n DESC");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct ack_by by;

		if (!column_id(stmt, 0, &by.author) || sqlite3_column_bytes(stmt, 1) != DEVICE_BYTES)
			continue;
		memcpy(by.device.b, sqlite3_column_blob(stmt, 1), DEVICE_BYTES);
		if (!visit(&by, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}
