#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/machine/pool.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "store/houses/joined.h"
#include "store/houses/photos.h"
#include "store/derive/rows.h"
#include "store/inside.h"

/* Deriving: buildings that are marked are gathered, judged on all cores and written. */

/* ---- many buildings: while the other cores judge some, those before them are written here and those after them gathered */

#define LOAD_MAX 128			  /* buildings judged at a time */
#define SHELF_MAX_BYTES ((size_t)2 << 20) /* about eight times as much when read */
#define ALONE_BELOW 32			  /* fewer buildings are not worth a thread */

struct load {
	struct dossier *dossiers[LOAD_MAX];
	struct arena arenas[LOAD_MAX]; /* where they lie, one after another */
	bool had_rows[LOAD_MAX];
	enum status statuses[LOAD_MAX];
	size_t count;
};

struct deriving {
	struct store *store;
	struct pool *pool;	       /* NULL: few buildings */
	struct dossier_desk *desks;    /* one a worker */
	struct evaluators *evaluators; /* of the workers but the first, who uses the store's */
	struct sign_shelf shelf;
	const int64_t *buildings; /* ascending, each once */
	size_t count, next, written;
	struct load loads[2];
	struct load *judged; /* by the pool now */
};

static enum status
gather_one(struct deriving *deriving, int64_t building, struct load *load, struct err *err)
{
	sqlite3_stmt *stmt = db_use(deriving->store->db, "SELECT root, hash IS NOT NULL FROM building WHERE building = :b");
	enum status status;
	struct id root;
	bool row;

	bind_int(stmt, ":b", building);
	status = db_row(deriving->store->db, stmt, &row, err);
	if (status)
		return status;
	if (!row || !column_id(stmt, 0, &root))
		return err_set(err, STATUS_BUG, _("a building without its root stands in the register"));
	load->had_rows[load->count] = sqlite3_column_int(stmt, 1);
	sqlite3_reset(stmt);
	status = dossier_gather(deriving->store, building, &root, &deriving->shelf, &load->arenas[load->count],
				&load->dossiers[load->count], err);
	load->count += !status;
	return status;
}

static enum status
gather_load(struct deriving *deriving, struct load *load, struct err *err)
{
	enum status status = STATUS_OK;

	while (!status && load->count < LOAD_MAX && deriving->next < deriving->count && deriving->shelf.bytes < SHELF_MAX_BYTES)
		status = gather_one(deriving, deriving->buildings[deriving->next++], load, err);
	return status;
}

static void
judge_one(void *ctx, size_t i, size_t who)
{
	struct deriving *deriving = ctx;
	struct err ignored = { 0 }; /* judging fails in one way alone: dossier_altered, said by write_load */

	deriving->judged->statuses[i] = dossier_judge(&deriving->desks[who], deriving->judged->dossiers[i], NULL, &ignored);
}

static void
judge_start(struct deriving *deriving, struct load *load)
{
	deriving->judged = load;
	if (deriving->pool)
		pool_start(deriving->pool, load->count, judge_one, deriving);
	for (size_t i = 0; !deriving->pool && i < load->count; i++)
		judge_one(deriving, i, 0);
}

static enum status
write_load(struct deriving *deriving, struct load *load, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < load->count; i++) {
		if (!status && load->statuses[i])
			status = dossier_altered(err);
		if (!status)
			status = rows_write(deriving->store, load->dossiers[i], load->had_rows[i], err);
		dossier_free(load->dossiers[i]);
		progress_tell(deriving->store->progress, _("Deriving the register"), (int64_t)++deriving->written,
			      (int64_t)deriving->count);
	}
	load->count = 0;
	return status;
}

static void
deriving_init(struct deriving *deriving, struct store *store, const int64_t *buildings, size_t count, bool ask_others)
{
	size_t workers = 1;

	*deriving = (struct deriving){ .store = store, .buildings = buildings, .count = count };
	if (count >= ALONE_BELOW && !ask_others) {
		deriving->pool = pool_new();
		workers = pool_workers(deriving->pool);
	}
	deriving->desks = mem_array(workers, sizeof(*deriving->desks));
	deriving->evaluators = mem_array(workers, sizeof(*deriving->evaluators));
	for (size_t i = 0; i < workers; i++) {
		deriving->desks[i] = (struct dossier_desk){ .store = store,
							    .evaluators = i ? &deriving->evaluators[i] : &store->evaluators,
							    .others = ask_others ? store : NULL };
		clock_date(clock_now_unix(), deriving->desks[i].today);
	}
}

static void
deriving_release(struct deriving *deriving)
{
	size_t workers = deriving->pool ? pool_workers(deriving->pool) : 1;

	for (size_t l = 0; l < ARRAY_LEN(deriving->loads); l++) {
		for (size_t i = 0; i < deriving->loads[l].count; i++)
			dossier_free(deriving->loads[l].dossiers[i]);
		for (size_t i = 0; i < LOAD_MAX; i++)
			arena_release(&deriving->loads[l].arenas[i]);
	}
	for (size_t i = 0; i < workers; i++)
		store_evaluators_release(&deriving->evaluators[i]);
	pool_free(deriving->pool);
	sign_shelf_release(&deriving->shelf);
	free(deriving->evaluators);
	free(deriving->desks);
}

static enum status
derive_many(struct store *store, const int64_t *buildings, size_t count, bool ask_others, struct err *err)
{
	struct deriving *deriving = mem_alloc(sizeof(*deriving));
	struct load *now = &deriving->loads[0], *other = &deriving->loads[1], *swap;
	enum status status;

	deriving_init(deriving, store, buildings, count, ask_others);
	status = gather_load(deriving, now, err);
	while (!status && (now->count || other->count)) {
		judge_start(deriving, now);
		status = write_load(deriving, other, err);
		/* A full shelf is emptied when no building on its way needs it. */
		if (!status && deriving->shelf.bytes < SHELF_MAX_BYTES)
			status = gather_load(deriving, other, err);
		if (deriving->pool)
			pool_finish(deriving->pool);
		if (!status && deriving->shelf.bytes >= SHELF_MAX_BYTES && !other->count) {
			status = write_load(deriving, now, err);
			sign_shelf_release(&deriving->shelf);
			if (!status)
				status = gather_load(deriving, other, err);
		}
		swap = now;
		now = other;
		other = swap;
	}
	deriving_release(deriving);
	free(deriving);
	return status;
}

/* ---- the whole */

static enum status
derive_marked(struct store *store, struct err *err)
{
	/* All buildings are judged first as if no photo were held elsewhere; when every row about photos is written, those that share one are judged
	 * again. So the findings do not depend on which building came first. */
	struct building_numbers sharers = { 0 };
	enum status status = photos_add_sharers(store, store->dirty, store->dirty_count, &sharers,
						err); /* buildings that will share no longer, too */

	if (!status)
		status = derive_many(store, store->dirty, store->dirty_count, false, err);
	if (!status)
		status = photos_add_sharers(store, store->dirty, store->dirty_count, &sharers, err);
	sharers.count = store_sort_numbers(sharers.items, sharers.count);
	if (!status)
		status = derive_many(store, sharers.items, sharers.count, true, err);
	free(sharers.items);
	return status;
}

static enum status
mark_all(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT building FROM building");
	enum status status;
	bool row;

	store->dirty_count = 0;
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		store_mark(store, sqlite3_column_int64(stmt, 0));
	return status;
}

/* What is shared within one house is no other house's: a decision about two concerns all that are one with either. */
static enum status
mark_rejoined(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < store->rejoined_count && !status; i++) {
		sqlite3_stmt *stmt = db_use(store->db, "SELECT building FROM building WHERE root = :root");
		struct id *kin;
		size_t count;
		bool row;

		status = joined_kin(store, &store->rejoined[i], &kin, &count, err);
		for (size_t k = 0; k < count && !status; k++) {
			bind_id(stmt, ":root", &kin[k]);
			while (!(status = db_row(store->db, stmt, &row, err)) && row)
				store_mark(store, sqlite3_column_int64(stmt, 0));
		}
		free(kin);
	}
	store->rejoined_count = 0;
	return status;
}

enum status
store_derive(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;

	store->derived = 0;
	if (store->all_dirty)
		status = mark_all(store, err);
	else
		status = mark_rejoined(store, err);

	store->rejoined_count = 0;
	store->dirty_count = store_sort_numbers(store->dirty, store->dirty_count);
	/* Without a pack nothing can be said of a building yet; its publication marks all. */
	if (!status && store->dirty_count && store_pack(store)) {
		status = store_need_registrar(store, err);
		if (!status)
			status = derive_marked(store, err);
	}
	store->dirty_count = 0;
	store->all_dirty = false;
	return status;
}
