#include "store/blob.h"

#include "base/i18n.h"
#include "store/inside.h"

/* Photos and boxes. */

enum status
store_put_blob(struct store *store, enum blob_kind kind, const void *bytes, size_t len, struct id *id, struct err *err)
{
	sqlite3_stmt *stmt = kind == BLOB_PHOTO ? db_use(store->db, "INSERT OR IGNORE INTO photo (id, data) VALUES (:id, :data)")
						: db_use(store->db, "INSERT OR IGNORE INTO box (id, data) VALUES (:id, :data)");

	hash_bytes(bytes, len, id);
	bind_id(stmt, ":id", id);
	bind_blob(stmt, ":data", bytes, len);
	return db_done(store->db, stmt, err);
}

enum status
store_get_blob(struct store *store, enum blob_kind kind, const struct id *id, struct buf *out, struct err *err)
{
	sqlite3_stmt *stmt = kind == BLOB_PHOTO ? db_use(store->db, "SELECT data FROM photo WHERE id = :id")
						: db_use(store->db, "SELECT data FROM box WHERE id = :id");
	enum status status;
	struct id check;
	bool row;

	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	if (!row)
		return err_set(err, STATUS_NOT_FOUND,
			       kind == BLOB_PHOTO ? _("the photo is not in this file; ask for it to be sent again")
						  : _("the private values are not in this file"));
	buf_add(out, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	sqlite3_reset(stmt);
	hash_bytes(buf_text(out), out->len, &check);
	if (!id_equal(&check, id))
		return err_set(err, STATUS_TAMPERED, _("a stored photo or box was altered; run louce verify"));
	return STATUS_OK;
}

enum status
store_has_blob(struct store *store, enum blob_kind kind, const struct id *id, int64_t *len_bytes, struct err *err)
{
	sqlite3_stmt *stmt = kind == BLOB_PHOTO ? db_use(store->db, "SELECT length(data) FROM photo WHERE id = :id")
						: db_use(store->db, "SELECT length(data) FROM box WHERE id = :id");
	enum status status;
	bool row;

	*len_bytes = -1;
	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	*len_bytes = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return STATUS_OK;
}
