#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/dossier.h"
#include "store/journal.h"
#include "store/register.h"
#include "store/schema.h"

/* The register, written from dossiers: the only place where derived tables change. */

static const char *
task_word(enum flow_task task)
{
	static const char *const words[] = {
		[TASK_NONE] = "none",	      [TASK_FORM] = "form",	    [TASK_RETURNED] = "returned",
		[TASK_CONFLICT] = "conflict", [TASK_FINDINGS] = "findings", [TASK_SIGN] = "sign",
	};

	return words[task];
}

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
	bind_text(stmt, ":task", task_word(todo ? todo->task : TASK_NONE));
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
		stmt = sign->approve
			       ? db_use(store->db, "INSERT OR IGNORE INTO signed (building, n, level, step) "
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
		sqlite3_stmt *stmt = db_use(store->db,
					    "INSERT OR IGNORE INTO findings_of_rules (building, rule, level, kind, judged) "
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
write_values(struct store *store, const struct dossier *dossier, struct err *err)
{
	const struct pack *pack = dossier->input.pack;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < pack->form_count && !status; i++) {
		const struct form *form = &pack->forms[i];
		const struct flow_step *head = form->repeat ? NULL : dossier_head(dossier, form->name);
		struct eval_photo *photos = NULL;
		size_t count = 0;

		if (form->repeat)
			continue;
		if (head) {
			count = head->step->photo_count;
			photos = dossier_photos(store, head->step, NULL);
		}
		status = register_put_form(store->registrar, form, dossier->number, dossier_values(dossier, form->name), photos,
					   count, err);
		dossier_photos_free(photos, count);
	}
	if (!status)
		status = register_put_facts(store->registrar, dossier->number, &dossier->fact_values, err);
	return status;
}

static enum status
derive_one(struct store *store, int64_t building, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT root FROM building WHERE building = :b");
	struct dossier *dossier = NULL;
	enum status status;
	struct id root;
	bool row;

	bind_int(stmt, ":b", building);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	if (!row || !column_id(stmt, 0, &root))
		return err_set(err, STATUS_BUG, _("a building without its root stands in the register"));
	sqlite3_reset(stmt);
	status = dossier_load(store, &root, NULL, &dossier, err);
	if (status)
		return status;
	status = clear_rows(store, building, err);
	if (!status)
		status = write_building(store, dossier, err);
	if (!status)
		status = write_signs(store, dossier, err);
	if (!status)
		status = write_findings(store, dossier, err);
	if (!status)
		status = write_values(store, dossier, err);
	for (size_t i = 0; store->watch && i < dossier->step_count; i++)
		store->watch(&dossier->steps[i].id, dossier->slots.step_reasons[i], dossier->steps[i].trust, store->watch_ctx);
	dossier_free(dossier);
	store->derived++;
	return status;
}

static int
number_cmp(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
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
	if (store->dirty_count)
		qsort(store->dirty, store->dirty_count, sizeof(*store->dirty), number_cmp);
	if (!status && store->dirty_count)
		status = store_need_registrar(store, err);
	/* Without a pack nothing can be said of a building yet; its publication marks all. */
	for (size_t i = 0; i < store->dirty_count && !status && store_pack(store); i++)
		if (i == 0 || store->dirty[i] != store->dirty[i - 1])
			status = derive_one(store, store->dirty[i], err);
	store->dirty_count = 0;
	store->all_dirty = false;
	return status;
}

/* ---- everything anew */

struct replay {
	struct store *store;
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
	step_release(&step);
	return !replay->status;
}

enum status
store_rebuild(struct store *store, struct err *err)
{
	struct replay replay = { .store = store, .err = err };
	enum status status = store_begin(store, err);

	if (!status)
		status = schema_clear_derived(store->db, err);
	if (!status)
		status = store_each_step(store, replay_step, &replay, err);
	if (!status)
		status = replay.status;
	if (!status && store_pack(store)) {
		register_close(store->registrar);
		store->registrar = NULL;
		status = register_open(db_handle(store->db), store_pack(store), true, false, &store->registrar, err);
	}
	if (!status) {
		store->all_dirty = true;
		store->trust_dirty = true;
		store->recheck_all = store->has_branches;
		return store_commit(store, err);
	}
	store_rollback(store);
	return status;
}
