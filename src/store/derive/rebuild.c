#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"
#include "store/schema.h"

/* Rebuilding: derived tables dropped, and made anew from the journal alone; and a file held still while another is made of it. */

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

static bool
has_table(struct store *store, const char *table, const char *column)
{
	return !sqlite3_table_column_metadata(db_handle(store->db), "main", table, column, NULL, NULL, NULL, NULL, NULL);
}

enum status
store_make_anew(struct store *store, struct err *err)
{
	struct replay replay = { .store = store, .err = err };
	enum status status = store_begin(store, err);
	bool keeps = has_table(store, "look", "look") && has_table(store, "photo", "data"); /* an older program's file has none */

	if (status)
		return status;
	/* Trust is learned anew as well: what stands in derived tables is not asked. */
	store_forget_trust(store);
	store_begin_trust(store);
	if (keeps)
		status = db_script(store->db,
				   "CREATE TEMP TABLE kept_look AS SELECT n, look FROM main.look WHERE n IN (SELECT n FROM main.photo)",
				   err);
	if (!status)
		status = schema_renew(store->db, err);
	/* They follow from the photos alone, which nothing changes, and to decode all of a county again takes hours. */
	if (!status && keeps)
		status = db_script(store->db,
				   "INSERT INTO main.look (n, look) SELECT n, look FROM temp.kept_look; DROP TABLE temp.kept_look;", err);
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

/* ---- holding */

struct store_hold {
	struct db *db;
};

enum status
store_hold(const char *path, struct store_hold **out, struct err *err)
{
	struct db *db = NULL;
	enum status status = db_open(path, DB_WRITE, "EXTRA", &db, err);

	*out = NULL;
	if (!status)
		status = db_begin(db, err);
	if (!status) {
		*out = mem_alloc(sizeof(**out));
		(*out)->db = db;
		return STATUS_OK;
	}
	db_close(db);
	return status == STATUS_TAMPERED || status == STATUS_INVALID ? STATUS_OK : status;
}

void
store_let_go(struct store_hold *hold)
{
	if (!hold)
		return;
	db_rollback(hold->db);
	db_close(hold->db);
	free(hold);
}
