#include "store/blob.h"
#include "store/beside/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/inside.h"
#include "store/schema.h"

struct bundle {
	struct db *db;
};

enum status
bundle_create(const char *path, struct bundle **out, struct err *err)
{
	struct bundle *bundle = mem_alloc(sizeof(*bundle));
	enum status status = db_open(path, DB_CREATE_ONCE, "OFF", &bundle->db, err);

	if (!status)
		status = schema_create_export(bundle->db, err);
	if (!status)
		status = db_begin(bundle->db, err);
	if (status) {
		bundle_free(bundle);
		return status;
	}
	*out = bundle;
	return STATUS_OK;
}

static enum status
add_signed(struct bundle *bundle, sqlite3_stmt *stmt, const struct signed_body *is, struct err *err)
{
	sqlite3_bind_text64(stmt, sqlite3_bind_parameter_index(stmt, ":body"), is->body, is->len, SQLITE_STATIC, SQLITE_UTF8);
	bind_blob(stmt, ":sig", is->sig->b, is->sig->len);
	return db_done(bundle->db, stmt, err);
}

enum status
bundle_add_step(struct bundle *bundle, const struct id *id, const struct signed_body *step, struct err *err)
{
	sqlite3_stmt *stmt = db_use(bundle->db, "INSERT INTO step (id, body, sig) VALUES (:id, :body, :sig)");

	bind_id(stmt, ":id", id);
	return add_signed(bundle, stmt, step, err);
}

enum status
bundle_add_request(struct bundle *bundle, const struct id *id, const struct signed_body *request, struct err *err)
{
	sqlite3_stmt *stmt = db_use(bundle->db, "INSERT INTO request (id, body, sig) VALUES (:id, :body, :sig)");

	bind_id(stmt, ":id", id);
	return add_signed(bundle, stmt, request, err);
}

enum status
bundle_set_trailer(struct bundle *bundle, const struct signed_body *trailer, struct err *err)
{
	return add_signed(bundle, db_use(bundle->db, "INSERT INTO trailer (body, sig) VALUES (:body, :sig)"), trailer, err);
}

enum status
bundle_add_blob(struct bundle *bundle, enum blob_kind kind, const struct id *id, const void *bytes, size_t len, struct err *err)
{
	sqlite3_stmt *stmt = kind == BLOB_PHOTO ? db_use(bundle->db, "INSERT INTO photo (id, data) VALUES (:id, :data)")
						: db_use(bundle->db, "INSERT INTO box (id, data) VALUES (:id, :data)");

	bind_id(stmt, ":id", id);
	bind_blob(stmt, ":data", bytes, len);
	return db_done(bundle->db, stmt, err);
}

enum status
bundle_finish(struct bundle *bundle, struct err *err)
{
	return db_commit(bundle->db, err);
}

void
bundle_free(struct bundle *bundle)
{
	if (!bundle)
		return;
	db_close(bundle->db);
	free(bundle);
}
