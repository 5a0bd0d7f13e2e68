#include "store/houses/building.h"

#include <string.h>

#include "form/pack.h"
#include "store/inside.h"

/* What the steps tell of buildings without judging them: which were touched since, and the only version of a form. */

enum status
store_buildings_since(struct store *store, int64_t n, int64_t *count, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT count(*) FROM step s JOIN building b ON b.root = s.id WHERE s.n > :n");
	enum status status;
	bool row;

	*count = 0;
	bind_int(stmt, ":n", n);
	status = db_row(store->db, stmt, &row, err);
	if (!status && row)
		*count = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return status;
}

enum status
store_each_building_since(struct store *store, int64_t n, bool (*visit)(const struct id *root, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT DISTINCT g.root FROM place p JOIN building g ON g.building = p.building "
					       "WHERE p.n > :n AND p.building IS NOT NULL");
	enum status status;
	bool row;

	bind_int(stmt, ":n", n);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct id root;

		if (column_id(stmt, 0, &root) && !visit(&root, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_sole_step(struct store *store, int64_t building, const char *form, struct id *id, struct buf *body, bool *sole, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id, s.body FROM place p JOIN step s ON s.n = p.n "
					       "WHERE p.building = :b AND p.kind = :kind LIMIT 2");
	enum status status;
	size_t count = 0;
	bool row;

	bind_int(stmt, ":b", building);
	bind_text(stmt, ":kind", form);
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		if (count++ == 0 && column_id(stmt, 0, id))
			buf_add(body, sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1));
	*sole = !status && count == 1;
	return status;
}

enum status
store_sole_root(struct store *store, int64_t building, struct buf *body, bool *sole, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT s.body, (SELECT count(*) FROM place p WHERE p.building = g.building AND p.kind = :kind) "
				    "FROM building g JOIN step s ON s.id = g.root WHERE g.building = :b");
	enum status status;
	bool row;

	*sole = false;
	bind_int(stmt, ":b", building);
	bind_text(stmt, ":kind", store_pack(store) && store_pack(store)->root ? store_pack(store)->root->name : "");
	status = db_row(store->db, stmt, &row, err);
	if (!status && row && sqlite3_column_int64(stmt, 1) == 1) {
		buf_add(body, sqlite3_column_text(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
		*sole = true;
	}
	sqlite3_reset(stmt);
	return status;
}
