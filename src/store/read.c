#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "store/inside.h"
#include "trust/forks.h"
#include "trust/receipts.h"

/* Reading the journal. */

bool
store_column_signature(sqlite3_stmt *stmt, int column, struct signature *out)
{
	return signature_read(sqlite3_column_blob(stmt, column), (size_t)sqlite3_column_bytes(stmt, column), out);
}

enum status
store_get_step(struct store *store, const struct id *id, struct buf *body, struct signature *sig, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT body, sig FROM step WHERE id = :id");
	enum status status;
	char shortened[9];
	bool row;

	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	if (!row)
		return err_set(err, STATUS_NOT_FOUND, _("step %s is not in this file"), id_short(id, shortened));
	buf_add(body, sqlite3_column_text(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
	if (sig)
		store_column_signature(stmt, 1, sig);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_step_at(struct store *store, int64_t n, struct id *id, struct buf *body, struct signature *sig, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT id, body, sig FROM step WHERE n = :n");
	enum status status;
	bool row;

	bind_int(stmt, ":n", n);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	if (!row || !column_id(stmt, 0, id) || !store_column_signature(stmt, 2, sig)) {
		sqlite3_reset(stmt);
		return err_set(err, STATUS_TAMPERED, _("a stored step was altered; run louce verify, and use another copy of the file"));
	}
	buf_add(body, sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1));
	sqlite3_reset(stmt);
	return STATUS_OK;
}

static enum status
each_row(struct store *store, sqlite3_stmt *stmt, bool (*visit)(const struct store_step *, void *), void *ctx, struct err *err)
{
	struct signature sig;
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct store_step step = { .n = sqlite3_column_int64(stmt, 0), .sig = &sig };

		column_id(stmt, 1, &step.id);
		step.body = (const char *)sqlite3_column_text(stmt, 2);
		step.len = (size_t)sqlite3_column_bytes(stmt, 2);
		store_column_signature(stmt, 3, &sig);
		if (!visit(&step, ctx)) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_each_step(struct store *store, bool (*visit)(const struct store_step *, void *), void *ctx, struct err *err)
{
	return each_row(store, db_use(store->db, "SELECT n, id, body, sig FROM step ORDER BY n"), visit, ctx, err);
}

enum status
store_each_step_of(struct store *store, const char *kind, bool (*visit)(const struct store_step *, void *), void *ctx, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.n, s.id, s.body, s.sig FROM place p JOIN step s ON s.n = p.n "
					       "WHERE p.kind = :kind ORDER BY s.n");

	bind_text(stmt, ":kind", kind);
	return each_row(store, stmt, visit, ctx, err);
}

/* A single number. A failure gives 0; db_trouble and the next real call report it. */
static int64_t
single(struct store *store, sqlite3_stmt *stmt)
{
	struct err ignored = { 0 };
	int64_t value = 0;
	bool row;

	if (db_row(store->db, stmt, &row, &ignored) == STATUS_OK && row) {
		value = sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return value;
}

int64_t
store_step_count(struct store *store)
{
	return single(store, db_use(store->db, "SELECT count(*) FROM step"));
}

int64_t
store_last_step(struct store *store)
{
	return single(store, db_use(store->db, "SELECT ifnull(max(n), 0) FROM step"));
}

enum status
store_last_trust(struct store *store, int64_t *n, struct err *err)
{
	enum status status = STATUS_OK;

	*n = 0;
	for (int kind = 0; kind < STEP_SYSTEM_COUNT && !status; kind++) {
		sqlite3_stmt *stmt;
		bool row;

		if (!step_kind_is_trust((enum step_kind)kind))
			continue;
		stmt = db_use(store->db, "SELECT ifnull(max(n), 0) FROM place WHERE kind = :kind");
		bind_text(stmt, ":kind", step_kind_name((enum step_kind)kind));
		status = db_row(store->db, stmt, &row, err);
		if (!status && row && sqlite3_column_int64(stmt, 0) > *n)
			*n = sqlite3_column_int64(stmt, 0);
		sqlite3_reset(stmt);
	}
	return status;
}

int64_t
store_pending_count(struct store *store)
{
	return single(store, db_use(store->db, "SELECT count(*) FROM pending"));
}

enum status
store_waits(struct store *store, const struct id *id, bool *waits, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;

	*waits = false;
	if (store->pending_none)
		return STATUS_OK;
	stmt = db_use(store->db, "SELECT 1 FROM pending WHERE id = :id AND NOT EXISTS (SELECT 1 FROM step WHERE id = :id) LIMIT 1");
	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, waits, err);
	sqlite3_reset(stmt);
	return status;
}

/* ---- by the first digits of an id */

/* The lowest and the highest id that begin with these digits; false when they are no start of an id. */
static bool
id_span(const char *text, struct id *low, struct id *high)
{
	char low_hex[ID_HEX_LEN + 1], high_hex[ID_HEX_LEN + 1];
	size_t len = strlen(text);

	if (len < 8 || len > ID_HEX_LEN)
		return false;
	memset(low_hex, '0', ID_HEX_LEN);
	memset(high_hex, 'f', ID_HEX_LEN);
	low_hex[ID_HEX_LEN] = high_hex[ID_HEX_LEN] = '\0';
	memcpy(low_hex, text, len);
	memcpy(high_hex, text, len);
	return id_from_hex(low_hex, low) && id_from_hex(high_hex, high);
}

enum status
store_find_in_span(struct store *store, sqlite3_stmt *stmt, const char *text, struct found_ids *found, struct err *err)
{
	struct id low, high;
	enum status status;
	bool row;

	if (!id_span(text, &low, &high))
		return STATUS_OK;
	bind_id(stmt, ":low", &low);
	bind_id(stmt, ":high", &high);
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		found->count += column_id(stmt, 0, &found->id);
	return status;
}

enum status
store_find_step(struct store *store, const char *text, struct id *out, struct err *err)
{
	struct found_ids found = { 0 };
	enum status status = store_find_in_span(store, db_use(store->db, "SELECT id FROM step WHERE id >= :low AND id <= :high LIMIT 2"),
						text, &found, err);

	if (!status && found.count != 1)
		status = err_set(err, found.count ? STATUS_CONFLICT : STATUS_NOT_FOUND,
				 _("there is no single step \"%s\" here; give the first 8 or more digits of its number"), text);
	if (!status)
		*out = found.id;
	return status;
}
