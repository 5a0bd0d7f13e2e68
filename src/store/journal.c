#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "trust/credential.h"
#include "trust/trust.h"

#define PENDING_MAX_BYTES (INT64_C(64) << 20)

/* ---- what signatures are checked against */

void
journal_learn(struct store *store, const struct id *id, const struct step *step)
{
	enum step_kind kind = step_kind_of(step->kind);

	if (!step_kind_is_trust(kind))
		return;
	trust_add(store->trust, id, step);
	store->trust_dirty = true;
	if (kind == STEP_REVOCATION || kind == STEP_DECISION || kind == STEP_EPOCH)
		store->recheck_all = true;
	/* Packs are rare, and steps filled under an older one may begin to count while the pack in force stays. */
	if (kind == STEP_PACK || kind == STEP_ENDORSEMENT)
		store->all_dirty = true;
	if (kind == STEP_CREDENTIAL)
		store_learn_credential(store, id, step);
}

const struct credential *
store_known_credential(const struct store *store, const struct id *id)
{
	size_t index = idmap_get(&store->key_index, id);

	return index == IDMAP_NONE ? NULL : &store->keys[index].credential;
}

void
store_learn_credential(struct store *store, const struct id *id, const struct step *step)
{
	struct known_key key = { 0 };

	if (!credential_from_step(id, step, &key.credential))
		return;
	MEM_GROW(store->keys, store->key_count, store->key_cap);
	idmap_put(&store->key_index, id, store->key_count);
	store->keys[store->key_count++] = key;
}

/* ---- putting one step */

static enum status
count_pending(struct store *store, struct err *err)
{
	sqlite3_stmt *stmt;
	enum status status;
	bool row;

	if (store->pending_bytes >= 0)
		return STATUS_OK;
	stmt = db_use(store->db, "SELECT total(length(CAST(body AS BLOB))) FROM pending");
	status = db_row(store->db, stmt, &row, err);
	if (status || !row)
		return status;
	store->pending_bytes = sqlite3_column_int64(stmt, 0);
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_has_step(struct store *store, const struct id *id, const struct signature *sig, bool *has, bool *same, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT sig FROM step WHERE id = :id");
	struct signature held;
	enum status status;

	*same = *has = false;
	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, has, err);
	if (!status && *has) {
		*same = store_column_signature(stmt, 0, &held) && signature_equal(&held, sig);
		sqlite3_reset(stmt);
		return STATUS_OK;
	}
	if (!status)
		status = count_pending(store, err);
	if (status || store->pending_bytes == 0)
		return status;
	/* Steps that wait are not verified: one under another signature says nothing about this one. */
	stmt = db_use(store->db, "SELECT 1 FROM pending WHERE id = :id AND sig = :sig");
	bind_id(stmt, ":id", id);
	bind_blob(stmt, ":sig", sig->b, sig->len);
	status = db_row(store->db, stmt, has, err);
	*same = *has;
	if (*has)
		sqlite3_reset(stmt);
	return status;
}

const struct credential *
store_author(const struct store *store, const struct id *credential)
{
	return store_known_credential(store, credential);
}

/* Inserts a step and places it. *known: the step was here already, and nothing was done. */
static enum status
insert_step(struct store *store, const struct id *id, const char *body, size_t len, const struct signature *sig, const struct step *step,
	    bool *known, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "INSERT INTO step (id, body, sig) VALUES (:id, :body, :sig) ON CONFLICT (id) DO NOTHING");
	enum status status;

	bind_id(stmt, ":id", id);
	sqlite3_bind_text64(stmt, sqlite3_bind_parameter_index(stmt, ":body"), body, len, SQLITE_STATIC, SQLITE_UTF8);
	bind_blob(stmt, ":sig", sig->b, sig->len);
	status = db_done(store->db, stmt, err);
	*known = !status && sqlite3_changes(db_handle(store->db)) == 0;
	if (!status && !*known)
		status = journal_place(store, sqlite3_last_insert_rowid(db_handle(store->db)), id, step, err);
	if (!status && !*known)
		journal_learn(store, id, step);
	return status;
}

static enum status
insert_pending(struct store *store, const struct id *id, const char *body, size_t len, const struct signature *sig, const struct step *step,
	       bool *known, struct err *err)
{
	enum status status = count_pending(store, err);
	sqlite3_stmt *stmt;

	if (status)
		return status;
	if (store->pending_bytes + (int64_t)len > PENDING_MAX_BYTES)
		return err_set(err, STATUS_DENIED,
			       _("too many steps wait for credentials that are not here; "
				 "bring the file of the office that issued them first"));
	stmt = db_use(store->db,
		      "INSERT INTO pending (id, author, body, sig) VALUES (:id, :author, :body, :sig) ON CONFLICT (id) DO NOTHING");
	bind_id(stmt, ":id", id);
	bind_id(stmt, ":author", &step->author);
	sqlite3_bind_text64(stmt, sqlite3_bind_parameter_index(stmt, ":body"), body, len, SQLITE_STATIC, SQLITE_UTF8);
	bind_blob(stmt, ":sig", sig->b, sig->len);
	status = db_done(store->db, stmt, err);
	*known = !status && sqlite3_changes(db_handle(store->db)) == 0;
	if (!status && !*known)
		store->pending_bytes += (int64_t)len;
	return status;
}

static bool
signature_holds(const struct checked_step *checked, const struct sign_key *key)
{
	if (checked->signature == CHECK_NONE)
		return seal_verify(key, checked->sig, checked->body, checked->len);
	return checked->signature == CHECK_RIGHT;
}

/* The fate of a new step: REFUSED with the reason, PENDING, or STORED when form, signature and device are right. */
static enum fate
judge(const struct store *store, const struct checked_step *checked, struct err *why)
{
	const struct step *step = checked->step;
	const struct credential *author;
	struct credential own = { 0 };
	bool right;

	if (!step->has_author) {
		if (step_kind_of(step->kind) != STEP_CREDENTIAL || !credential_from_step(&checked->id, step, &own)) {
			err_set(why, STATUS_INVALID, _("the step names no author and is no request for a credential"));
			return FATE_REFUSED;
		}
		right = signature_holds(checked, &own.sign_key);
		credential_release(&own);
		if (!right)
			err_set(why, STATUS_TAMPERED, _("the signature does not fit; the step was altered"));
		return right ? FATE_STORED : FATE_REFUSED;
	}
	author = store_known_credential(store, &step->author);
	if (!author)
		return FATE_PENDING;
	if (!signature_holds(checked, &author->sign_key)) {
		err_set(why, STATUS_TAMPERED, _("the signature does not fit; the step was altered"));
		return FATE_REFUSED;
	}
	if (!credential_fits_device(author, &step->device)) {
		err_set(why, STATUS_DENIED, _("it was signed on another device than \"%s\" may sign on"), author->name);
		return FATE_REFUSED;
	}
	return FATE_STORED;
}

static enum status let_in(struct store *store, const struct id *credential, struct err *err);

static enum status
pin_genesis(struct store *store, const struct id *id, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "INSERT INTO pin (one, genesis) VALUES (1, :id)");

	bind_id(stmt, ":id", id);
	store->pin = *id;
	store->has_pin = true;
	return db_done(store->db, stmt, err);
}

/* A workspace follows the first genesis it is given; trust then starts again from it. */
static enum status
keep(struct store *store, const struct id *id, const char *body, size_t len, const struct signature *sig, const struct step *step,
     bool *known, struct err *err)
{
	enum step_kind kind = step_kind_of(step->kind);
	enum status status = insert_step(store, id, body, len, sig, step, known, err);

	if (status || *known)
		return status;
	if (!status && kind == STEP_GENESIS && !store->has_pin) {
		status = pin_genesis(store, id, err);
		if (!status)
			trust_pin(store->trust, id);
	}
	if (!status && kind == STEP_CREDENTIAL)
		status = let_in(store, id, err);
	return status;
}

/* A step that was here already, or comes twice in one file, is FATE_KNOWN, unless the other bears another signature. */
static enum status
judge_known(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err)
{
	bool has, same;
	enum status status = store_has_step(store, &checked->id, checked->sig, &has, &same, err);

	*fate = has && same ? FATE_KNOWN : FATE_REFUSED;
	if (!status && *fate == FATE_REFUSED)
		err_set(why, STATUS_TAMPERED, _("it is known here under another signature"));
	return status;
}

enum status
store_put_checked(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err)
{
	enum status status = STATUS_OK;
	bool known = false;

	*fate = judge(store, checked, why);
	if (*fate == FATE_STORED)
		status = keep(store, &checked->id, checked->body, checked->len, checked->sig, checked->step, &known, err);
	else if (*fate == FATE_PENDING)
		status = insert_pending(store, &checked->id, checked->body, checked->len, checked->sig, checked->step, &known, err);
	return status || !known ? status : judge_known(store, checked, fate, why, err);
}

enum status
store_put_step(struct store *store, const char *body, size_t len, const struct signature *sig, enum fate *fate, struct id *id,
	       struct err *why, struct err *err)
{
	struct checked_step checked = { .body = body, .len = len, .sig = sig };
	struct step step = { 0 };
	enum status status;
	bool has, same;

	*fate = FATE_REFUSED;
	if (len > STEP_BODY_MAX_BYTES) {
		err_set(why, STATUS_INVALID, _("the step is longer than a step may be"));
		return STATUS_OK;
	}
	step_id(body, len, id);
	checked.id = *id;
	status = store_has_step(store, id, sig, &has, &same, err);
	if (status)
		return status;
	if (has)
		return judge_known(store, &checked, fate, why, err);
	if (step_parse(body, len, &step, why))
		return STATUS_OK;
	checked.step = &step;
	status = store_put_checked(store, &checked, fate, why, err);
	step_release(&step);
	return status;
}

/* Judges the steps that waited for this credential. One at a time, since each may let in others. */
static enum status
retry_pending(struct store *store, const struct id *author, struct err *err)
{
	for (;;) {
		sqlite3_stmt *stmt = db_use(store->db, "SELECT n, body, sig FROM pending WHERE author = :author "
						       "ORDER BY n LIMIT 1");
		struct signature sig = { 0 };
		struct err why = { 0 };
		struct buf body = { 0 };
		enum status status;
		enum fate fate;
		struct id id;
		int64_t n;
		bool row;

		bind_id(stmt, ":author", author);
		status = db_row(store->db, stmt, &row, err);
		if (status || !row)
			return status;
		n = sqlite3_column_int64(stmt, 0);
		buf_add(&body, sqlite3_column_text(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1));
		store_column_signature(stmt, 2, &sig);
		sqlite3_reset(stmt);
		if (store->pending_bytes >= 0)
			store->pending_bytes -= (int64_t)body.len;
		stmt = db_use(store->db, "DELETE FROM pending WHERE n = :n");
		bind_int(stmt, ":n", n);
		status = db_done(store->db, stmt, err);
		if (!status)
			status = store_put_step(store, buf_text(&body), body.len, &sig, &fate, &id, &why, err);
		buf_release(&body);
		if (status)
			return status;
	}
}

/* Credentials may wait for each other, one for the next, as many as a file can hold: they are let in one after another, not each inside the
 * one before. */
static enum status
let_in(struct store *store, const struct id *credential, struct err *err)
{
	enum status status = STATUS_OK;

	MEM_GROW(store->arrived, store->arrived_count, store->arrived_cap);
	store->arrived[store->arrived_count++] = *credential;
	if (store->letting_in)
		return STATUS_OK; /* the outermost call sees to the credential */
	store->letting_in = true;
	while (!status && store->arrived_count) {
		struct id next = store->arrived[--store->arrived_count];

		status = retry_pending(store, &next, err);
	}
	store->letting_in = false;
	store->arrived_count = 0;
	return status;
}

/* ---- blobs */
