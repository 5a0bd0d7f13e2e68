#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/journal.h"
#include "eval/register.h"
#include "store/schema.h"
#include "trust/credential.h"
#include "trust/trust.h"

enum status
store_create(const char *path, struct err *err)
{
	struct db *db = NULL;
	enum status status;

	if (file_exists(path))
		return err_set(err, STATUS_CONFLICT, _("\"%s\" is there already; choose another name"), path);
	status = db_open(path, DB_CREATE, "EXTRA", &db, err);
	if (!status)
		status = schema_create(db, err);
	db_close(db);
	return status;
}

static enum status
read_pin(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT genesis FROM pin");
	enum status status;
	bool row;

	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	store->has_pin = column_id(stmt, 0, &store->pin);
	sqlite3_reset(stmt);
	return store->has_pin ? STATUS_OK : err_set(err, STATUS_TAMPERED, _("the note of the first genesis is damaged"));
}

enum status
store_open(const char *path, enum store_mode mode, struct store **out, struct err *err)
{
	struct store *store = mem_alloc(sizeof(*store));
	enum status status;

	store->mode = mode;
	store->pending_bytes = -1;
	if (!file_exists(path)) {
		status = err_set(err, STATUS_NOT_FOUND, _("there is no file \"%s\"; check the name"), path);
		goto out;
	}
	status = db_open(path, mode == STORE_WRITE ? DB_WRITE : DB_READ_ONLY, "EXTRA", &store->db, err);
	if (!status)
		status = schema_open(store->db, mode == STORE_READ_ONLY, err);
	if (!status && store_is_bundle(store->db))
		status = err_set(err, STATUS_INVALID, _("\"%s\" is an export, no workspace: take it in with louce import"), path);
	if (!status)
		status = read_pin(store, err);
	if (!status)
		status = store_load_trust(store, err);
	if (status)
		goto out;
	*out = store;
	store = NULL;
out:
	store_close(store);
	return status;
}

bool
store_is_bundle(struct db *db)
{
	sqlite3_stmt *stmt = db_use(db, "SELECT 1 FROM (SELECT n FROM step LIMIT 1) WHERE NOT EXISTS (SELECT 1 FROM place)");
	struct err ignored = { 0 };
	bool row = false;

	if (!db_row(db, stmt, &row, &ignored) && row)
		sqlite3_reset(stmt);
	return row;
}

enum status
store_open_raw(const char *path, struct store **out, struct err *err)
{
	struct store *store = mem_alloc(sizeof(*store));
	enum status status;

	store->mode = STORE_READ_ONLY;
	if (!file_exists(path))
		status = err_set(err, STATUS_NOT_FOUND, _("there is no file \"%s\"; check the name"), path);
	else
		status = db_open(path, DB_READ_ONLY, "EXTRA", &store->db, err);
	if (!status)
		status = schema_open(store->db, true, err);
	if (status)
		store_close(store);
	else
		*out = store;
	return status;
}

static void
forget_trust(struct store *store)
{
	for (size_t i = 0; i < store->key_count; i++)
		credential_release(&store->keys[i].credential);
	free(store->keys);
	idmap_release(&store->key_index);
	evaluators_release(&store->evaluators);
	for (size_t i = 0; i < store->pack_count; i++)
		pack_free(store->packs[i].pack);
	free(store->packs);
	register_close(store->registrar);
	store->registrar = NULL;
	trust_free(store->trust);
	store->keys = NULL;
	store->packs = NULL;
	store->trust = NULL;
	store->key_count = store->key_cap = store->pack_count = store->pack_cap = 0;
	store->has_pack = store->has_branches = false;
	store->trust_dirty = store->recheck_all = store->all_dirty = false;
	store->dirty_count = store->covered_count = 0;
	store->last_genesis = (struct id){ { 0 } };
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	placing_release(&store->placing);
	forget_trust(store);
	free(store->dirty);
	free(store->covered);
	free(store->arrived);
	db_close(store->db);
	free(store);
}

const char *
store_path(const struct store *store)
{
	return db_path(store->db);
}

struct db *
store_db(struct store *store)
{
	return store->db;
}

enum status
store_begin(struct store *store, struct err *err)
{
	if (store->mode == STORE_READ_ONLY)
		return err_set(err, STATUS_DENIED, _("\"%s\" is open for reading only"), db_path(store->db));
	placing_release(&store->placing);
	store->pending_bytes = -1;
	return db_begin(store->db, err);
}

void
store_expect_many(struct store *store, bool many)
{
	db_cache(store->db, many);
}

enum status
store_commit(struct store *store, struct err *err)
{
	enum status status = store_settle(store, err);

	if (!status)
		status = store_derive(store, err);
	if (!status)
		status = db_commit(store->db, err);
	if (status)
		store_rollback(store);
	return status;
}

void
store_rollback(struct store *store)
{
	struct err ignored = { 0 };

	if (!db_writing(store->db))
		return;
	db_rollback(store->db);
	store->pending_bytes = -1;
	/* What was learned from steps that are gone again must go too. */
	placing_release(&store->placing);
	forget_trust(store);
	store->has_pin = false;
	if (read_pin(store, &ignored) || store_load_trust(store, &ignored))
		store->mode = STORE_READ_ONLY; /* the file went away under us: nothing more is written */
}

void
store_set_watch(struct store *store, store_watch *watch, void *ctx)
{
	store->watch = watch;
	store->watch_ctx = ctx;
}

size_t
store_last_derived(const struct store *store)
{
	return store->derived;
}

const struct trust *
store_trust(const struct store *store)
{
	return store->trust;
}

const struct pack *
store_pack(const struct store *store)
{
	return store->has_pack ? store_pack_by_id((struct store *)(uintptr_t)store, &store->pack_id) : NULL;
}

const struct id *
store_pack_id(const struct store *store)
{
	return store->has_pack ? &store->pack_id : NULL;
}

struct eval *
store_eval(struct store *store)
{
	return store_pack(store) ? store_pack_eval(store, &store->evaluators, &store->pack_id) : NULL;
}

const struct pack *
store_pack_by_id(struct store *store, const struct id *id)
{
	return store_load_pack(store, id);
}

void
store_mark(struct store *store, int64_t building)
{
	MEM_GROW(store->dirty, store->dirty_count, store->dirty_cap);
	store->dirty[store->dirty_count++] = building;
}
