#include "store/blob.h"
#include "store/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/inside.h"
#include "store/schema.h"

struct bundle {
	struct db *db;
};

enum status
bundle_create(const char *path, const struct id *genesis, struct bundle **out, struct err *err)
{
	struct bundle *bundle = mem_alloc(sizeof(*bundle));
	enum status status = db_open(path, DB_CREATE_ONCE, "OFF", &bundle->db, err);

	if (!status)
		status = schema_create_truth(bundle->db, err);
	if (!status)
		status = db_begin(bundle->db, err);
	if (!status && genesis) {
		sqlite3_stmt *stmt = db_use(bundle->db, "INSERT INTO pin (one, genesis) VALUES (1, :id)");

		bind_id(stmt, ":id", genesis);
		status = db_done(bundle->db, stmt, err);
	}
	if (status) {
		bundle_free(bundle);
		return status;
	}
	*out = bundle;
	return STATUS_OK;
}

enum status
bundle_add_step(struct bundle *bundle, const struct id *id, const char *body, size_t len, const struct signature *sig, struct err *err)
{
	sqlite3_stmt *stmt = db_use(bundle->db, "INSERT INTO step (id, body, sig) VALUES (:id, :body, :sig)");

	bind_id(stmt, ":id", id);
	sqlite3_bind_text64(stmt, sqlite3_bind_parameter_index(stmt, ":body"), body, len, SQLITE_STATIC, SQLITE_UTF8);
	bind_blob(stmt, ":sig", sig->b, sig->len);
	return db_done(bundle->db, stmt, err);
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

/* ---- the journal by places */

/* A sign-off is about the buildings of its items, a withdrawal about those of its sign-off. */
static const char places_sql[] =
	"WITH about AS MATERIALIZED ("
	"  SELECT i.n AS n, group_concat(DISTINCT g.division) AS divisions FROM item i JOIN building g ON g.building = i.building"
	"  WHERE g.division IS NOT NULL GROUP BY i.n)"
	" SELECT p.n, s.id, p.seq, p.kind, coalesce(g.division, a.divisions, o.divisions), length(CAST(s.body AS BLOB)),"
	" l.author, l.device, l.area, l.epoch"
	" FROM place p JOIN step s ON s.n = p.n LEFT JOIN log l ON l.log = p.log"
	" LEFT JOIN building g ON g.building = p.building LEFT JOIN about a ON a.n = p.n"
	" LEFT JOIN withdrawn w ON p.kind = 'withdrawal' AND w.n = p.n LEFT JOIN step t ON t.id = w.sign LEFT JOIN about o ON o.n = t.n"
	" ORDER BY p.n";

enum status
store_each_place(struct store *store, bool (*visit)(const struct store_place *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, places_sql);
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_place place = {
			.n = sqlite3_column_int64(stmt, 0),
			.seq = sqlite3_column_int64(stmt, 2),
			.kind = (const char *)sqlite3_column_text(stmt, 3),
			.divisions = (const char *)sqlite3_column_text(stmt, 4),
			.len = (size_t)sqlite3_column_int64(stmt, 5),
		};

		if (!column_id(stmt, 1, &place.id) || (place.seq > 0 && !column_log(stmt, 6, &place.log)))
			continue;
		if (!visit(&place, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_link(struct store *store, const struct log_key *log, int64_t after_seq, bool (*visit)(const struct store_link *, void *),
		void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT p.seq, s.id, json_extract(s.body, '$.prev') FROM place p JOIN step s ON s.n = p.n "
					       "WHERE p.log = (SELECT log FROM log WHERE author = :author AND device = :device "
					       "AND area = :area AND epoch = :epoch) AND p.seq > :after ORDER BY p.seq, s.id");
	enum status status;
	bool row;

	bind_log(stmt, log);
	bind_int(stmt, ":after", after_seq);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_link link = { .seq = sqlite3_column_int64(stmt, 0) };
		const char *prev = (const char *)sqlite3_column_text(stmt, 2);

		link.has_prev = prev && id_from_hex(prev, &link.prev);
		if (column_id(stmt, 1, &link.id) && !visit(&link, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_log(struct store *store, bool (*visit)(const struct log_key *, int64_t last_seq, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT l.author, l.device, l.area, l.epoch, (SELECT max(seq) FROM place p WHERE p.log = l.log) "
				    "FROM log l ORDER BY l.author, l.device, l.area, l.epoch");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct log_key log;

		if (column_log(stmt, 0, &log) && !visit(&log, sqlite3_column_int64(stmt, 4), ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}
