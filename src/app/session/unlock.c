#include "app/session/unlock.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/clock.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/session_state.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/request.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/reason.h"
#include "trust/waiting.h"

/* What is known of the credentials on one key. */
struct own_credentials {
	const struct credential *fits;	/* stands, and may sign on this device; of several the newest */
	const struct credential *named; /* of an officer to be */
	bool known, elsewhere, revoked, run_out;
	bool asked; /* for a right that has not come yet */
	enum trust_reason reason;
};

static void
weigh(const struct app *app, const struct credential *credential, struct own_credentials *own)
{
	own->known = true;
	if (credential->reason != TRUST_COUNTS) {
		own->reason = credential->reason;
		if (trust_will_be_officer(store_trust(app->store), &credential->id))
			own->named = credential;
	} else if (credential->revoked) {
		own->revoked = true;
	} else if (credential_has_run_out(credential)) {
		own->run_out = true;
	} else if (!credential_fits_device(credential, &app->device)) {
		own->elsewhere = true;
	} else if (!own->fits || credential_is_newer(app, credential, own->fits)) {
		own->fits = credential;
	}
}

static enum status
no_credential(const struct own_credentials *own, const char *name, struct err *err)
{
	if (own->elsewhere)
		return err_set(err, STATUS_DENIED,
			       _("\"%s\" may sign on another laptop only; use that one, or ask for a credential for this one"), name);
	if (own->run_out)
		return err_set(err, STATUS_DENIED, _("the credential of \"%s\" has run out; ask the county office for a new one"), name);
	if (own->revoked)
		return err_set(err, STATUS_DENIED, _("the credential of \"%s\" was revoked; ask the county office"), name);
	if (own->known)
		return err_set(err, STATUS_DENIED, _("\"%s\" cannot sign here: %s; ask the county office"), name,
			       trust_reason_text(own->reason));
	if (own->asked)
		return err_set(
			err, STATUS_DENIED,
			_("the right that \"%s\" asked for has not come yet; take in the file that the office gives back for the request"),
			name);
	return err_set(err, STATUS_DENIED, _("\"%s\" has no credential in this file yet: run louce request, and have it issued"), name);
}

struct looking_for_request {
	const struct sign_key *key;
	bool found;
};

static bool
is_of_key(const struct credential *asked, void *ctx)
{
	struct looking_for_request *looking = ctx;

	looking->found |= sign_key_equal(&asked->sign_key, looking->key);
	return !looking->found;
}

/* A credential that was taken back or has run out never bars another one on the same key. */
static enum status
find_credential(struct app *app, const struct sign_key *key, const char *name, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	struct own_credentials own = { 0 };
	struct looking_for_request looking = { .key = key };
	enum status status;

	for (size_t i = 0; i < trust_credential_count(trust); i++)
		if (sign_key_equal(&trust_credential_at(trust, i)->sign_key, key))
			weigh(app, trust_credential_at(trust, i), &own);
	if (!own.fits && !own.named) {
		status = store_each_request(app->store, is_of_key, &looking, err);
		own.asked = looking.found;
		return status ? status : no_credential(&own, name, err);
	}
	app->endorses_only = !own.fits;
	app->signer.credential = own.fits ? own.fits->id : own.named->id;
	return STATUS_OK;
}

void
app_share(struct app *app)
{
	struct app_clock clock;
	struct err why = { 0 };
	enum status status;

	/* Before a new epoch has begun nothing may be signed in the old one; who is no officer yet only agrees to be one. */
	if (!app->unlocked || app->new_epoch || app->endorses_only)
		return;
	status = app_clock_judge(app, &clock, &why);
	if (!status && !clock.doubt)
		status = vault_share_on(app, &why);
	if (!status)
		return;
	app_say(app, _("Only the keys of private values could not be passed on yet; that is done at the next signing:"));
	app_say(app, why.text);
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
	status = key_serves(&head, workspace_is_demo(app->store), err);
	if (!status)
		status = find_credential(app, &head.sign_key, head.name, err);
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
	if (status)
		app_lock(app);
	else
		app_share(app);
	return status;
}

static enum status
hand_over(void *ctx, const char *name, char **out, struct err *err)
{
	(void)name;
	(void)err;
	*out = mem_strdup(ctx);
	return STATUS_OK;
}

enum status
app_unlock_with(struct app *app, const char *person, const char *passphrase, struct err *err)
{
	char *copy = mem_strdup(passphrase);
	struct app_ask ask = { hand_over, copy };
	enum status status;

	app_lock(app);
	status = app_unlock(app, person, &ask, err);
	secret_free(copy);
	return status;
}

enum status
app_confirm(struct app *app, const char *passphrase, struct err *err)
{
	char *copy = mem_strdup(passphrase);
	struct app_ask ask = { hand_over, copy };
	struct keyfile_head head;
	struct keys *keys = NULL;
	enum status status = act_needs_unlocked(app, err); /* what is confirmed asks for the right itself */

	if (!status)
		status = key_open(app->key_name, &ask, &head, &keys, err);
	if (!status && !sign_key_equal(keys_sign_public(keys), keys_sign_public(app->signer.keys)))
		status = err_set(err, STATUS_DENIED, _("this is another person's key file"));
	keys_free(keys);
	secret_free(copy);
	return status;
}

void
app_lock(struct app *app)
{
	keys_free(app->signer.keys);
	app->signer.keys = NULL;
	if (app->held)
		secret_zero(app->held, app->held_cap * sizeof(*app->held));
	free(app->held);
	app->held = NULL;
	app->held_count = app->held_cap = 0;
	for (int what = 0; what < APP_KEEP_COUNT; what++)
		app_keep_take(app, (enum app_keep)what, NULL, NULL);
	app->unlocked = false;
}

void
app_act_as(struct app *app, const struct signer *signer)
{
	app->signer.keys = NULL;
	app->unlocked = signer != NULL;
	if (!signer)
		return;
	app->signer = *signer;
	app->device = signer->device;
	app->has_device = true;
}

bool
app_is_unlocked(const struct app *app)
{
	return app->unlocked;
}

enum status
act_needs_unlocked(struct app *app, struct err *err)
{
	struct own_credentials own = { 0 };
	const struct credential *acted;
	enum status status;

	if (!app->unlocked)
		return err_set(err, STATUS_DENIED, _("name who signs"));
	status = app_refresh(app, err);
	if (status || app->endorses_only)
		return status;
	acted = app_credential(app);
	if (acted)
		weigh(app, acted, &own);
	return own.fits ? STATUS_OK : find_credential(app, keys_sign_public(app->signer.keys), acted ? acted->name : "", err);
}

enum status
act_needs_person(struct app *app, struct err *err)
{
	enum status status = act_needs_unlocked(app, err);

	if (!status && app->endorses_only)
		status = err_set(err, STATUS_DENIED, _("until the new officers are in force you may only agree to that (louce endorse)"));
	return status;
}

void
act_may_more(struct app *app)
{
	const struct credential *own = trust_credential(store_trust(app->store), &app->signer.credential);

	if (own && own->reason == TRUST_COUNTS)
		app->endorses_only = false;
}

void
app_keep_take(struct app *app, enum app_keep what, void *data, void (*free_data)(void *data))
{
	struct kept *kept = &app->kept[what];

	if (kept->data)
		kept->release(kept->data);
	*kept = (struct kept){ data, free_data };
}

void *
app_kept(const struct app *app, enum app_keep what)
{
	return app->kept[what].data;
}
