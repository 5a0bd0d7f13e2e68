#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"
#include "eval/register.h"
#include "store/schema.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/packs.h"
#include "trust/trust.h"

/* Trust as this file sees it: loaded at open, settled at each commit, and what a change of it marks for derivation. */

static size_t
find_pack(const struct store *store, const struct id *id)
{
	for (size_t i = 0; i < store->pack_count; i++)
		if (id_equal(&store->packs[i].id, id))
			return i;
	return SIZE_MAX;
}

const struct pack *
store_found_pack(const struct store *store, const struct id *id)
{
	size_t at = find_pack(store, id);

	return at == SIZE_MAX ? NULL : store->packs[at].pack;
}

enum status
store_load_pack(struct store *store, const struct id *id, const struct pack **out, struct err *err)
{
	struct loaded_pack loaded = { .id = *id };
	struct err why = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };
	enum status status = STATUS_OK;

	*out = store_found_pack(store, id);
	if (find_pack(store, id) != SIZE_MAX)
		return STATUS_OK;
	status = store_get_step(store, id, &body, NULL, &why);
	if (status) {
		status = status == STATUS_NOT_FOUND ? STATUS_OK : err_set(err, status, "%s", why.text);
		goto out;
	}
	if (!step_parse(buf_text(&body), body.len, &step, &why) && step_kind_of(step.kind) == STEP_PACK) {
		const struct value *files = value_get(&step.data, "files");

		if (files && pack_parse(files, &loaded.pack, NULL, &why))
			loaded.pack = NULL; /* from a newer program: its steps are kept and do not count here */
	}
	MEM_GROW(store->packs, store->pack_count, store->pack_cap);
	store->packs[store->pack_count++] = loaded;
	*out = loaded.pack;
out:
	step_release(&step);
	buf_release(&body);
	return status;
}

enum status
store_load_packs(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id FROM place p JOIN step s ON s.n = p.n WHERE p.kind = 'pack'");
	const struct pack *pack;
	enum status status;
	struct id id;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		if (column_id(stmt, 0, &id) && (status = store_load_pack(store, &id, &pack, err))) {
			sqlite3_reset(stmt);
			break;
		}
	return status;
}

void
store_each_pack(const struct store *store, bool (*visit)(const struct pack *pack, void *ctx), void *ctx)
{
	for (size_t i = 0; i < store->pack_count; i++)
		if (store->packs[i].pack && !visit(store->packs[i].pack, ctx))
			return;
}

struct eval *
store_pack_eval(const struct store *store, struct evaluators *evaluators, const struct id *id)
{
	struct err ignored = { 0 };
	size_t at = find_pack(store, id);
	struct evaluator *evaluator;

	if (at == SIZE_MAX || !store->packs[at].pack)
		return NULL;
	if (at >= evaluators->count) {
		evaluators->items = mem_resize(evaluators->items, at + 1, sizeof(*evaluators->items));
		memset(evaluators->items + evaluators->count, 0, (at + 1 - evaluators->count) * sizeof(*evaluators->items));
		evaluators->count = at + 1;
	}
	evaluator = &evaluators->items[at];
	if (!evaluator->tried && eval_new(store->packs[at].pack, &evaluator->eval, NULL, &ignored))
		evaluator->eval = NULL;
	evaluator->tried = true;
	return evaluator->eval;
}

void
store_evaluators_release(struct evaluators *evaluators)
{
	for (size_t i = 0; i < evaluators->count; i++)
		eval_free(evaluators->items[i].eval);
	free(evaluators->items);
	*evaluators = (struct evaluators){ 0 };
}

/* A log that forks: every step of it from the lowest double place on, for trust to follow the branches. */
static enum status
add_branches(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id, s.body FROM place p JOIN step s ON s.n = p.n JOIN ("
					       "  SELECT log, min(seq) AS first FROM ("
					       "    SELECT log, seq FROM place WHERE seq > 0 GROUP BY log, seq HAVING count(*) > 1)"
					       "  GROUP BY log) f ON f.log = p.log AND p.seq >= f.first");
	enum status status;
	bool row;

	store->has_branches = false;
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct step step = { 0 };
		struct err ignored = { 0 };
		struct id id;

		store->has_branches = true;
		if (column_id(stmt, 0, &id) &&
		    !step_parse((const char *)sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), &step, &ignored))
			trust_add_branch(store->trust, &id, &step);
		step_release(&step);
	}
	return status;
}

/* Settles trust twice where logs fork: the pack says which roles settle forks, and forks do not bear on which pack is in force. */
static enum status
settle_with_acts(struct store *store, struct err *err)
{
	const struct pack *pack;
	enum status status;

	trust_settle(store->trust);
	store->has_pack = trust_pack(store->trust) != NULL;
	if (!store->has_pack)
		return STATUS_OK;
	store->pack_id = *trust_pack(store->trust);
	status = store_load_pack(store, &store->pack_id, &pack, err);
	if (status || !pack)
		return status;
	/* Roles of acts bear on forks alone. */
	trust_set_acts(store->trust, (const char *const *)pack->acts_decision.items, pack->acts_decision.count);
	if (store->has_branches)
		trust_settle(store->trust);
	return STATUS_OK;
}

/* Does any credential that was here before stand differently now? New ones concern no step yet: a step waits for its
 * author's credential before it is stored. */
static bool
standing_changed(struct store *store, bool *any_revoked)
{
	const struct id *genesis = trust_genesis(store->trust), none = { { 0 } };
	bool changed = false, revoked = false;

	/* Another genesis may name another receiver, whose receipts were not the county's before. */
	if (!id_equal(&store->last_genesis, genesis ? genesis : &none))
		changed = !id_is_zero(&store->last_genesis);
	store->last_genesis = genesis ? *genesis : none;
	for (size_t i = 0; i < store->key_count; i++) {
		struct known_key *key = &store->keys[i];
		const struct credential *now = trust_credential(store->trust, &key->credential.id);
		enum trust_reason reason = now ? now->reason : TRUST_AUTHOR_UNKNOWN;
		int64_t counts_to = now ? now->counts_to : INT64_MAX;

		if (key->settled && (reason != key->last_reason || counts_to != key->last_counts_to))
			changed = true;
		revoked |= now && now->revoked;
		key->last_reason = reason;
		key->last_counts_to = counts_to;
		key->settled = true;
	}
	*any_revoked = revoked;
	/* A revocation or decision matters only where something is revoked or forked. */
	return changed || (store->recheck_all && (revoked || store->has_branches));
}

/* A county receipt matters where something forks, and of the revoked only for what it covers anew. */
static enum status
mark_newly_covered(struct store *store, bool revoked, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < store->covered_count && !status && !store->all_dirty; i++) {
		if (!trust_is_receiver(store->trust, &store->covered[i].by))
			continue;
		if (store->has_branches)
			store->all_dirty = true;
		else if (revoked)
			status = journal_mark_covered(store, &store->covered[i], err);
	}
	store->covered_count = 0;
	return status;
}

enum status
store_settle(struct store *store, struct err *err)
{
	struct id before = store->pack_id;
	bool had = store->has_pack, revoked;
	enum status status;

	if (!store->trust_dirty)
		return STATUS_OK;
	if (store->recheck_all && store->has_branches) {
		status = add_branches(store, err);
		if (status)
			return status;
	}
	status = settle_with_acts(store, err);
	if (status)
		return status;
	if (standing_changed(store, &revoked))
		store->all_dirty = true;
	status = mark_newly_covered(store, revoked, err);
	if (status)
		return status;
	store->trust_dirty = store->recheck_all = false;
	if (store->has_pack && (!had || !id_equal(&before, &store->pack_id))) {
		const struct pack *pack = store_pack(store);

		store->all_dirty = true;
		if (!pack)
			return err_set(err, STATUS_INVALID,
				       _("the form pack in force cannot be read by this louce; install the newer version"));
		register_close(store->registrar);
		store->registrar = NULL;
		return schema_make_register(store->db, pack, err);
	}
	return STATUS_OK;
}

static enum status
load_kind(struct store *store, const char *kind, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id, s.body FROM place p JOIN step s ON s.n = p.n WHERE p.kind = :kind");
	enum status status;
	bool row;

	bind_text(stmt, ":kind", kind);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		struct step step = { 0 };
		struct id id;

		status = step_parse((const char *)sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), &step, err);
		if (status || !column_id(stmt, 0, &id)) {
			sqlite3_reset(stmt);
			return err_set(err, STATUS_TAMPERED, _("\"%s\": a stored step was altered; run louce verify, and use another copy"),
				       db_path(store->db));
		}
		journal_learn(store, &id, &step);
		step_release(&step);
	}
	return status;
}

enum status
store_load_trust(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;
	bool revoked;

	store->trust = trust_new(store->has_pin ? &store->pin : NULL);
	for (int kind = 0; kind < STEP_SYSTEM_COUNT && !status; kind++)
		if (step_kind_is_trust((enum step_kind)kind))
			status = load_kind(store, step_kind_name((enum step_kind)kind), err);
	if (!status)
		status = add_branches(store, err);
	if (status)
		return status;
	status = settle_with_acts(store, err);
	if (status)
		return status;
	standing_changed(store, &revoked);
	store->trust_dirty = store->recheck_all = store->all_dirty = false;
	return STATUS_OK;
}

enum status
store_need_registrar(struct store *store, struct err *err)
{
	if (store->registrar || !store_pack(store))
		return STATUS_OK;
	return register_open(db_handle(store->db), store_pack(store), false, &store->registrar, err);
}
