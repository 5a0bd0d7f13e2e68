#include <stdlib.h>

#include "base/i18n.h"
#include "store/inside.h"
#include "eval/register.h"
#include "store/pending.h"
#include "trust/trust.h"

/* A transaction of the journal: begun with what other processes wrote, committed with what follows from its steps, or gone without a trace. */

/* Trust, learned anew from the journal. When that fails all stays as it was, and the store stale. */
static enum status
reload_trust(struct store *store, struct err *err)
{
	struct store before;
	enum status status;

	register_close(store->registrar); /* prepared on tables that may be gone */
	store->registrar = NULL;
	before = *store;
	store->keys = NULL;
	store->key_count = store->key_cap = 0;
	store->key_index = (struct idmap){ 0 };
	store->trust = NULL;
	store->main_ids = (struct main_ids){ 0 };
	store->pins = NULL;
	store->pin_count = store->pin_cap = 0;
	store_forget_trust(store);
	status = store_read_pins(store, err);
	if (!status)
		status = store_load_trust(store, err);
	store->stale = status != STATUS_OK;
	if (!status) {
		store_forget_trust(&before);
		free(before.pins);
		store->generation++;
		return STATUS_OK;
	}
	store_forget_trust(store);
	free(store->pins);
	store->keys = before.keys;
	store->key_count = before.key_count;
	store->key_cap = before.key_cap;
	store->key_index = before.key_index;
	store->trust = before.trust;
	store->main_ids = before.main_ids;
	store->unfolding = before.unfolding;
	store->pins = before.pins;
	store->pin_count = before.pin_count;
	store->pin_cap = before.pin_cap;
	store->has_pack = before.has_pack;
	store->pack_id = before.pack_id;
	store->has_branches = before.has_branches;
	store->last_genesis = before.last_genesis;
	store->last_packs = before.last_packs;
	return status;
}

enum status
store_refresh(struct store *store, struct err *err)
{
	int64_t version = 0;
	enum status status = store_read_version(store, &version, err);

	if (status || (version == store->data_version && !store->stale))
		return status;
	status = reload_trust(store, err);
	if (!status)
		store->data_version = version;
	return status;
}

bool
store_is_behind(struct store *store)
{
	int64_t version = store->data_version;

	return store->stale || (db_peek_version(store->db, &version) && version != store->data_version);
}

int64_t
store_version(const struct store *store)
{
	return store->data_version;
}

unsigned
store_generation(const struct store *store)
{
	return store->generation;
}

enum status
store_begin(struct store *store, struct err *err)
{
	enum status status;

	if (store->mode == STORE_READ_ONLY)
		return err_set(err, STATUS_DENIED, _("\"%s\" is open for reading only"), db_path(store->db));
	store_placing_release(&store->placing);
	pending_forget(store);
	status = db_begin(store->db, err);
	if (status)
		return status;
	status = store_refresh(store, err); /* nobody else writes from here on */
	if (status)
		db_rollback(store->db);
	return status;
}

void
store_expect_many(struct store *store, bool many)
{
	db_cache(store->db, many);
}

enum status
store_commit(struct store *store, struct err *err)
{
	enum status status = store_placing_write(store, err);

	if (!status)
		status = store_settle(store, err);
	if (!status)
		status = store_derive(store, err);
	if (!status)
		status = db_commit(store->db, err);
	if (status)
		store_rollback(store);
	else
		store_keep_own_ends(store);
	return status;
}

void
store_rollback(struct store *store)
{
	struct err ignored = { 0 };

	if (!db_writing(store->db))
		return;
	db_rollback(store->db);
	store_drop_new_ends(store);
	pending_forget(store);
	/* Trust and keys learned from the steps that are gone must go too. */
	store_placing_release(&store->placing);
	if (reload_trust(store, &ignored))
		return; /* the disk is gone: what is shown stays, and the next act tries again */
}
