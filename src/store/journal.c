#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "store/pending.h"
#include "store/request.h"
#include "trust/credential.h"
#include "trust/fate.h"
#include "trust/fold.h"
#include "trust/trust.h"

/* ---- what signatures are checked against */

void
journal_learn(struct store *store, const struct id *id, const struct step *step)
{
	enum step_kind kind = step_kind_of(step->kind);

	if (!step_kind_is_trust(kind))
		return;
	store->unfolding |= kind != STEP_RECEIPT && trust_has_fold(store->trust);
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
stored_signature(struct store *store, const struct id *id, struct signature *sig, bool *has, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "SELECT sig FROM step WHERE id = :id");
	enum status status;

	bind_id(stmt, ":id", id);
	status = db_row(store->db, stmt, has, err);
	if (status || !*has)
		return status;
	if (!store_column_signature(stmt, 0, sig))
		*sig = (struct signature){ 0 };
	sqlite3_reset(stmt);
	return STATUS_OK;
}

enum status
store_has_step(struct store *store, const struct id *id, const struct signature *sig, bool *has, bool *same, struct err *err)
{
	struct signature held;
	enum status status = stored_signature(store, id, &held, has, err);

	*same = !status && *has && signature_equal(&held, sig);
	/* Steps that wait are not verified: one under another signature says nothing about this one. */
	if (!status && !*has) {
		status = pending_has(store, id, sig, has, err);
		*same = *has;
	}
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

static bool
signature_holds(const struct checked_step *checked, const struct sign_key *key)
{
	if (checked->signature == CHECK_NONE)
		return seal_verify(key, checked->sig, checked->body, checked->len);
	return checked->signature == CHECK_RIGHT;
}

/* May the step's author, a mere request so far, have founded the county by it? A file that follows nobody takes the first genesis that names
 * its author. */
static bool
founds(const struct store *store, const struct step *step)
{
	const struct value *officers = value_get_list(&step->data, "officers");
	char hex[ID_HEX_LEN + 1];
	bool does = false;

	if (store->pin_count || step->parent_count || !officers)
		return false;
	id_hex(&step->author, hex);
	for (size_t i = 0; i < officers->list.count && !does; i++)
		does = officers->list.items[i].type == VALUE_TEXT && strcmp(officers->list.items[i].text, hex) == 0;
	return does;
}

/* A self-signed credential: an officer's when a stored genesis names it, else a request. */
static enum fate
judge_self_signed(const struct store *store, const struct checked_step *checked, struct err *why)
{
	struct credential own = { 0 };
	bool right;

	if (step_kind_of(checked->step->kind) != STEP_CREDENTIAL || !credential_from_step(&checked->id, checked->step, &own)) {
		err_set(why, STATUS_INVALID, _("the step names no author and is no request for a credential"));
		return FATE_REFUSED;
	}
	right = signature_holds(checked, &own.sign_key);
	credential_release(&own);
	if (!right) {
		err_set(why, STATUS_TAMPERED, _("the signature does not fit; the step was altered"));
		return FATE_REFUSED;
	}
	return trust_fate(store->trust, &checked->id, checked->step, NULL) == TRUST_REQUEST ? FATE_REQUEST : FATE_STORED;
}

static enum fate
refuse_by(const struct checked_step *checked, const struct credential *author, struct err *why)
{
	if (!credential_fits_device(author, &checked->step->device))
		err_set(why, STATUS_DENIED, _("it was signed on another device than \"%s\" may sign on"), author->name);
	else if (*checked->step->area)
		err_set(why, STATUS_DENIED, _("it is about an area that is none of \"%s\""), author->name);
	else
		err_set(why, STATUS_DENIED, _("\"%s\" may not sign what is about the whole county"), author->name);
	return FATE_REFUSED;
}

/* By an author whose credential is here, be it a request alone. */
static enum fate
judge_by(const struct store *store, const struct checked_step *checked, const struct credential *author, struct err *why)
{
	if (!signature_holds(checked, &author->sign_key)) {
		err_set(why, STATUS_TAMPERED, _("the signature does not fit; the step was altered"));
		return FATE_REFUSED;
	}
	switch (trust_fate(store->trust, &checked->id, checked->step, author)) {
	case TRUST_REFUSE:
		return refuse_by(checked, author, why);
	case TRUST_STORE:
		return FATE_STORED;
	default:
		return founds(store, checked->step) ? FATE_STORED : FATE_PENDING;
	}
}

/* By nobody who is known. Only a genesis can let in its own author. */
static enum status
judge_unknown(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err)
{
	struct credential asking = { 0 };
	struct signature ignored;
	bool is_step, is_request = false;
	enum status status = stored_signature(store, &checked->step->author, &ignored, &is_step, err);

	*fate = FATE_PENDING;
	if (status)
		return status;
	if (is_step) {
		err_set(why, STATUS_INVALID, _("what it names as its author is no credential"));
		*fate = FATE_REFUSED;
		return STATUS_OK;
	}
	if (step_kind_of(checked->step->kind) == STEP_GENESIS)
		status = store_request(store, &checked->step->author, &asking, &is_request, err);
	if (!status && is_request)
		*fate = judge_by(store, checked, &asking, why);
	credential_release(&asking);
	return status;
}

/* The fate of a new step: REFUSED with the reason, PENDING, REQUEST, or STORED. doc/file-format, section D. */
static enum status
judge(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err)
{
	const struct credential *author;

	if (!checked->step->has_author) {
		*fate = judge_self_signed(store, checked, why);
		return STATUS_OK;
	}
	author = store_known_credential(store, &checked->step->author);
	if (!author)
		return judge_unknown(store, checked, fate, why, err);
	*fate = judge_by(store, checked, author, why);
	return STATUS_OK;
}

static enum status let_in(struct store *store, const struct id *credential, struct err *err);
static enum status keep(struct store *store, const struct checked_step *checked, bool *known, struct err *err);

enum status
store_add_pin(struct store *store, const struct id *genesis, bool by_person, struct err *err)
{
	sqlite3_stmt *stmt = db_use(store->db, "INSERT OR REPLACE INTO pin (genesis, how) VALUES (:id, :how)");

	bind_id(stmt, ":id", genesis);
	bind_int(stmt, ":how", by_person ? 2 : 1);
	MEM_GROW(store->pins, store->pin_count, store->pin_cap);
	store->pins[store->pin_count++] = (struct store_pin){ *genesis, by_person };
	trust_pin(store->trust, genesis, by_person);
	store->unfolding |= trust_has_fold(store->trust);
	return db_done(store->db, stmt, err);
}

/* A request that a genesis names is an officer's credential from now on, and goes into the journal. */
static enum status
promote(struct store *store, const struct id *id, struct err *err)
{
	struct checked_step checked = { .id = *id };
	struct err unread = { 0 };
	struct signature sig;
	struct step step = { 0 };
	struct buf body = { 0 };
	bool found, known;
	enum status status = store_get_request(store, id, &body, &sig, &found, err);

	if (!status && found)
		status = request_drop(store, id, err);
	if (!status && found && !step_parse(buf_text(&body), body.len, &step, &unread)) {
		checked.body = buf_text(&body);
		checked.len = body.len;
		checked.sig = &sig;
		checked.step = &step;
		if (judge_self_signed(store, &checked, &unread) == FATE_STORED)
			status = keep(store, &checked, &known, err);
	}
	step_release(&step);
	buf_release(&body);
	return status;
}

static enum status
promote_officers(struct store *store, const struct step *genesis, struct err *err)
{
	const struct value *officers = value_get_list(&genesis->data, "officers");
	enum status status = STATUS_OK;
	struct id id;

	for (size_t i = 0; officers && i < officers->list.count && !status; i++)
		if (officers->list.items[i].type == VALUE_TEXT && id_from_hex(officers->list.items[i].text, &id))
			status = promote(store, &id, err);
	return status;
}

/* A workspace follows the first genesis it is given. A genesis or credential may let in what waited for it. */
static enum status
keep(struct store *store, const struct checked_step *checked, bool *known, struct err *err)
{
	const struct id *id = &checked->id;
	enum step_kind kind = step_kind_of(checked->step->kind);
	enum status status = insert_step(store, id, checked->body, checked->len, checked->sig, checked->step, known, err);

	if (status || *known)
		return status;
	if (kind == STEP_GENESIS && !store->pin_count)
		status = store_add_pin(store, id, false, err);
	if (!status && kind == STEP_GENESIS)
		status = promote_officers(store, checked->step, err);
	if (!status && kind == STEP_CREDENTIAL)
		status = let_in(store, id, err);
	else if (!status && kind == STEP_GENESIS)
		status = let_in(store, NULL, err);
	return status;
}

/* A step that was here already, or comes twice in one file, is FATE_KNOWN, under whichever right signature: its author may have made several,
 * and the first one stays. */
static enum status
judge_known(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err)
{
	bool has, same;
	enum status status = store_has_step(store, &checked->id, checked->sig, &has, &same, err);

	if (!status && has && !same)
		status = judge(store, checked, fate, why, err);
	if (!status && (same || *fate == FATE_STORED))
		*fate = FATE_KNOWN;
	return status;
}

static enum status
put(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err)
{
	enum status status = judge(store, checked, fate, why, err);
	bool known = false;

	if (!status && *fate == FATE_STORED)
		status = keep(store, checked, &known, err);
	else if (!status && *fate == FATE_PENDING)
		status = pending_insert(store, checked, &known, err);
	else if (!status && *fate == FATE_REQUEST)
		status = request_insert(store, checked, &known, err);
	/* Its author may have founded the county by a step that came before; of a workspace that goes into a new file any founding that it followed. */
	if (!status && *fate == FATE_REQUEST && !known && (!store->pin_count || store->rooms_are == ROOMS_OPEN))
		status = let_in(store, &checked->id, err);
	if (!status && known && *fate == FATE_STORED)
		return judge_known(store, checked, fate, why, err);
	if (known)
		*fate = FATE_KNOWN;
	return status;
}

enum status
store_put_checked(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why, struct err *err)
{
	return put(store, checked, fate, why, err);
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
	if (has && same) {
		*fate = FATE_KNOWN;
		return STATUS_OK;
	}
	if (step_parse(body, len, &step, why))
		return STATUS_OK;
	checked.step = &step;
	status = put(store, &checked, fate, why, err);
	step_release(&step);
	return status;
}

/* ---- letting in what waits */

/* Judges one step that waits. It leaves when it is stored or refused; else it stays where it is. */
static enum status
retry_one(struct store *store, const struct pending_step *pending, struct err *err)
{
	struct checked_step checked = {
		.id = pending->id, .body = buf_text(&pending->body), .len = pending->body.len, .sig = &pending->sig
	};
	struct step step = { 0 };
	struct err why = { 0 };
	enum fate fate = FATE_REFUSED;
	enum status status = STATUS_OK;
	struct id is;
	bool known;

	step_id(checked.body, checked.len, &is);
	if (id_equal(&is, &pending->id) && !step_parse(checked.body, checked.len, &step, &why)) {
		checked.step = &step;
		status = judge(store, &checked, &fate, &why, err);
	}
	if (!status && fate != FATE_PENDING)
		status = pending_drop(store, pending, err);
	if (!status && fate == FATE_STORED)
		status = keep(store, &checked, &known, err);
	step_release(&step);
	return status;
}

/* Judges the steps that waited for this arrival, in the order they came. */
static enum status
retry(struct store *store, const struct arrival *arrival, struct err *err)
{
	struct pending_step pending = { 0 };
	enum status status = STATUS_OK;
	bool found = true;

	while (!status && found) {
		status = pending_next(store, arrival->any ? NULL : &arrival->credential, &pending, &found, err);
		if (!status && found)
			status = retry_one(store, &pending, err);
	}
	buf_release(&pending.body);
	return status;
}

/* Lets in what waited for a credential, or for a genesis (NULL). Credentials may wait for each other, one for the next, as many as a file can
 * hold: they are let in one after another, not each inside the one before. */
static enum status
let_in(struct store *store, const struct id *credential, struct err *err)
{
	enum status status = STATUS_OK;

	MEM_GROW(store->arrived, store->arrived_count, store->arrived_cap);
	store->arrived[store->arrived_count].any = !credential;
	if (credential)
		store->arrived[store->arrived_count].credential = *credential;
	store->arrived_count++;
	if (store->letting_in)
		return STATUS_OK; /* the outermost call sees to the credential */
	store->letting_in = true;
	while (!status && store->arrived_count) {
		struct arrival next = store->arrived[--store->arrived_count];

		status = retry(store, &next, err);
	}
	store->letting_in = false;
	store->arrived_count = 0;
	return status;
}

enum status
journal_let_in(struct store *store, struct err *err)
{
	return let_in(store, NULL, err);
}

/* ---- blobs */
