#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "store/journal.h"
#include "trust/forks.h"
#include "trust/receipts.h"

/* Reading the journal, and where the next step of a device goes. */

bool
column_signature(sqlite3_stmt *stmt, int column, struct signature *out)
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
		column_signature(stmt, 1, sig);
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
	if (!row || !column_id(stmt, 0, id) || !column_signature(stmt, 2, sig)) {
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
		column_signature(stmt, 3, &sig);
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

/* A count that cannot fail short of a broken disk, which the next real call reports. */
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

int64_t
store_pending_count(struct store *store)
{
	return single(store, db_use(store->db, "SELECT count(*) FROM pending"));
}

int64_t
store_newest_at(struct store *store)
{
	return single(store, db_use(store->db, "SELECT ifnull(max(at), 0) FROM place"));
}

void
store_note_own_tip(struct store *store, const struct id *tip)
{
	store->has_own_tip = true;
	store->own_tip = *tip;
}

enum status
store_tip(struct store *store, const struct device_id *device, int64_t *epoch, int64_t *seq, struct id *id, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT p.epoch, p.seq, s.id FROM place p JOIN step s ON s.n = p.n "
					       "WHERE p.device = (SELECT device FROM device WHERE id = :device) AND p.seq > 0 "
					       "ORDER BY p.epoch DESC, p.seq DESC, s.id");
	enum status status;
	int rank = 0;
	bool row;

	*epoch = 1;
	*seq = 0;
	bind_blob(stmt, ":device", device->b, DEVICE_BYTES);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		bool own, dropped;
		struct id at;
		int now;

		if (!column_id(stmt, 2, &at))
			continue;
		dropped = trust_dropped(store->trust, &at);
		/* Where the feed splits, it goes on behind what keeps its effect; while nothing does, behind what was last signed here. */
		own = store->has_own_tip && id_equal(&at, &store->own_tip);
		now = trust_kept(store->trust, &at) ? 3 : own ? 2 : 1;
		if (rank == 0 || (sqlite3_column_int64(stmt, 0) == *epoch && now > rank)) {
			rank = now;
			*epoch = sqlite3_column_int64(stmt, 0);
			*seq = sqlite3_column_int64(stmt, 1);
			*id = at;
		}
		if (!dropped || sqlite3_column_int64(stmt, 0) != *epoch) {
			sqlite3_reset(stmt);
			break;
		}
	}
	return status;
}

enum status
store_next_place(struct store *store, const struct device_id *device, struct step *step, struct err *err)
{
	const struct id *anchor = trust_anchor(store->trust);
	int64_t now = clock_now_unix(), newest = store_newest_at(store), seq;
	enum status status = store_tip(store, device, &step->epoch, &seq, &step->prev, err);

	if (status)
		return status;
	step->device = *device;
	step->seq = seq + 1;
	step->has_prev = seq > 0;
	step->has_anchor = anchor != NULL;
	if (anchor)
		step->anchor = *anchor;
	/* A clock that stands behind what is held never makes time run backwards. */
	step->at_unix = now > newest ? now : newest;
	return STATUS_OK;
}
