#include "store/request.h"

#include "store/pending.h"
#include "trust/credential.h"

/* Requests, in a table beside the journal. */

enum status
request_insert(struct store *store, const struct checked_step *step, bool *known, struct err *err)
{
	enum status status = room_count(store, ROOM_REQUEST, err);

	if (status)
		return status;
	return room_insert(store,
			   db_use(store->db, "INSERT INTO request (id, body, sig, carrier) VALUES (:id, :body, :sig, :carrier) "
					     "ON CONFLICT (id) DO NOTHING"),
			   ROOM_REQUEST, step, known, err);
}

enum status
request_drop(struct store *store, const struct id *id, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "DELETE FROM request WHERE id = :id");

	store->rooms[ROOM_REQUEST].counted = false;
	bind_id(stmt, ":id", id);
	return db_done(store->db, stmt, err);
}

enum status
store_get_request(struct store *store, const struct id *id, struct buf *body, struct signature *sig, bool *found, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT body, sig FROM request WHERE id = :id");
	enum status status;
	struct id is;

	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, found, err);
	if (status || !*found)
		return status;
	buf_clear(body);
	buf_add(body, sqlite3_column_text(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	step_id(buf_text(body), body->len, &is);
	*found = store_column_signature(stmt, 1, sig) && id_equal(&is, id);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

static bool
read_request(const struct id *id, const char *body, size_t len, struct credential *out)
{
	struct err ignored = { 0 };
	struct step step = { 0 };
	struct id is;
	bool fine;

	step_id(body ? body : "", len, &is);
	fine = id_equal(&is, id) && step_parse(body, len, &step, &ignored) == STATUS_OK && credential_from_step(id, &step, out);
	step_release(&step);
	return fine;
}

enum status
store_request(struct store *store, const struct id *id, struct credential *out, bool *found, struct err *err)
{
	struct signature sig;
	struct buf body = { 0 };
	enum status status = store_get_request(store, id, &body, &sig, found, err);

	if (!status && *found)
		*found = read_request(id, buf_text(&body), body.len, out) && seal_verify(&out->sign_key, &sig, buf_text(&body), body.len);
	buf_release(&body);
	return status;
}

enum status
store_each_request(struct store *store, bool (*visit)(const struct credential *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT id, body FROM request ORDER BY n");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct credential asked = { 0 };
		bool more = true;
		struct id id;

		if (column_id(stmt, 0, &id) &&
		    read_request(&id, (const char *)sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), &asked))
			more = visit(&asked, ctx);
		credential_release(&asked);
		if (!more) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_own_request(struct store *store, bool (*visit)(const struct id *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT id FROM request WHERE carrier = x'' ORDER BY id");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct id id;

		if (column_id(stmt, 0, &id) && !visit(&id, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}
