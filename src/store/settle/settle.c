#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/inside.h"
#include "eval/register.h"
#include "store/schema.h"
#include "trust/fold.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/packs.h"
#include "trust/receipts.h"
#include "trust/trust.h"

/* Trust as this file sees it: loaded at open, settled at each commit, and what a change of it marks for derivation. */

/* Adds the step of a row (id, body). */
static void
add_link(struct store *store, sqlite3_stmt *stmt)
{
	struct step step = { 0 };
	struct err ignored = { 0 };
	struct id id;

	if (column_id(stmt, 0, &id) &&
	    !step_parse((const char *)sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), &step, &ignored))
		trust_add_link(store->trust, &id, &step);
	step_release(&step);
}

static enum status
add_links(struct store *store, sqlite3_stmt *stmt, bool *any, struct err *err)
{
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		*any = true;
		add_link(store, stmt);
	}
	return status;
}

/* A log that forks, and the lowest place in it with two steps. */
struct forking_logs {
	struct forking_log {
		int64_t log, from;
	} * items;
	size_t count, cap;
};

/* Two of a log's runs lie at one place. Runs are few, steps are not: those are not asked. */
static enum status
find_forking(struct store *store, struct forking_logs *out, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT log, from_seq, seq FROM run ORDER BY log, from_seq");
	int64_t log = 0, reached = 0;
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		int64_t from = sqlite3_column_int64(stmt, 1), to = sqlite3_column_int64(stmt, 2);

		if (sqlite3_column_int64(stmt, 0) != log) {
			log = sqlite3_column_int64(stmt, 0);
			reached = 0;
		}
		if (from <= reached && (!out->count || out->items[out->count - 1].log != log)) {
			MEM_GROW(out->items, out->count, out->cap);
			out->items[out->count++] = (struct forking_log){ log, from };
		}
		reached = to > reached ? to : reached;
	}
	return status;
}

/* Adds each log that forks, from its lowest double place on, for trust to follow the branches. */
static enum status
add_branches(struct store *store, struct err *err)
{
	struct forking_logs logs = { 0 };
	enum status status = find_forking(store, &logs, err);

	store->has_branches = false;
	for (size_t i = 0; i < logs.count && !status; i++) {
		sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id, s.body FROM place p JOIN step s ON s.n = p.n "
						       "WHERE p.log = :log AND p.seq >= :from");

		bind_int(stmt, ":log", logs.items[i].log);
		bind_int(stmt, ":from", logs.items[i].from);
		status = add_links(store, stmt, &store->has_branches, err);
		if (!status)
			status = store_fold_of_log(store, logs.items[i].log, err);
	}
	free(logs.items);
	return status;
}

/* Adds what no kind of trust is in the logs of area "": the places of packs, receipts and revocations go through these steps. And receipts, but those
 * that are folded. */
static enum status
add_between(struct store *store, struct err *err)
{
	/* CROSS: the few that stand apart first, whatever else stands in `place`. */
	sqlite3_stmt *stmt = db_use(store->db, "SELECT s.id, s.body, p.kind FROM apart a CROSS JOIN place p ON p.n = a.n "
					       "JOIN step s ON s.n = a.n");
	enum status status;
	bool row;

	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		enum step_kind kind = step_kind_of((const char *)sqlite3_column_text(stmt, 2));

		if (!step_kind_is_trust(kind))
			add_link(store, stmt);
		else if (kind == STEP_RECEIPT)
			status = store_add_trust(store, stmt, err);
		if (status) {
			sqlite3_reset(stmt);
			return status;
		}
	}
	return status ? status : store_fold_between(store, err);
}

/* Of who was revoked or dropped from office every step counts by its place in its log. */
static enum status
add_bounded(struct store *store, bool *any, struct err *err)
{
	enum status status = STATUS_OK;

	*any = false;
	for (size_t i = 0; i < store->key_count && !status; i++) {
		struct known_key *key = &store->keys[i];
		sqlite3_stmt *stmt;

		if (key->linked || !trust_wants_logs(store->trust, &key->credential.id))
			continue;
		stmt = db_use(store->db, "SELECT s.id, s.body FROM log l JOIN place p ON p.log = l.log JOIN step s ON s.n = p.n "
					 "WHERE l.author = :author");
		bind_id(stmt, ":author", &key->credential.id);
		status = add_links(store, stmt, any, err);
		if (!status)
			status = store_fold_of_author(store, &key->credential.id, err);
		key->linked = true;
	}
	return status;
}

static enum status
settle_trust(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;
	const struct pack *pack;

	/* What the logs of the revoked tell may give a revocation its effect, whose revoked wants his logs then. */
	for (bool bounded = true; bounded && !status;) {
		trust_settle(store->trust);
		status = add_bounded(store, &bounded, err);
	}
	if (!status)
		status = packs_tell_trust(store, trust_each_untold_pack, err);
	if (status)
		return status;
	store->has_pack = trust_pack(store->trust) != NULL;
	if (!store->has_pack)
		return STATUS_OK;
	store->pack_id = *trust_pack(store->trust);
	status = store_load_pack(store, &store->pack_id, &pack, err);
	if (!status)
		packs_note_past(store);
	return status;
}

/* Does any credential that was here before stand differently now? New ones concern no step yet: a step waits for its
 * author's credential before it is stored. */
static bool
standing_changed(struct store *store, bool *any_revoked)
{
	const struct id *genesis = trust_genesis(store->trust), none = { { 0 } };
	struct id packs = packs_counting(store);
	bool changed = !id_equal(&store->last_packs, &packs), revoked = false;

	/* Another genesis may name another receiver, whose receipts were not the county's before. */
	if (!id_equal(&store->last_genesis, genesis ? genesis : &none))
		changed |= !id_is_zero(&store->last_genesis);
	store->last_genesis = genesis ? *genesis : none;
	store->last_packs = packs;
	for (size_t i = 0; i < store->key_count; i++) {
		struct known_key *key = &store->keys[i];
		const struct credential *now = trust_credential(store->trust, &key->credential.id);
		enum trust_reason reason = now ? now->reason : TRUST_AUTHOR_UNKNOWN;
		struct id bound = now ? now->bound : none;

		if (key->settled && (reason != key->last_reason || !id_equal(&bound, &key->last_bound)))
			changed = true;
		revoked |= now && now->revoked;
		key->last_reason = reason;
		key->last_bound = bound;
		key->settled = true;
	}
	*any_revoked = revoked;
	/* A revocation or decision matters only where something is revoked or forked. */
	return changed || (store->recheck_all && (revoked || store->has_branches));
}

/* Is a receipt among those covered anew named by a step that was here before it? Then what stands behind the receipt is covered anew as well. */
static bool
joins_receipts(const struct store *store)
{
	struct idmap added = { 0 };
	bool joins;

	for (size_t i = 0; i < store->covered_count; i++)
		if (store->covered[i].has_receipt)
			idmap_put(&added, &store->covered[i].receipt, i);
	joins = trust_names_receipt_of(store->trust, &added);
	idmap_release(&added);
	return joins;
}

/* A county receipt matters where something forks, and of the revoked for the logs that it names; for all of theirs when it comes late. A step
 * of theirs matters for its log. */
static enum status
mark_newly_covered(struct store *store, bool revoked, struct err *err)
{
	enum status status = STATUS_OK;

	if (revoked && store->covered_count && !store->all_dirty)
		store->all_dirty = joins_receipts(store);
	for (size_t i = 0; i < store->covered_count && !status && !store->all_dirty; i++) {
		const struct newly_covered *covered = &store->covered[i];

		if (covered->has_receipt && !trust_receipt_no(store->trust, &covered->receipt))
			continue;
		if (covered->has_receipt && store->has_branches)
			store->all_dirty = true;
		else if (revoked && trust_wants_logs(store->trust, &covered->log.author))
			status = journal_mark_covered(store, covered, err);
	}
	store->covered_count = 0;
	return status;
}

/* The geneses that are followed from now on: of rivals that come later these stay. */
static enum status
pin_chain(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;
	const struct id *genesis;

	for (size_t i = 0; (genesis = trust_genesis_at(store->trust, i)) && !status; i++) {
		bool known = false;

		for (size_t k = 0; k < store->pin_count && !known; k++)
			known = id_equal(&store->pins[k].genesis, genesis);
		if (!known)
			status = store_add_pin(store, genesis, false, err);
	}
	return status;
}

enum status
store_settle(struct store *store, struct err *err)
{
	struct id before = store->pack_id;
	bool had = store->has_pack, revoked;
	int64_t first, last;
	enum status status;

	if (!store->trust_dirty)
		return STATUS_OK;
	status = store_placing_write(store, err); /* forks are found among the runs */
	if (!status && store->unfolding)
		status = store_unfold(store, err);
	if (!status && store->recheck_all && store->has_branches)
		status = add_branches(store, err);
	if (!status)
		status = settle_trust(store, err);
	if (!status && trust_has_fold(store->trust) && !trust_foldable(store->trust, &first, &last))
		status = store_whole_trust(store, err);
	if (!status)
		status = store_write_fold(store, err);
	if (!status)
		status = pin_chain(store, err);
	if (status)
		return status;
	if (standing_changed(store, &revoked))
		store->all_dirty = true;
	status = mark_newly_covered(store, revoked, err);
	if (status)
		return status;
	store->trust_dirty = store->recheck_all = false;
	if (store->has_pack && (!had || !id_equal(&before, &store->pack_id))) {
		store->all_dirty = true;
		register_close(store->registrar);
		store->registrar = NULL;
		return schema_make_register(store->db, store_pack(store), err);
	}
	return STATUS_OK;
}

enum status
store_add_trust(struct store *store, sqlite3_stmt *row, struct err *err)
{
	struct step step = { 0 };
	enum status status = step_parse((const char *)sqlite3_column_text(row, 1), (size_t)sqlite3_column_bytes(row, 1), &step, err);
	struct id id;

	if (status || !column_id(row, 0, &id))
		status = err_set(err, STATUS_TAMPERED, _("\"%s\": a stored step was altered; run louce verify, and use another copy"),
				 db_path(store->db));
	else
		trust_add(store->trust, &id, &step);
	step_release(&step);
	return status;
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
		if (step_kind_of(step.kind) == STEP_PACK)
			packs_keep_parsed(store, &id, &step);
		step_release(&step);
	}
	return status;
}

enum status
store_whole_trust(struct store *store, struct err *err)
{
	enum status status = store_unfold(store, err);

	return status ? status : settle_trust(store, err);
}

void
store_begin_trust(struct store *store)
{
	store->trust = trust_new();
	for (size_t i = 0; i < store->key_count; i++)
		store->keys[i].linked = false;
	for (size_t i = 0; i < store->pin_count; i++)
		trust_pin(store->trust, &store->pins[i].genesis, store->pins[i].by_person);
}

enum status
store_load_trust(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;
	bool revoked;

	store_begin_trust(store);
	status = store_load_fold(store, err);
	for (int kind = 0; kind < STEP_SYSTEM_COUNT && !status; kind++)
		if (step_kind_is_trust((enum step_kind)kind) && kind != STEP_RECEIPT)
			status = load_kind(store, step_kind_name((enum step_kind)kind), err);
	if (!status)
		status = add_between(store, err);
	if (!status)
		status = add_branches(store, err);
	if (!status)
		status = settle_trust(store, err);
	packs_drop_parsed(store);
	if (status)
		return status;
	standing_changed(store, &revoked);
	store->trust_dirty = store->recheck_all = store->all_dirty = store->unfolding = false;
	return STATUS_OK;
}

enum status
store_need_registrar(struct store *store, struct err *err)
{
	if (store->registrar || !store_pack(store))
		return STATUS_OK;
	return register_open(db_handle(store->db), store_pack(store), NULL, &store->registrar, err);
}
