#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/pool.h"
#include "store/dossier.h"
#include "store/journal.h"
#include "eval/register.h"

/* The register, written from dossiers: the only place where derived tables change. */

/* Anybody may send a listing; a house is there, and counted, when the listing counts. Without it nothing of it does. */
static bool
stands(const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->slots.slot_count; i++)
		if (dossier->slots.slots[i].head_count)
			return true;
	return false;
}

static enum status
write_building(struct store *store, const struct dossier *dossier, struct err *err)
{
	const struct flow_todo *todo = dossier->state.todo_count ? &dossier->state.todos[0] : NULL;
	int64_t changed = 0;
	sqlite3_stmt *stmt;

	for (size_t i = 0; i < dossier->step_count; i++)
		if (dossier->steps[i].step->at_unix > changed)
			changed = dossier->steps[i].step->at_unix;
	stmt = db_use(store->db, "UPDATE building SET division = :division, level = :level, task = :task, "
				 "task_name = :name, changed = :changed, hash = :hash WHERE building = :building");
	bind_int(stmt, ":building", dossier->number);
	bind_text(stmt, ":division", stands(dossier) ? dossier->input.division : NULL);
	bind_int(stmt, ":level", (int64_t)dossier->state.levels_signed);
	bind_text(stmt, ":task", flow_task_word(todo ? todo->task : TASK_NONE));
	bind_text(stmt, ":name", !todo ? NULL : todo->level ? todo->level->name : todo->form ? todo->form->name : NULL);
	bind_int(stmt, ":changed", changed);
	bind_id(stmt, ":hash", &dossier->state.hash);
	return db_done(store->db, stmt, err);
}

static enum status
clear_rows(struct store *store, int64_t building, struct err *err)
{
	static const char *const literals[] = {
		"DELETE FROM signed WHERE building = :b",
		"DELETE FROM returned WHERE building = :b",
		"DELETE FROM findings_of_rules WHERE building = :b",
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ARRAY_LEN(literals) && !status; i++) {
		sqlite3_stmt *stmt = db_use(store->db, literals[i]);

		bind_int(stmt, ":b", building);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

static enum status
write_signs(struct store *store, const struct dossier *dossier, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dossier->state.sign_count && !status; i++) {
		const struct flow_sign *sign = &dossier->state.signs[i];
		sqlite3_stmt *stmt;

		if (!sign->effective)
			continue;
		stmt = sign->approve ? db_use(store->db, "INSERT OR IGNORE INTO signed (building, n, level, step) "
							 "VALUES (:b, :n, :level, :step)")
				     : db_use(store->db, "INSERT OR IGNORE INTO returned (building, level, step) "
							 "VALUES (:b, :level, :step)");
		bind_int(stmt, ":b", dossier->number);
		if (sign->approve)
			bind_int(stmt, ":n", (int64_t)sign->level + 1);
		bind_text(stmt, ":level", dossier->input.pack->levels[sign->level].name);
		bind_id(stmt, ":step", &dossier->steps[sign->step].id);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

static enum status
write_findings(struct store *store, const struct dossier *dossier, struct err *err)
{
	static const char *const levels[] = { "error", "warning", "info" };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < dossier->finding_count && !status; i++) {
		const struct dossier_finding *finding = &dossier->findings[i];
		sqlite3_stmt *stmt = db_use(store->db, "INSERT OR IGNORE INTO findings_of_rules (building, rule, level, kind, judged) "
						       "VALUES (:b, :rule, :level, :kind, :judged)");

		bind_int(stmt, ":b", dossier->number);
		bind_text(stmt, ":rule", finding->rule->id);
		bind_text(stmt, ":level", levels[finding->rule->level]);
		bind_int(stmt, ":kind", finding->rule->kind);
		bind_int(stmt, ":judged", finding->kind == FINDING_FIRES);
		status = db_done(store->db, stmt, err);
	}
	return status;
}

static enum status
write_values(struct store *store, const struct dossier *dossier, bool had_rows, struct err *err)
{
	const struct pack *pack = dossier->input.pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->form_count && !status; i++) {
		const struct form *form = &pack->forms[i];
		const struct value *values = dossier_values(dossier, form->name);
		struct eval_photo *photos = NULL;
		const struct flow_step *head;
		size_t count = 0;

		if (form->repeat)
			continue;
		if (had_rows)
			status = register_remove_form(store->registrar, form, dossier->number, err);
		if (status || !values)
			continue;
		head = dossier_head(dossier, form->name);
		if (head) {
			count = head->step->photo_count;
			photos = dossier_photos(store, head->step, NULL);
		}
		status = register_put_form(store->registrar, form, dossier->number, values, photos, count, err);
		free(photos);
	}
	if (!status)
		status = register_put_facts(store->registrar, dossier->number, &dossier->fact_values, err);
	return status;
}

/* What is judged of one building goes into its rows. */
static enum status
write_one(struct store *store, const struct dossier *dossier, bool had_rows, struct err *err)
{
	enum status status = had_rows ? clear_rows(store, dossier->number, err) : STATUS_OK;

	if (!status)
		status = write_building(store, dossier, err);
	if (!status)
		status = write_signs(store, dossier, err);
	if (!status)
		status = write_findings(store, dossier, err);
	if (!status)
		status = write_values(store, dossier, had_rows, err);
	for (size_t i = 0; store->watch && i < dossier->step_count; i++)
		store->watch(&dossier->steps[i].id, dossier->slots.step_reasons[i], dossier->steps[i].trust, store->watch_ctx);
	store->derived++;
	return status;
}

/* ---- many buildings: while the other cores judge some, those before them are written here and those after them gathered */

#define LOAD_MAX 128			  /* buildings judged at a time */
#define SHELF_MAX_BYTES ((size_t)4 << 20) /* about eight times as much when read */
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
	struct err ignored = { 0 }; /* there is one way to fail; it is said again where it is told */

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
			status = write_one(deriving->store, load->dossiers[i], load->had_rows[i], err);
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
		evaluators_release(&deriving->evaluators[i]);
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
		/* A full shelf is emptied when nothing on its way needs it. */
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

static int
number_cmp(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* Ascending, each once; how many are left. */
static size_t
sort_numbers(int64_t *numbers, size_t count)
{
	size_t kept = 0;

	if (count)
		qsort(numbers, count, sizeof(*numbers), number_cmp);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || numbers[i] != numbers[kept - 1])
			numbers[kept++] = numbers[i];
	return kept;
}

/* ---- photos that several buildings hold

 * Whether a photo is held elsewhere is a finding of every building that holds it. All are judged first as if none were; when every row about
 * photos is written, those that share one are judged again. So the findings do not depend on which building came first. */

#define LOOK_AT_ALL_FROM 1000 /* marked buildings: then one look over all photos is cheaper */

struct numbers {
	int64_t *items;
	size_t count, cap;
};

static void
add_number(struct numbers *numbers, int64_t number)
{
	MEM_GROW(numbers->items, numbers->count, numbers->cap);
	numbers->items[numbers->count++] = number;
}

/* Adds those that share a photo with this one, as the rows say now, and then this one itself. */
static enum status
add_sharers(struct store *store, int64_t building, struct numbers *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT DISTINCT o.building FROM photo_of p JOIN photo_of o ON o.id = p.id "
					       "WHERE p.building = :b AND o.building <> :b");
	size_t before = out->count;
	enum status status;
	bool row;

	bind_int(stmt, ":b", building);
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		add_number(out, sqlite3_column_int64(stmt, 0));
	if (out->count > before)
		add_number(out, building);
	return status;
}

static enum status
add_all_sharers(struct store *store, struct numbers *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT DISTINCT building FROM photo_of WHERE id IN "
					       "(SELECT id FROM photo_of GROUP BY id HAVING min(building) < max(building))");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		add_number(out, sqlite3_column_int64(stmt, 0));
	return status;
}

static enum status
find_sharers(struct store *store, struct numbers *out, struct err *err)
{
	enum status status = STATUS_OK;

	if (store->dirty_count >= LOOK_AT_ALL_FROM)
		return add_all_sharers(store, out, err);
	for (size_t i = 0; i < store->dirty_count && !status; i++)
		status = add_sharers(store, store->dirty[i], out, err);
	return status;
}

/* ---- the whole */

static enum status
derive_marked(struct store *store, struct err *err)
{
	struct numbers sharers = { 0 };
	enum status status = find_sharers(store, &sharers, err); /* also those that will share no longer */

	if (!status)
		status = derive_many(store, store->dirty, store->dirty_count, false, err);
	if (!status)
		status = find_sharers(store, &sharers, err);
	sharers.count = sort_numbers(sharers.items, sharers.count);
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

enum status
store_derive(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;

	store->derived = 0;
	if (store->all_dirty)
		status = mark_all(store, err);
	store->dirty_count = sort_numbers(store->dirty, store->dirty_count);
	/* Without a pack nothing can be said of a building yet; its publication marks all. */
	if (!status && store->dirty_count && store_pack(store)) {
		status = store_need_registrar(store, err);
		if (!status)
			status = store_load_packs(store, err);
		if (!status)
			status = derive_marked(store, err);
	}
	store->dirty_count = 0;
	store->all_dirty = false;
	return status;
}
