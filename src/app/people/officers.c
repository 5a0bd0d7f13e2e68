#include "app/people/officers.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/genesis.h"
#include "app/session/act.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/store.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"

static bool
is_named(const struct credential *credential, const char *text)
{
	size_t len = strlen(text);
	char hex[ID_HEX_LEN + 1];

	id_hex(&credential->id, hex);
	return strcmp(credential->name, text) == 0 ||
	       (len >= 8 && (strncmp(hex, text, len) == 0 || strncmp(credential->person, text, len) == 0));
}

static bool
is_county_role(const struct pack *pack, const char *name)
{
	const struct role *role = pack_role(pack, name);

	return role && role->scope == DIVISION_COUNTY;
}

bool
officer_may_be(const struct app *app, const struct credential *credential)
{
	return !credential->has_issuer && !credential->revoked && credential->issue_count > 0 && store_pack(app_store(app)) &&
	       is_county_role(store_pack(app_store(app)), credential->role);
}

int
app_threshold(const struct app *app)
{
	return (int)trust_threshold(store_trust(app_store(app)));
}

/* The credential that a text means: an officer's, or a request of a key that vouches for itself, because nobody stands above the officers. */
enum status
app_officer_find(const struct app *app, const char *text, struct id *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct id found = { 0 };
	size_t count = 0;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (!officer_may_be(app, at) || !is_named(at, text))
			continue;
		found = at->id;
		count++;
	}
	if (count > 1)
		return err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one; give the first 8 digits of the number"), text);
	if (!count)
		return err_set(
			err, STATUS_NOT_FOUND,
			_("\"%s\" is no officer and has not asked to be one: louce request NAME --role of the county, with --issues"),
			text);
	*out = found;
	return STATUS_OK;
}

static enum status
check_officer(const struct app *app, const struct app_officers *ask, size_t at, struct err *err)
{
	const struct credential *officer = trust_credential(store_trust(app_store(app)), &ask->officers[at]);
	char hex[9];

	if (!officer || !officer_may_be(app, officer))
		return err_set(
			err, STATUS_NOT_FOUND,
			_("\"%s\" is no officer and has not asked to be one: louce request NAME --role of the county, with --issues"),
			officer ? officer->name : id_short(&ask->officers[at], hex));
	for (size_t i = 0; i < at; i++)
		if (id_equal(&ask->officers[i], &officer->id))
			return err_set(err, STATUS_INVALID, _("\"%s\" is named twice"), officer->name);
	return STATUS_OK;
}

static enum status
check_officers(const struct app *app, const struct app_officers *ask, struct err *err)
{
	bool stays = false;

	for (size_t i = 0; i < ask->officer_count; i++) {
		enum status status = check_officer(app, ask, i, err);

		if (status)
			return status;
		stays |= id_equal(&ask->officers[i], &app_signer(app)->credential);
	}
	if (ask->threshold < 1 || (size_t)ask->threshold > ask->officer_count)
		return err_set(err, STATUS_INVALID, _("the threshold must lie between 1 and the number of officers"));
	if (!stays)
		return err_set(err, STATUS_INVALID,
			       _("who signs this must be an officer afterwards too: name yourself, or let another one sign"));
	return STATUS_OK;
}

enum status
app_new_officers(struct app *app, const struct app_officers *ask, struct id *id, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct device_id receiver;
	bool has_receiver;
	struct step step;
	enum status status = act_needs_person(app, err);

	if (!status && !store_pack(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status && !trust_is_officer(trust, &app_signer(app)->credential))
		status = err_set(err, STATUS_DENIED, _("only the county's officers agree to this"));
	if (!status)
		status = check_officers(app, ask, err);
	if (!status && ask->receive_here && !app_has_device(app))
		status = err_set(err, STATUS_DENIED, _("this laptop is no device of the workspace yet: run louce init device"));
	if (status)
		return status;
	has_receiver = trust_receiver(trust, &receiver);
	if (ask->receive_here)
		receiver = *app_device(app);
	genesis_step_start(&step, trust_county_code(trust), trust_county_name(trust), ask->officers, ask->officer_count, ask->threshold,
			   has_receiver || ask->receive_here ? &receiver : NULL);
	step_add_parent(&step, trust_genesis(trust));
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app_store(app), app_signer(app), &step, id, err), err);
	step_release(&step);
	return status;
}
