#include "app/session/unlock.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/keys.h"
#include "app/session/session_state.h"
#include "app/session/vault.h"
#include "app/session/workspace.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/reason.h"
#include "trust/waiting.h"

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

		if (!sign_key_equal(&credential->sign_key, &head->sign_key))
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
	enum status status = act_needs_person(app, err);

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
	app_keep_take(app, NULL, NULL);
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
act_needs_person(struct app *app, struct err *err)
{
	if (!app->unlocked)
		return err_set(err, STATUS_DENIED, _("name who signs with --as NAME"));
	if (app->endorses_only)
		return err_set(err, STATUS_DENIED, _("until the new officers are in force you may only agree to that (louce endorse)"));
	return app_refresh(app, err);
}

void
act_may_more(struct app *app)
{
	const struct credential *own = trust_credential(store_trust(app->store), &app->signer.credential);

	if (own && own->reason == TRUST_COUNTS)
		app->endorses_only = false;
}

void
app_keep_take(struct app *app, void *data, void (*free_data)(void *data))
{
	if (app->kept)
		app->kept_free(app->kept);
	app->kept = data;
	app->kept_free = free_data;
}

void *
app_kept(const struct app *app)
{
	return app->kept;
}
