#include "app/people/officers.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/genesis.h"
#include "app/people/stolen.h"
#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/request.h"
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

struct finding_officer {
	const struct app *app;
	const char *text;
	struct id found;
	size_t count;
};

static bool
find_officer(const struct credential *credential, void *ctx)
{
	struct finding_officer *finding = ctx;

	if (officer_may_be(finding->app, credential) && is_named(credential, finding->text)) {
		finding->found = credential->id;
		finding->count++;
	}
	return true;
}

/* The credential that a text means: an officer's, or a request of a key that vouches for itself, because nobody stands above the officers. */
enum status
app_officer_find(const struct app *app, const char *text, struct id *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct finding_officer finding = { .app = app, .text = text };
	enum status status;

	for (size_t i = 0; i < trust_credential_count(trust); i++)
		(void)find_officer(trust_credential_at(trust, i), &finding);
	status = store_each_request(app_store(app), find_officer, &finding, err);
	if (status)
		return status;
	if (finding.count > 1)
		return err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one; give the first 8 digits of the number"), text);
	if (!finding.count)
		return err_set(
			err, STATUS_NOT_FOUND,
			_("\"%s\" is no officer and has not asked to be one: louce request NAME --role of the county, with --issues"),
			text);
	*out = finding.found;
	return STATUS_OK;
}

/* Is the credential an officer's, or a request to be one? */
static enum status
check_officer(const struct app *app, const struct app_officers *ask, size_t at, struct err *err)
{
	const struct credential *officer = trust_credential(store_trust(app_store(app)), &ask->officers[at]);
	struct credential asked = { 0 };
	enum status status = STATUS_OK;
	bool found = true;
	char hex[9];

	if (!officer) {
		status = store_request(app_store(app), &ask->officers[at], &asked, &found, err);
		officer = found ? &asked : NULL;
	}
	if (!status && (!officer || !officer_may_be(app, officer)))
		status = err_set(
			err, STATUS_NOT_FOUND,
			_("\"%s\" is no officer and has not asked to be one: louce request NAME --role of the county, with --issues"),
			officer ? officer->name : id_short(&ask->officers[at], hex));
	if (!status)
		status = stolen_key_refuse(app, &officer->sign_key, officer->name, err);
	for (size_t i = 0; i < at && !status; i++)
		if (id_equal(&ask->officers[i], &officer->id))
			status = err_set(err, STATUS_INVALID, _("\"%s\" is named twice"), officer->name);
	credential_release(&asked);
	return status;
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
	if (!status && !act_as_officer(app))
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
