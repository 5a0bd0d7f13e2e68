#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/pack.h"
#include "trust/fold.h"
#include "trust/forks.h"

/* Where each step stands in its log, and which building it is about. */

/* ---- numbers looked up in this transaction */

void
store_placing_release(struct placing *placing)
{
	idmap_release(&placing->index);
	for (size_t i = 0; i < placing->count; i++)
		runs_release(&placing->logs[i].runs);
	free(placing->logs);
	*placing = (struct placing){ 0 };
}

enum status
store_placing_write(struct store *store, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < store->placing.count && !status; i++)
		status = runs_write(store, store->placing.logs[i].log, &store->placing.logs[i].runs, err);
	return status;
}

/* The number that `find` gives, or that of the row which `add` makes; both bound. */
static enum status
find_or_add(struct store *store, sqlite3_stmt *find, sqlite3_stmt *add, int64_t *out, struct err *err)
{
	bool row;
	enum status status = db_row(store->db, find, &row, err);

	if (status)
		return status;
	if (row) {
		*out = sqlite3_column_int64(find, 0);
		sqlite3_reset(find);
		return STATUS_OK;
	}
	status = db_done(store->db, add, err);
	*out = sqlite3_last_insert_rowid(db_handle(store->db));
	return status;
}

void
bind_log(sqlite3_stmt *stmt, const struct log_key *log)
{
	bind_id(stmt, ":author", &log->author);
	bind_blob(stmt, ":device", log->device.b, DEVICE_BYTES);
	bind_text(stmt, ":area", log->area);
	bind_int(stmt, ":epoch", log->epoch);
}

bool
column_log(sqlite3_stmt *stmt, int first, struct log_key *out)
{
	const char *area = (const char *)sqlite3_column_text(stmt, first + 2);

	*out = (struct log_key){ .epoch = sqlite3_column_int64(stmt, first + 3) };
	if (!column_id(stmt, first, &out->author) || sqlite3_column_bytes(stmt, first + 1) != DEVICE_BYTES || !area ||
	    strlen(area) > DIVISION_CODE_LEN)
		return false;
	memcpy(out->device.b, sqlite3_column_blob(stmt, first + 1), DEVICE_BYTES);
	memcpy(out->area, area, strlen(area) + 1);
	return true;
}

static enum status
read_log(struct store *store, const struct log_key *log, int64_t *out, struct err *err)
{
	sqlite3_stmt *find = db_use(store->db, "SELECT log FROM log WHERE author = :author AND device = :device AND area = :area "
					       "AND epoch = :epoch");
	sqlite3_stmt *add = db_use(store->db, "INSERT INTO log (author, device, area, epoch) VALUES (:author, :device, :area, :epoch)");

	bind_log(find, log);
	bind_log(add, log);
	return find_or_add(store, find, add, out, err);
}

static enum status
read_last(struct store *store, struct placed_log *log, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT ifnull(max(seq), 0) FROM place WHERE log = :log");
	enum status status;
	bool row;

	bind_int(stmt, ":log", log->log);
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	log->last = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

/* The log that a step stands in, as far as it was placed before. */
static enum status
find_log(struct store *store, const struct log_key *log, struct placed_log **out, struct err *err)
{
	struct placing *placing = &store->placing;
	struct placed_log placed = { 0 };
	struct id name;
	enum status status;
	size_t at;

	log_name(log, &name);
	at = idmap_get(&placing->index, &name);
	if (at != IDMAP_NONE) {
		*out = &placing->logs[at];
		return STATUS_OK;
	}
	status = read_log(store, log, &placed.log, err);
	if (!status)
		status = read_last(store, &placed, err);
	if (!status)
		status = runs_load(store, placed.log, &placed.runs, err);
	if (status) {
		runs_release(&placed.runs);
		return status;
	}
	MEM_GROW(placing->logs, placing->count, placing->cap);
	idmap_put(&placing->index, &name, placing->count);
	placing->logs[placing->count] = placed;
	*out = &placing->logs[placing->count++];
	return STATUS_OK;
}

static enum status
read_building(struct store *store, const struct id *root, int64_t *out, struct err *err)
{
	sqlite3_stmt *find = db_use(store->db, "SELECT building FROM building WHERE root = :root");
	sqlite3_stmt *add = db_use(store->db, "INSERT INTO building (root) VALUES (:root)");

	bind_id(find, ":root", root);
	bind_id(add, ":root", root);
	return find_or_add(store, find, add, out, err);
}

/* The number of a building; the last one is remembered, since a building's steps often follow each other. */
static enum status
building_number(struct store *store, const struct id *root, int64_t *out, struct err *err)
{
	struct placing *placing = &store->placing;
	enum status status;

	if (placing->building && id_equal(&placing->root, root)) {
		*out = placing->building;
		return STATUS_OK;
	}
	status = read_building(store, root, out, err);
	if (!status) {
		placing->building = *out;
		placing->root = *root;
	}
	return status;
}

/* ---- places */

static enum status
place_items(struct store *store, int64_t n, const struct step *step, struct err *err)
{
	const struct value *items = value_get_list(&step->data, "items");
	enum status status = STATUS_OK;

	for (size_t i = 0; items && i < items->list.count && !status; i++) {
		sqlite3_stmt *stmt;
		int64_t building;
		struct id root;

		if (!step_data_id(&items->list.items[i], "building", &root))
			continue;
		status = building_number(store, &root, &building, err);
		if (status)
			break;
		stmt = db_use(store->db, "INSERT OR IGNORE INTO item (building, n) VALUES (:building, :n)");
		bind_int(stmt, ":building", building);
		bind_int(stmt, ":n", n);
		status = db_done(store->db, stmt, err);
		store_mark(store, building);
	}
	return status;
}

/* A withdrawal concerns every building of its sign-off, which may come later; then the sign-off marks them. */
static enum status
place_withdrawal(struct store *store, int64_t n, const struct step *step, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;
	struct id sign;
	bool row;

	if (!step_data_id(&step->data, "of", &sign))
		return STATUS_OK;
	stmt = db_use(store->db, "INSERT OR IGNORE INTO withdrawn (sign, n) VALUES (:sign, :n)");
	bind_id(stmt, ":sign", &sign);
	bind_int(stmt, ":n", n);
	status = db_done(store->db, stmt, err);
	if (status)
		return status;
	stmt = db_use(store->db, "SELECT i.building FROM step s JOIN item i ON i.n = s.n WHERE s.id = :sign");
	bind_id(stmt, ":sign", &sign);
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		store_mark(store, sqlite3_column_int64(stmt, 0));
	return status;
}

static enum status
mark_root(struct store *store, const struct value *data, const char *name, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT building FROM building WHERE root = :root");
	enum status status;
	struct id root;
	bool row;

	if (!step_data_id(data, name, &root))
		return STATUS_OK;
	MEM_GROW(store->rejoined, store->rejoined_count, store->rejoined_cap);
	store->rejoined[store->rejoined_count++] = root;
	bind_id(stmt, ":root", &root);
	while (!(status = db_row(store->db, stmt, &row, err)) && row)
		store_mark(store, sqlite3_column_int64(stmt, 0));
	return status;
}

/* A decision about buildings concerns both; one about a decision those of that one, which may come later and then marks them itself. */
static enum status
place_decision(struct store *store, const struct value *data, struct err *err)
{
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step of = { 0 };
	struct id about;
	enum status status = mark_root(store, data, "about", err);

	if (!status)
		status = mark_root(store, data, "with", err);
	if (!status && step_data_id(data, "about", &about) && !store_get_step(store, &about, &body, NULL, &ignored) &&
	    !step_parse(buf_text(&body), body.len, &of, &ignored) && step_kind_of(of.kind) == STEP_DECISION) {
		status = mark_root(store, &of.data, "about", err);
		if (!status)
			status = mark_root(store, &of.data, "with", err);
	}
	step_release(&of);
	buf_release(&body);
	return status;
}

static void
note_covered(struct store *store, const struct newly_covered *covered)
{
	MEM_GROW(store->covered, store->covered_count, store->covered_cap);
	store->covered[store->covered_count++] = *covered;
}

/* Notes what a receipt covers, which begins with its own log. Whether the receipt is the county's, and bears on anything, is known once trust
 * is settled. */
static void
note_receipt(struct store *store, const struct id *id, const struct step *step, const struct log_key *log)
{
	const struct value *logs = value_get_list(&step->data, "logs");

	note_covered(store, &(struct newly_covered){ .has_receipt = true, .receipt = *id, .log = *log, .to = step->seq });
	for (size_t i = 0; logs && i < logs->list.count; i++) {
		const struct value *line = &logs->list.items[i];
		struct newly_covered covered = { .has_receipt = true, .receipt = *id, .to = value_get_integer(line, "seq", 0) };

		if (log_read(line, &covered.log))
			note_covered(store, &covered);
	}
}

/* Does another step stand at the same place of the log? */
static enum status
is_shared(struct store *store, const struct placed_log *log, int64_t seq, bool *shared, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT count(*) FROM place WHERE log = :log AND seq = :seq");
	enum status status;
	bool row;

	*shared = false;
	if (seq > log->last)
		return STATUS_OK;
	bind_int(stmt, ":log", log->log);
	bind_int(stmt, ":seq", seq);
	status = db_row(store->db, stmt, &row, err);
	if (status)
		return status;
	*shared = row && sqlite3_column_int64(stmt, 0) > 1;
	sqlite3_reset(stmt);
	return STATUS_OK;
}

/* Notes a fork: two steps at one place of the log. A step behind a fork is on one of its branches. */
static enum status
note_fork(struct store *store, const struct log_key *log, struct placed_log *placed, int64_t seq, struct err *err)
{
	bool shared;
	enum status status = is_shared(store, placed, seq, &shared, err);

	if (status)
		return status;
	if (seq > placed->last)
		placed->last = seq;
	if (shared || trust_forked_from(store->trust, log) <= seq) {
		store->has_branches = true;
		store->unfolding |= trust_has_fold(store->trust);
		store->trust_dirty = true;
		store->recheck_all = true;
	}
	return STATUS_OK;
}

/* Is the step a form about a division, as its pack says? Only a pack that was placed before is asked: so deriving all anew gives the same rows. */
static enum status
is_about_division(struct store *store, const struct step *step, bool *about, struct err *err)
{
	sqlite3_stmt *stmt;
	const struct pack *pack = NULL;
	const struct form *form;
	enum status status;
	bool placed;

	*about = false;
	if (step->has_building || !step->has_pack)
		return STATUS_OK;
	stmt = db_use(store->db, "SELECT 1 FROM step s JOIN place p ON p.n = s.n WHERE s.id = :pack AND p.kind = 'pack'");
	bind_id(stmt, ":pack", &step->pack);
	status = db_row(store->db, stmt, &placed, err);
	if (status || !placed)
		return status;
	sqlite3_reset(stmt);
	status = store_load_pack(store, &step->pack, &pack, err);
	form = pack ? pack_form(pack, step->kind) : NULL;
	*about = form && form->of_division;
	return status;
}

/* The building of a form, marked; 0: the form is about none. */
static enum status
place_form(struct store *store, const struct id *id, const struct step *step, int64_t *building, struct err *err)
{
	bool about;
	enum status status = is_about_division(store, step, &about, err);

	if (status || about)
		return status;
	status = building_number(store, step->has_building ? &step->building : id, building, err);
	if (!status)
		store_mark(store, *building);
	return status;
}

/* Trust needs every place of logs about everything, and of authors whose acts count by their places, or once did: a revocation that was lifted
 * may be followed by another. A step of whoever is revoked may be what an upto names, or close the gap between that and older steps: then these
 * begin to count, and what they are about is derived anew. */
static void
note_link(struct store *store, const struct id *id, const struct step *step, const struct log_key *log, struct placed_log *placed)
{
	bool bounded = trust_wants_logs(store->trust, &step->author);
	size_t key = idmap_get(&store->key_index, &step->author);

	bool linked = bounded || (key != IDMAP_NONE && store->keys[key].linked);

	if (trust_has_fold(store->trust) && (linked || !*step->area || step_kind_is_trust(step_kind_of(step->kind))))
		store->unfolding |= linked || !trust_fold_takes(store->trust, id, step);
	store->trust_dirty |= store->unfolding;
	if (linked || !*step->area)
		trust_add_link(store->trust, id, step);
	store->trust_dirty |= bounded;
	if (bounded && !placed->bounded)
		note_covered(store, &(struct newly_covered){ .log = *log, .to = INT64_MAX });
	placed->bounded |= bounded;
}

enum status
journal_place(struct store *store, int64_t n, const struct id *id, const struct step *step, struct err *err)
{
	enum step_kind kind = step_kind_of(step->kind);
	struct log_key log;
	bool in_log = log_of_step(step, &log); /* a self-signed credential stands in none */
	struct placed_log *placed = NULL;
	int64_t building = 0;
	sqlite3_stmt *stmt;
	enum status status = in_log ? find_log(store, &log, &placed, err) : STATUS_OK;

	if (!status && kind == STEP_FORM)
		status = place_form(store, id, step, &building, err);
	if (status)
		return status;
	stmt = db_use(store->db, "INSERT INTO place (n, log, seq, kind, at, building) "
				 "VALUES (:n, nullif(:log, 0), :seq, :kind, :at, nullif(:building, 0))");
	bind_int(stmt, ":n", n);
	bind_int(stmt, ":log", in_log ? placed->log : 0);
	bind_int(stmt, ":seq", in_log ? step->seq : 0);
	bind_text(stmt, ":kind", step->kind);
	bind_int(stmt, ":at", step->at_unix);
	bind_int(stmt, ":building", building);
	status = db_done(store->db, stmt, err);
	if (!status && in_log)
		runs_add(&placed->runs, n, id, step);
	if (!status && in_log)
		status = note_fork(store, &log, placed, step->seq, err);
	if (!status && in_log)
		note_link(store, id, step, &log, placed);
	if (!status && (kind == STEP_RECEIPT || (in_log && !*step->area && !step_kind_is_trust(kind))))
		status = store_note_apart(store, n, err);
	if (!status && kind == STEP_SIGNOFF)
		status = place_items(store, n, step, err);
	if (!status && kind == STEP_WITHDRAWAL)
		status = place_withdrawal(store, n, step, err);
	if (!status && kind == STEP_DECISION)
		status = place_decision(store, &step->data, err);
	if (!status && in_log && kind == STEP_RECEIPT)
		note_receipt(store, id, step, &log);
	return status;
}

/* ---- what is covered anew */

static enum status
mark_items(struct store *store, const struct step *sign, struct err *err)
{
	const struct value *items = value_get_list(&sign->data, "items");
	enum status status = STATUS_OK;

	for (size_t i = 0; items && i < items->list.count && !status; i++)
		status = mark_root(store, &items->list.items[i], "building", err);
	return status;
}

/* Sign-offs, and withdrawals of one, name their buildings in their bodies. `of_withdrawal`: a withdrawal of a withdrawal is none. */
static enum status
mark_named(struct store *store, const struct id *id, bool of_withdrawal, struct err *err)
{
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };
	struct id of;
	enum status status = STATUS_OK;

	status = store_get_step(store, id, &body, NULL, err);
	if (status == STATUS_NOT_FOUND)
		status = STATUS_OK; /* a withdrawal of what is not here yet: the sign-off marks them itself */
	else if (!status && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		if (step_kind_of(step.kind) == STEP_WITHDRAWAL && !of_withdrawal && step_data_id(&step.data, "of", &of))
			status = mark_named(store, &of, true, err);
		else if (step_kind_of(step.kind) == STEP_SIGNOFF)
			status = mark_items(store, &step, err);
	}
	step_release(&step);
	buf_release(&body);
	return status;
}

enum status
journal_mark_covered(struct store *store, const struct newly_covered *covered, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT p.kind, p.building, s.id FROM place p JOIN step s ON s.n = p.n "
					       "WHERE p.log = (SELECT log FROM log WHERE author = :author AND device = :device "
					       "AND area = :area AND epoch = :epoch) AND p.seq <= :to");
	struct id *named = NULL;
	size_t count = 0, cap = 0;
	enum status status;
	bool row;

	bind_log(stmt, &covered->log);
	bind_int(stmt, ":to", covered->to);
	while (!(status = db_row(store->db, stmt, &row, err)) && row) {
		enum step_kind kind = step_kind_of((const char *)sqlite3_column_text(stmt, 0));

		if (sqlite3_column_type(stmt, 1) != SQLITE_NULL) {
			store_mark(store, sqlite3_column_int64(stmt, 1));
		} else if (kind == STEP_SIGNOFF || kind == STEP_WITHDRAWAL) {
			MEM_GROW(named, count, cap);
			count += column_id(stmt, 2, &named[count]);
		} else if (step_kind_is_trust(kind) && kind != STEP_RECEIPT) {
			store->all_dirty = true;
		}
	}
	for (size_t i = 0; i < count && !status; i++)
		status = mark_named(store, &named[i], false, err);
	free(named);
	return status;
}
