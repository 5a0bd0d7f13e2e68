#include "store/tip.h"

#include "base/clock.h"
#include "store/inside.h"
#include "trust/forks.h"
#include "trust/receipts.h"

/* The end of a feed. */

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
		/* A feed that splits goes on behind the branch that keeps its effect; while none does, behind what was last signed here. */
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
