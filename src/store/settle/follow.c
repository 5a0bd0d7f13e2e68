#include "store/settle/follow.h"

#include "base/i18n.h"
#include "store/inside.h"
#include "store/pending.h"
#include "trust/genesis.h"

struct telling {
	bool (*visit)(const struct store_founding *, void *);
	void *ctx;
	bool stopped;
};

static bool
tell_stored(const struct store_step *stored, void *ctx)
{
	struct telling *telling = ctx;
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (!step_parse(stored->body, stored->len, &step, &ignored))
		telling->stopped = !telling->visit(&(struct store_founding){ stored->id, &step, false }, telling->ctx);
	step_release(&step);
	return !telling->stopped;
}

static void
tell_pending(const struct pending_step *pending, struct telling *telling)
{
	struct err ignored = { 0 };
	struct step step = { 0 };

	if (!step_parse(buf_text(&pending->body), pending->body.len, &step, &ignored) && step_kind_of(step.kind) == STEP_GENESIS)
		telling->stopped = !telling->visit(&(struct store_founding){ pending->id, &step, true }, telling->ctx);
	step_release(&step);
}

enum status
store_each_founding(struct store *store, bool (*visit)(const struct store_founding *, void *), void *ctx, struct err *err)
{
	struct telling telling = { visit, ctx, false };
	struct pending_step pending = { 0 };
	enum status status = store_each_step_of(store, step_kind_name(STEP_GENESIS), tell_stored, &telling, err);
	bool found = true;

	while (!status && found && !telling.stopped) {
		status = pending_next(store, NULL, &pending, &found, err);
		if (!status && found)
			tell_pending(&pending, &telling);
	}
	buf_release(&pending.body);
	return status;
}

enum status
store_follow(struct store *store, const struct id *genesis, struct err *err)
{
	enum status status = store_add_pin(store, genesis, true, err);
	bool followed = false;

	if (!status)
		status = journal_let_in(store, err);
	store->trust_dirty = store->recheck_all = store->all_dirty = true;
	if (!status)
		status = store_settle(store, err);
	if (status)
		return status;
	for (size_t i = 0; trust_genesis_at(store->trust, i) && !followed; i++)
		followed = id_equal(trust_genesis_at(store->trust, i), genesis);
	return followed
		       ? STATUS_OK
		       : err_set(err, STATUS_INVALID,
				 _("this founding step cannot be followed: the credentials of its officers are not here, or they are not as "
				   "many as a county may have; take in a file of its office first"));
}

enum status
store_take_pin(struct store *store, const struct id *genesis, bool by_person, struct err *err)
{
	return store_add_pin(store, genesis, by_person, err);
}

enum status
store_has_pinned(struct store *store, bool *has, struct err *err)
{
	enum status status = STATUS_OK;

	*has = true;
	for (size_t i = 0; i < store->pin_count && *has && !status; i++) {
		sqlite3_stmt *stmt = db_use(store->db, "SELECT 1 FROM step WHERE id = :id");

		bind_id(stmt, ":id", &store->pins[i].genesis);
		status = db_row(store->db, stmt, has, err);
		if (*has)
			sqlite3_reset(stmt);
	}
	return status;
}
