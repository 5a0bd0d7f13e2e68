#include "app/people/officers.h"
#include "app/people/upto.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/genesis.h"
#include "app/people/stolen.h"
#include "app/session/act.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/settle/follow.h"
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
	return strcmp(credential->name, text) == 0 || (len >= 4 && strncmp(credential->person, text, len) == 0) ||
	       (len >= 8 && strncmp(hex, text, len) == 0);
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

bool
app_person_is_officer(const struct app *app)
{
	const struct credential *own = app_credential(app);

	return own && trust_in_office(store_trust(app_store(app)), &own->id);
}

int
app_threshold(const struct app *app)
{
	return (int)trust_threshold(store_trust(app_store(app)));
}

bool
app_threshold_bounds(size_t persons, int *least, int *most)
{
	*least = *most = 0;
	for (int threshold = 1; threshold <= (int)persons; threshold++)
		if (trust_threshold_fits(threshold, persons)) {
			*most = threshold;
			*least = *least ? *least : threshold;
		}
	return *most > 0;
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
			_("\"%s\" is no officer and has not asked to be one: a request for a role of the county that gives others their rights comes first"),
			text);
	*out = finding.found;
	return STATUS_OK;
}

/* What a later genesis names: the persons, each perhaps with several credentials, and whether one of these is for the receiver alone. */
struct named_officers {
	struct named_officer {
		struct id credential;
		char person[33];
		struct sign_key key;
		size_t human; /* index of the first credential of this person */
	} * items;
	size_t count;
	const struct id *signer;
	bool stays, receives;
};

/* Is the credential an officer's, or a request to be one? */
static enum status
name_officer(const struct app *app, const struct id *id, const struct device_id *receiver, struct named_officers *named, struct err *err)
{
	const struct credential *officer = trust_credential(store_trust(app_store(app)), id);
	struct named_officer *at = &named->items[named->count];
	struct credential asked = { 0 };
	enum status status = STATUS_OK;
	bool found = true;
	char hex[9];

	if (!officer) {
		status = store_request(app_store(app), id, &asked, &found, err);
		officer = found ? &asked : NULL;
	}
	if (!status && (!officer || !officer_may_be(app, officer)))
		status = err_set(
			err, STATUS_NOT_FOUND,
			_("\"%s\" is no officer and has not asked to be one: a request for a role of the county that gives others their rights comes first"),
			officer ? officer->name : id_short(id, hex));
	if (!status)
		status = stolen_key_refuse(app, &officer->sign_key, officer->name, err);
	for (size_t i = 0; i < named->count && !status; i++)
		if (id_equal(&named->items[i].credential, id))
			status = err_set(err, STATUS_INVALID, _("\"%s\" is named twice"), officer->name);
	if (!status) {
		*at = (struct named_officer){ .credential = *id, .key = officer->sign_key, .human = named->count++ };
		memcpy(at->person, officer->person, sizeof(at->person));
		named->stays |= id_equal(id, named->signer);
		named->receives |= receiver && officer->has_device && device_equal(&officer->device, receiver);
	}
	credential_release(&asked);
	return status;
}

/* How many persons are named: credentials of one number or one key are one person's, and so on from each to the next. */
static size_t
count_persons(struct named_officers *named)
{
	size_t persons = 0;

	for (bool joined = true; joined;) {
		joined = false;
		for (size_t i = 0; i < named->count; i++)
			for (size_t k = 0; k < i; k++) {
				struct named_officer *a = &named->items[i], *b = &named->items[k];
				size_t low = a->human < b->human ? a->human : b->human;

				if (a->human == b->human || (strcmp(a->person, b->person) != 0 && !sign_key_equal(&a->key, &b->key)))
					continue;
				a->human = b->human = low;
				joined = true;
			}
	}
	for (size_t i = 0; i < named->count; i++)
		persons += named->items[i].human == i;
	return persons;
}

static enum status
check_officers(const struct app *app, struct app_officers *ask, const struct id *signer, const struct device_id *receiver, struct err *err)
{
	struct named_officers named = { .items = mem_array(ask->officer_count, sizeof(*named.items)), .signer = signer };
	size_t persons;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ask->officer_count && !status; i++)
		status = name_officer(app, &ask->officers[i], receiver, &named, err);
	if (!status && !named.stays)
		status = err_set(err, STATUS_INVALID,
				 _("who signs this must be an officer afterwards too: name yourself, or let another one sign"));
	persons = count_persons(&named);
	if (!ask->threshold)
		ask->threshold = (int)(persons / 2 + 1);
	if (!status && !trust_threshold_fits(ask->threshold, persons))
		status = err_set(err, STATUS_INVALID,
				 _("a county has one officer, or three and more, of whom over half must agree, but not all"));
	if (!status && receiver && !named.receives)
		status = err_set(err, STATUS_INVALID,
				 _("nobody named has a right for just the laptop that writes the county's receipts: make a request there "
				   "(with a key that stays there) and name it as well"));
	free(named.items);
	return status;
}

enum status
app_officers_fit(const struct app *app, const struct id *officers, size_t count, struct app_officers_fit *out, struct err *err)
{
	struct named_officers named = { .items = mem_array(count, sizeof(*named.items)), .signer = &app_signer(app)->credential };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++)
		status = name_officer(app, &officers[i], NULL, &named, err);
	if (!status) {
		*out = (struct app_officers_fit){ .persons = count_persons(&named), .signer_stays = named.stays };
		(void)app_threshold_bounds(out->persons, &out->least, &out->most);
	}
	free(named.items);
	return status;
}

static bool
is_in_office(const struct id *author, const void *ctx)
{
	return trust_in_office(ctx, author);
}

/* A genesis behind the newest that is followed, which leaves all that was signed until now, about houses too. */
static enum status
put_later_genesis(struct app *app, const struct signer *signer, const struct app_officers *ask, const struct device_id *receiver,
		  struct id *id, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct value list = value_list();
	struct step step;
	enum status status;

	upto_add_receipts(app, &list);
	status = upto_add_ends(app, is_in_office, trust, &list, err);

	genesis_step_start(&step, trust_county_code(trust), trust_county_name(trust), ask->officers, ask->officer_count, ask->threshold,
			   receiver);
	step_add_parent(&step, trust_genesis(trust));
	value_set_take(&step.data, "upto", list);
	if (!status)
		status = act_put(app_store(app), signer, &step, id, err);
	step_release(&step);
	return status;
}

static enum status
try_new_officers(struct app *app, const struct app_officers *ask, struct id *id, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	struct app_officers fitted = *ask;
	struct device_id receiver;
	bool has_receiver;
	enum status status = act_needs_person(app, err);

	if (!status && !store_pack(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status && !act_as_officer(app))
		status = err_set(err, STATUS_DENIED, _("only the county's officers agree to this"));
	if (!status && ask->receive_here && !app_has_device(app))
		status = err_set(err, STATUS_DENIED, _("this laptop is no device of the workspace yet: run louce init device"));
	if (status)
		return status;
	has_receiver = trust_receiver(store_trust(app_store(app)), &receiver);
	if (ask->receive_here) {
		has_receiver = true;
		receiver = *app_device(app);
	}
	status = check_officers(app, &fitted, &app_signer(app)->credential, has_receiver ? &receiver : NULL, err);
	if (!status)
		status = act_begin_judged(app, generation, err);
	return status ? status
		      : act_end(app, put_later_genesis(app, app_signer(app), &fitted, has_receiver ? &receiver : NULL, id, err), err);
}

enum status
app_new_officers(struct app *app, const struct app_officers *ask, struct id *id, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_new_officers(app, ask, id, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

/* ---- after all keys are lost */

struct finding_request_of {
	const struct app_officers *ask;
	const struct sign_key *key;
	struct id *out;
	bool found;
};

static bool
find_request_of(const struct credential *asked, void *ctx)
{
	struct finding_request_of *finding = ctx;

	for (size_t i = 0; i < finding->ask->officer_count && !finding->found; i++) {
		finding->found = id_equal(&finding->ask->officers[i], &asked->id) && sign_key_equal(&asked->sign_key, finding->key);
		if (finding->found)
			*finding->out = asked->id;
	}
	return !finding->found;
}

static enum status
try_found_anew(struct app *app, const struct app_officers *ask, const char *person, const struct app_ask *keys, struct id *id,
	       struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	struct signer signer = { 0 };
	struct finding_request_of finding = { .ask = ask, .out = &signer.credential };
	struct app_officers fitted = *ask;
	struct keyfile_head head;
	enum status status = STATUS_OK;

	if (!trust_genesis(store_trust(app_store(app))) || !store_pack(app_store(app)))
		status = err_set(err, STATUS_NOT_FOUND, _("this file follows no county that could be founded anew: run louce init county"));
	else if (!app_has_device(app))
		status = err_set(err, STATUS_DENIED, _("this laptop is no device of the workspace yet: run louce init device"));
	if (!status)
		status = key_open(person, keys, &head, &signer.keys, err);
	if (!status)
		status = key_serves(&head, workspace_is_demo(app_store(app)), err);
	if (!status) {
		signer.device = *app_device(app);
		finding.key = keys_sign_public(signer.keys);
		status = store_each_request(app_store(app), find_request_of, &finding, err);
	}
	if (!status && !finding.found)
		status = err_set(err, STATUS_INVALID,
				 _("who founds the county anew must be one of its officers: name a request of that key"));
	if (!status)
		status = check_officers(app, &fitted, &signer.credential, app_device(app), err);
	if (!status)
		status = act_begin_judged(app, generation, err);
	if (!status) {
		status = put_later_genesis(app, &signer, &fitted, app_device(app), id, err);
		if (!status)
			status = store_follow(app_store(app), id, err);
		status = act_end(app, status, err);
	}
	keys_free(signer.keys);
	return status;
}

enum status
app_found_anew(struct app *app, const struct app_officers *ask, const char *person, const struct app_ask *keys, struct id *id,
	       struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_found_anew(app, ask, person, keys, id, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}
