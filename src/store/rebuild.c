#include "base/i18n.h"
#include "store/inside.h"
#include "store/schema.h"

/* Rebuilding: derived tables dropped, and made anew from the journal alone. */

struct replay {
	struct store *store;
	int64_t done, all; /* steps */
	enum status status;
	struct err *err;
};

static bool
replay_step(const struct store_step *stored, void *ctx)
{
	struct replay *replay = ctx;
	struct step step = { 0 };

	replay->status = step_parse(stored->body, stored->len, &step, replay->err);
	if (!replay->status)
		replay->status = journal_place(replay->store, stored->n, &stored->id, &step, replay->err);
	if (!replay->status)
		journal_learn(replay->store, &stored->id, &step);
	step_release(&step);
	progress_tell(replay->store->progress, _("Reading the journal"), ++replay->done, replay->all);
	return !replay->status;
}

enum status
store_make_anew(struct store *store, struct err *err)
{
	struct replay replay = { .store = store, .err = err };
	enum status status = store_begin(store, err);

	if (status)
		return status;
	/* Trust is learned anew as well: what stands in derived tables is not asked. */
	store_forget_trust(store);
	store_begin_trust(store);
	status = schema_renew(store->db, err);
	replay.all = store_step_count(store);
	if (!status)
		status = store_each_step(store, replay_step, &replay, err);
	if (!status)
		status = replay.status;
	store->all_dirty = store->trust_dirty = true;
	store->recheck_all = store->has_branches;
	if (!status)
		status = store_settle(store, err);
	if (!status)
		status = store_derive(store, err);
	return status ? status : db_commit(store->db, err);
}

enum status
store_rebuild(struct store *store, struct err *err)
{
	enum status status = store_make_anew(store, err);

	if (status)
		store_rollback(store);
	return status;
}
