#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/session/act.h"
#include "app/session/state.h"
#include "app/session/unlock.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/endorsements.h"
#include "trust/genesis.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/waiting.h"

/* The county's officers: what waits for them to agree, and who they are from now on. */

/* ---- what waits */

struct gathering {
	struct app *app;
	struct value *list;
};

static struct value
texts_of(char *const *items, size_t count)
{
	struct value list = value_list();

	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(items[i]));
	return list;
}

static void
describe_credential(const struct credential *credential, struct value *line)
{
	if (!credential)
		return;
	value_set_text(line, "name", credential->name);
	value_set_text(line, "role", credential->role);
	value_set_take(line, "areas", texts_of(credential->areas, credential->area_count));
	value_set_take(line, "issues", texts_of(credential->issues, credential->issue_count));
}

static void
describe_genesis(struct app *app, const struct value *data, struct value *line)
{
	const struct trust *trust = store_trust(app->store);
	const struct value *officers = value_get_list(data, "officers");
	const char *now = value_get_text(trust_genesis_data(trust), "receiver"), *then = value_get_text(data, "receiver");
	struct value names = value_list();
	char own[DEVICE_HEX_LEN + 1];

	for (size_t i = 0; i < officers->list.count; i++) {
		const struct credential *officer = NULL;
		struct id id;

		if (officers->list.items[i].type == VALUE_TEXT && id_from_hex(officers->list.items[i].text, &id))
			officer = trust_credential(trust, &id);
		value_append_take(&names, value_text(officer ? officer->name : "?"));
	}
	value_set_take(line, "officers", names);
	value_set_integer(line, "threshold", value_get_integer(data, "threshold", 0));
	value_set_take(line, "receiver_changes", value_boolean(now && then && strcmp(now, then) != 0));
	value_set_take(line, "receiver_here", value_boolean(app->has_device && then && strcmp(then, device_hex(&app->device, own)) == 0));
}

static void
add_waiting(const struct trust_waiting *waiting, void *ctx)
{
	struct gathering *gathering = ctx;
	struct app *app = gathering->app;
	const struct trust *trust = store_trust(app->store);
	const struct credential *author = trust_credential(trust, &waiting->author);
	struct value line = value_object();
	struct err ignored = { 0 };
	struct buf body = { 0 };
	struct step step = { 0 };
	char hex[ID_HEX_LEN + 1], at[17];
	struct id of;

	value_set_text(&line, "step", id_hex(&waiting->id, hex));
	value_set_text(&line, "kind", step_kind_name(waiting->kind));
	value_set_text(&line, "by", author ? author->name : NULL);
	if (!store_get_step(app->store, &waiting->id, &body, NULL, &ignored) && !step_parse(buf_text(&body), body.len, &step, &ignored)) {
		clock_minute(step.at_unix, at);
		value_set_text(&line, "at", at);
	}
	step_release(&step);
	buf_release(&body);
	value_set_integer(&line, "have", waiting->have);
	value_set_integer(&line, "need", waiting->need);
	value_set_integer(&line, "have_new", waiting->have_new);
	value_set_integer(&line, "need_new", waiting->need_new);
	value_set_take(&line, "mine", value_boolean(app->unlocked && trust_has_endorsed(trust, &waiting->id, &app->signer.credential)));
	if (waiting->kind == STEP_PACK) {
		value_set_text(&line, "pack", value_get_text(waiting->data, "name"));
		value_set_integer(&line, "version", value_get_integer(waiting->data, "version", 0));
	} else if (waiting->kind == STEP_CREDENTIAL) {
		describe_credential(trust_credential(trust, &waiting->id), &line);
	} else if (waiting->kind == STEP_REVOCATION && step_data_id(waiting->data, "of", &of)) {
		describe_credential(trust_credential(trust, &of), &line);
		value_set_text(&line, "reason", value_get_text(waiting->data, "reason"));
		value_set_integer(&line, "receipt", value_get_integer(waiting->data, "receipt", 0));
	} else if (waiting->kind == STEP_GENESIS) {
		describe_genesis(app, waiting->data, &line);
	}
	value_append_take(gathering->list, line);
}

enum status
app_waiting(struct app *app, struct value *out, struct err *err)
{
	struct gathering gathering = { app, out };

	(void)err;
	*out = value_list();
	trust_each_waiting(store_trust(app->store), add_waiting, &gathering);
	return STATUS_OK;
}

/* ---- agreeing */

struct finding {
	struct id id;
	bool found, is_genesis;
};

static void
find_waiting(const struct trust_waiting *waiting, void *ctx)
{
	struct finding *finding = ctx;

	if (id_equal(&waiting->id, &finding->id)) {
		finding->found = true;
		finding->is_genesis = waiting->kind == STEP_GENESIS;
	}
}

static enum status
may_endorse(const struct app *app, const struct finding *finding, struct err *err)
{
	const struct trust *trust = store_trust(app->store);

	if (!finding->found)
		return err_set(err, STATUS_NOT_FOUND, _("this does not wait for the officers to agree"));
	if (!trust_is_officer(trust, &app->signer.credential) &&
	    !(finding->is_genesis && trust_will_be_officer(trust, &app->signer.credential)))
		return err_set(err, STATUS_DENIED, _("only the county's officers agree to this"));
	if (trust_has_endorsed(trust, &finding->id, &app->signer.credential))
		return err_set(err, STATUS_CONFLICT, _("you agreed to this already"));
	return STATUS_OK;
}

enum status
app_endorse(struct app *app, const char *text, struct err *err)
{
	struct finding finding = { .found = false };
	const struct credential *own;
	struct step step;
	struct id id;
	enum status status;

	if (!app->unlocked)
		return act_needs_person(app, err);
	status = store_find_step(app->store, text, &finding.id, err);
	if (status)
		return status;
	trust_each_waiting(store_trust(app->store), find_waiting, &finding);
	status = may_endorse(app, &finding, err);
	if (status)
		return status;
	act_step_start(&step, STEP_ENDORSEMENT);
	step_data_set_id(&step.data, "of", &finding.id);
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app->store, &app->signer, &step, &id, err), err);
	step_release(&step);
	own = trust_credential(store_trust(app->store), &app->signer.credential);
	if (own && own->reason == TRUST_COUNTS)
		app->endorses_only = false;
	return status;
}

/* ---- who they are */

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
	return !credential->has_issuer && !credential->revoked && credential->issue_count > 0 && store_pack(app->store) &&
	       is_county_role(store_pack(app->store), credential->role);
}

int
app_threshold(const struct app *app)
{
	return (int)value_get_integer(trust_genesis_data(store_trust(app->store)), "threshold", 1);
}

/* One who is an officer already, or asks to be one: a key that vouches for itself, because nobody stands above the officers. */
static enum status
find_officer(const struct app *app, const char *text, const struct credential **out, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	size_t count = 0;

	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (!officer_may_be(app, at) || !is_named(at, text))
			continue;
		*out = at;
		count++;
	}
	if (count > 1)
		return err_set(err, STATUS_CONFLICT, _("\"%s\" fits more than one; give the first 8 digits of the number"), text);
	return count ? STATUS_OK
		     : err_set(err, STATUS_NOT_FOUND,
			       _("\"%s\" is no officer and has not asked to be one: louce request NAME --role of the county, with --issues"),
			       text);
}

static enum status
choose_officers(const struct app *app, const struct app_officers *ask, struct value *officers, struct err *err)
{
	bool stays = false;
	char hex[ID_HEX_LEN + 1];
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ask->officer_count && !status; i++) {
		const struct credential *officer = NULL;

		status = find_officer(app, ask->officers[i], &officer, err);
		if (status)
			break;
		id_hex(&officer->id, hex);
		for (size_t k = 0; k < officers->list.count && !status; k++)
			if (strcmp(officers->list.items[k].text, hex) == 0)
				status = err_set(err, STATUS_INVALID, _("\"%s\" is named twice"), officer->name);
		stays |= id_equal(&officer->id, &app->signer.credential);
		value_append_take(officers, value_text(hex));
	}
	if (!status && (ask->threshold < 1 || (size_t)ask->threshold > ask->officer_count))
		status = err_set(err, STATUS_INVALID, _("the threshold must lie between 1 and the number of officers"));
	if (!status && !stays)
		status = err_set(err, STATUS_INVALID,
				 _("who signs this must be an officer afterwards too: name yourself, or let another one sign"));
	return status;
}

enum status
app_new_officers(struct app *app, const struct app_officers *ask, struct id *id, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];
	struct step step;
	enum status status = act_needs_person(app, err);

	if (!status && !store_pack(app->store))
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status && !trust_is_officer(trust, &app->signer.credential))
		status = err_set(err, STATUS_DENIED, _("only the county's officers agree to this"));
	if (!status)
		status = choose_officers(app, ask, &officers, err);
	if (status) {
		value_release(&officers);
		return status;
	}
	act_step_start(&step, STEP_GENESIS);
	value_release(&step.data);
	step.data = value_copy(trust_genesis_data(trust));
	value_set_take(&step.data, "officers", officers);
	value_set_integer(&step.data, "threshold", ask->threshold);
	if (ask->receive_here)
		value_set_text(&step.data, "receiver", device_hex(&app->device, hex));
	step_add_parent(&step, trust_genesis(trust));
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app->store, &app->signer, &step, id, err), err);
	step_release(&step);
	return status;
}
