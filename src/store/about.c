#include "store/about.h"

#include "store/inside.h"

static enum status
visit_rows(struct store *store, sqlite3_stmt *stmt, bool (*visit)(const struct store_about *, void *), void *ctx, struct err *err)
{
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_about about = { .n = sqlite3_column_int64(stmt, 0), .signoff = sqlite3_column_int(stmt, 3) };

		if (column_id(stmt, 1, &about.id) && column_id(stmt, 2, &about.author) && !visit(&about, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_about(struct store *store, int64_t building, bool (*visit)(const struct store_about *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt =
		db_use(store->db,
		       "SELECT p.n, s.id, l.author, 0 FROM place p JOIN log l ON l.log = p.log JOIN step s ON s.n = p.n "
		       "WHERE p.building = :building "
		       "UNION ALL SELECT i.n, s.id, l.author, 1 FROM item i JOIN place p ON p.n = i.n JOIN log l ON l.log = p.log "
		       "JOIN step s ON s.n = i.n WHERE i.building = :building");

	bind_int(stmt, ":building", building);
	return visit_rows(store, stmt, visit, ctx, err);
}

enum status
store_each_about_area(struct store *store, const char *kind, const char *area, bool (*visit)(const struct store_about *, void *), void *ctx,
		      struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db,
				    "SELECT p.n, s.id, l.author, 0 FROM place p JOIN log l ON l.log = p.log JOIN step s ON s.n = p.n "
				    "WHERE p.kind = :kind AND p.building IS NULL AND l.area = :area");

	bind_text(stmt, ":kind", kind);
	bind_text(stmt, ":area", area);
	return visit_rows(store, stmt, visit, ctx, err);
}
