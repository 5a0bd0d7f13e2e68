#include "app/session/session.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "step/json.h"
#include "trust/forks.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/receipts.h"
#include "trust/waiting.h"

/* Opening, unlocking, and the one way a step is signed. */

void
app_json(const struct value *value, struct buf *out)
{
	json_write(value, out);
}

static enum status
find_device(struct app *app, struct err *err)
{
	struct err why = { 0 };
	enum status status = local_device(app->local, &app->device, &why);

	app->has_device = status == STATUS_OK;
	if (status && status != STATUS_NOT_FOUND)
		return err_set(err, status, "%s", why.text);
	return STATUS_OK;
}

static enum status
lacks(struct app *app, const struct id *id, bool *lacking, struct err *err)
{
	struct buf body = { 0 };
	struct err why = { 0 };
	enum status status = store_get_step(app->store, id, &body, NULL, &why);

	buf_release(&body);
	*lacking = status == STATUS_NOT_FOUND;
	return status && !*lacking ? err_set(err, status, "%s", why.text) : STATUS_OK;
}

/* Somebody holds more of this laptop's feed than this file does. An epoch that was begun anew answers for the ones before it. */
static enum status
receipts_say_more(struct app *app, bool *more, struct err *err)
{
	int64_t epoch, seq, own_epoch, own_seq;
	struct id tip, own_tip;
	enum status status = STATUS_OK;

	*more = false;
	seq = trust_received(store_trust(app->store), &app->device, &epoch, &tip);
	if (seq > 0)
		status = store_tip(app->store, &app->device, &own_epoch, &own_seq, &own_tip, err);
	if (status || seq == 0 || epoch < own_epoch || (epoch == own_epoch && seq <= own_seq))
		return status;
	return lacks(app, &tip, more, err);
}

/* Two laptops went on from one file, and the other's account was decided to count: what is signed here next would split it again. */
struct settling {
	const struct device_id *device;
	bool settled;
};

static void
note_settled(const struct trust_fork *fork, void *ctx)
{
	struct settling *settling = ctx;

	settling->settled |= fork->settled && device_equal(&fork->device, settling->device);
}

static bool
is_on_dropped(const struct app *app, const struct head *head)
{
	struct settling settling = { .device = &app->device };

	if (trust_dropped(store_trust(app->store), &head->id))
		trust_each_fork(store_trust(app->store), note_settled, &settling);
	return settling.settled;
}

/* A file that lacks what was last signed here was put back from an older copy. */
enum status
act_compare_head(struct app *app, struct err *err)
{
	bool behind = false, more = false;
	struct head head;
	enum status status = local_head(app->local, &head, err);

	if (!status && head.seq > 0) {
		store_note_own_tip(app->store, &head.id);
		status = lacks(app, &head.id, &behind, err);
	}
	if (!status && app->has_device)
		status = receipts_say_more(app, &more, err);
	if (status)
		return status;
	app->dropped = head.seq > 0 && app->has_device && is_on_dropped(app, &head);
	app->older_copy = behind || more || app->dropped;
	return STATUS_OK;
}

/* A power cut in the middle of a writing leaves its journal, and who only reads may not take the writing back. A workspace is this machine's
 * own: here it is opened as for writing once, which does it. Strange files are never opened this way. */
static void
take_back_half_written(const char *path)
{
	char *journal = mem_printf("%s-journal", path);
	struct store *store = NULL;
	struct err ignored = { 0 };

	if (file_exists(journal) && !store_open(path, STORE_WRITE, &store, &ignored))
		store_close(store);
	free(journal);
}

enum status
app_open(const char *path, enum app_mode mode, struct app **out, struct err *err)
{
	struct app *app = mem_alloc(sizeof(*app));
	enum status status = seal_init(err);

	app->path = mem_strdup(path);
	app->mode = mode;
	if (mode == APP_READ)
		take_back_half_written(path);
	if (!status)
		status = store_open(path, mode == APP_WRITE ? STORE_WRITE : STORE_READ_ONLY, &app->store, err);
	if (!status && mode == APP_WRITE)
		status = local_open(path, &app->local, err);
	if (!status && mode == APP_WRITE)
		status = find_device(app, err);
	if (!status && mode == APP_WRITE)
		status = act_compare_head(app, err);
	if (status) {
		app_close(app);
		return status;
	}
	*out = app;
	return STATUS_OK;
}

void
app_close(struct app *app)
{
	if (!app)
		return;
	keys_free(app->signer.keys);
	if (app->held)
		secret_zero(app->held, app->held_cap * sizeof(*app->held));
	free(app->held);
	free(app->key_name);
	completions_free(app->completions);
	store_close(app->store);
	local_close(app->local);
	free(app->path);
	free(app);
}

bool
is_demo(const struct store *store)
{
	const struct value *genesis = trust_genesis_data(store_trust(store));
	const char *name = value_get_text(genesis, "name");

	return name && strstr(name, DEMO_MARK);
}

/* The credential that stands, fits the keys and may sign on this device; of several the smallest id. */
static enum status
find_credential(struct app *app, const struct keyfile_head *head, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *fits = NULL, *named = NULL;
	enum trust_reason reason = TRUST_COUNTS;
	bool other_device = false, known = false;

	for (size_t i = 0; i < trust_credential_count(trust) && !fits; i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (memcmp(credential->sign_key, head->sign_key, SIGN_KEY_BYTES) != 0)
			continue;
		known = true;
		if (credential->reason != TRUST_COUNTS && trust_will_be_officer(trust, &credential->id))
			named = credential;
		if (credential->reason != TRUST_COUNTS) {
			reason = credential->reason;
			continue;
		}
		if (!credential_fits_device(credential, &app->device))
			other_device = true;
		else
			fits = credential;
	}
	app->endorses_only = !fits && named;
	if (!fits)
		fits = named;
	if (!fits && other_device)
		return err_set(err, STATUS_DENIED,
			       _("\"%s\" may sign on another laptop only; use that one, or ask for a credential for this one"), head->name);
	if (!fits && known)
		return err_set(err, STATUS_DENIED, _("\"%s\" cannot sign here: %s; ask the county office"), head->name,
			       trust_reason_text(reason));
	if (!fits)
		return err_set(err, STATUS_DENIED, _("\"%s\" has no credential in this file yet: run louce request, and have it issued"),
			       head->name);
	if (fits->revoked)
		return err_set(err, STATUS_DENIED, _("the credential of \"%s\" was revoked; ask the county office"), head->name);
	if (fits->not_after_unix && clock_now_unix() > fits->not_after_unix)
		return err_set(err, STATUS_DENIED, _("the credential of \"%s\" has run out; ask the county office for a new one"),
			       head->name);
	app->signer.credential = fits->id;
	return STATUS_OK;
}

void
act_in_role(struct app *app, const struct names *roles)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *own = trust_credential(trust, &app->signer.credential);

	if (own && names_has(roles, own->role))
		return;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);

		if (memcmp(other->sign_key, keys_sign_public(app->signer.keys), SIGN_KEY_BYTES) == 0 && other->reason == TRUST_COUNTS &&
		    !other->revoked && names_has(roles, other->role) && credential_fits_device(other, &app->device)) {
			app->signer.credential = other->id;
			return;
		}
	}
}

enum status
app_unlock(struct app *app, const char *person, const struct app_ask *ask, struct err *err)
{
	struct keyfile_head head;
	struct keys *keys = NULL;
	enum status status = STATUS_OK;

	if (app->mode != APP_WRITE)
		return err_set(err, STATUS_BUG, _("the file is open for reading only"));
	if (!app->has_device)
		return err_set(err, STATUS_DENIED, _("this laptop is no device of the workspace yet: run louce init device"));
	if (app->dropped && !app->new_epoch)
		return err_set(err, STATUS_CONFLICT,
			       _("\"%s\": it was decided that another account of this laptop counts; begin anew with louce epoch"),
			       app->path);
	if (app->older_copy && !app->new_epoch)
		return err_set(err, STATUS_CONFLICT,
			       _("\"%s\" is an older copy: the last step signed on this laptop is missing from it; "
				 "use the newer file, or take the missing steps back from a stick with louce import; "
				 "if they are lost, louce epoch begins anew"),
			       app->path);
	status = key_open(person, ask, &head, &keys, err);
	if (status)
		return status;
	status = key_serves(&head, is_demo(app->store), err);
	if (!status)
		status = find_credential(app, &head, err);
	if (status) {
		keys_free(keys);
		return status;
	}
	app->signer.keys = keys;
	free(app->key_name);
	app->key_name = mem_strdup(person);
	app->signer.device = app->device;
	app->unlocked = true;
	status = vault_open(app, err);
	/* Before a new epoch has begun nothing may be signed in the old one; who is no officer yet only agrees to be one. */
	return status || app->new_epoch || app->endorses_only ? status : vault_share_on(app, err);
}

/* ---- signing */

void
step_start(struct step *step, enum step_kind kind)
{
	*step = (struct step){ .data = value_object() };
	strcpy(step->kind, step_kind_name(kind));
}

enum status
act_put(struct store *store, const struct signer *signer, struct step *step, struct id *id, struct err *err)
{
	enum step_kind kind = step_kind_of(step->kind);
	struct buf body = { 0 };
	struct err why = { 0 };
	uint8_t sig[SIG_BYTES];
	enum fate fate;
	int64_t begins = kind == STEP_EPOCH ? step->epoch : 0;
	enum status status = store_next_place(store, &signer->device, step, err);

	if (status)
		return status;
	if (begins) {
		step->epoch = begins;
		step->seq = 1;
		step->has_prev = false;
	}
	step->has_author = !id_is_zero(&signer->credential);
	step->author = signer->credential;
	if (!step->has_author) { /* a request: outside every feed */
		step->epoch = step->seq = 1;
		step->has_prev = false;
	}
	if ((kind == STEP_FORM || kind == STEP_SIGNOFF || kind == STEP_WITHDRAWAL) && store_pack_id(store)) {
		step->has_pack = true;
		step->pack = *store_pack_id(store);
	}
	status = step_write(step, &body, err);
	if (!status)
		status = seal_sign(signer->keys, body.data, body.len, sig, err);
	if (!status)
		status = store_put_step(store, body.data, body.len, sig, &fate, id, &why, err);
	if (!status && fate != FATE_STORED)
		status = err_set(err, fate == FATE_KNOWN ? STATUS_CONFLICT : STATUS_BUG, "%s",
				 fate == FATE_KNOWN ? _("this step stands in the file already")
				 : *why.text	    ? why.text
						    : _("the signer's credential is not in the file"));
	if (!status && step->has_author)
		store_note_own_tip(store, id);
	buf_release(&body);
	return status;
}

enum status
act_needs_person(const struct app *app, struct err *err)
{
	if (!app->unlocked)
		return err_set(err, STATUS_DENIED, _("name who signs with --as NAME"));
	if (app->endorses_only)
		return err_set(err, STATUS_DENIED, _("until the new officers are in force you may only agree to that (louce endorse)"));
	return STATUS_OK;
}

enum status
act_begin(struct app *app, struct err *err)
{
	/* Receipts that came in since may have told so of a file that seemed whole. */
	if (app->older_copy && !app->new_epoch)
		return err_set(err, STATUS_CONFLICT,
			       _("this file is an older copy, nothing may be signed in it: take the missing steps back, or begin anew"));
	return store_begin(app->store, err);
}

enum status
act_end(struct app *app, enum status status, struct err *err)
{
	struct head head, before;

	if (status) {
		struct err ignored = { 0 };

		store_rollback(app->store);
		if (!local_head(app->local, &before, &ignored) && before.seq > 0)
			store_note_own_tip(app->store, &before.id); /* what was put is gone again */
		return status;
	}
	status = store_commit(app->store, err);
	if (status || !app->has_device)
		return status;
	/* After the commit, and not part of it: a note that is behind does no harm, one that is ahead would. */
	status = store_tip(app->store, &app->device, &head.epoch, &head.seq, &head.id, err);
	if (!status)
		status = local_head(app->local, &before, err);
	/* What was just signed may be the decision that this laptop's own account does not count: the note stays on it until an epoch begins. */
	if (!status && before.seq > 0 && head.epoch == before.epoch && is_on_dropped(app, &before))
		return STATUS_OK;
	if (!status && head.seq > 0)
		status = local_set_head(app->local, &head, err);
	return status;
}
