#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/session/act.h"
#include "app/session/keys.h"
#include "app/session/state.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/standing.h"

/* Requests, credentials and endorsements. */

/* The code of a request, compared by voice: the first 16 bytes of its id, 8 groups of 4 digits. */
static void
code_of(const struct id *id, char code[40])
{
	char hex[ID_HEX_LEN + 1];
	size_t at = 0;

	id_hex(id, hex);
	for (size_t i = 0; i < 32; i++) {
		if (i && i % 4 == 0)
			code[at++] = ' ';
		code[at++] = hex[i];
	}
	code[at] = '\0';
}

static struct value
texts(const char *const *items, size_t count)
{
	struct value list = value_list();

	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(items[i]));
	return list;
}

/* What a credential says of a person and keys. */
static void
describe(struct step *step, const struct keyfile_head *head, const char *role)
{
	char hex[SEAL_HEX_MAX + 1];

	value_set_text(&step->data, "person", head->person);
	value_set_text(&step->data, "name", head->name);
	value_set_text(&step->data, "role", role);
	value_set_text(&step->data, "sign_key", sign_key_hex(&head->sign_key, hex));
	value_set_text(&step->data, "box_key", box_key_hex(&head->box_key, hex));
}

static void
set_device(struct value *data, const struct device_id *device)
{
	char hex[DEVICE_HEX_LEN + 1];

	value_set_text(data, "device", device_hex(device, hex));
}

static enum status
check_request(struct app *app, const struct app_request *request, struct err *err)
{
	const struct pack *pack = store_pack(app->store);

	if (pack && !pack_role(pack, request->role))
		return err_set(err, STATUS_INVALID, _("there is no role \"%s\" in the form pack"), request->role);
	for (size_t i = 0; pack && i < request->issue_count; i++)
		if (!pack_role(pack, request->issues[i]))
			return err_set(err, STATUS_INVALID, _("there is no role \"%s\" in the form pack"), request->issues[i]);
	if (request->area_count == 0)
		return err_set(err, STATUS_INVALID, _("name at least one area: the digits of a county, township or village"));
	for (size_t i = 0; i < request->area_count; i++) {
		enum division_level level = division_level(request->areas[i]);

		if (level < DIVISION_COUNTY || level == DIVISION_LEVEL_COUNT)
			return err_set(err, STATUS_INVALID, _("\"%s\" is no area: 6 digits of a county, 9 of a township, 12 of a village"),
				       request->areas[i]);
	}
	return STATUS_OK;
}

enum status
app_request(struct app *app, const struct app_request *request, const struct app_ask *ask, char code[40], struct err *err)
{
	struct signer signer = { .device = app->device };
	struct keyfile_head head;
	struct step step;
	struct id id;
	enum status status = check_request(app, request, err);

	if (!status && !app->has_device)
		status = err_set(err, STATUS_DENIED, _("this laptop is no device of the workspace yet: run louce init device"));
	if (!status)
		status = key_open(request->person, ask, &head, &signer.keys, err);
	if (!status)
		status = key_serves(&head, workspace_is_demo(app->store), err);
	if (status) {
		keys_free(signer.keys);
		return status;
	}
	act_step_start(&step, STEP_CREDENTIAL);
	describe(&step, &head, request->role);
	value_set_take(&step.data, "areas", texts(request->areas, request->area_count));
	value_set_take(&step.data, "issues", texts(request->issues, request->issue_count));
	if (!request->portable)
		set_device(&step.data, &app->device);
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app->store, &signer, &step, &id, err), err);
	if (!status)
		code_of(&id, code);
	step_release(&step);
	keys_free(signer.keys);
	return status;
}

/* The digits of a code, spaces left out. */
static char *
digits_of(const char *code)
{
	char *digits = mem_alloc(strlen(code) + 1), *to = digits;

	for (; *code; code++)
		if (*code != ' ' && *code != '-')
			*to++ = *code;
	return digits;
}

static bool
starts_as(const struct id *id, const char *digits)
{
	char hex[ID_HEX_LEN + 1];

	id_hex(id, hex);
	return strlen(digits) >= 8 && strncmp(hex, digits, strlen(digits)) == 0;
}

/* The credential that answers a request, unless it was taken back since. */
static const struct credential *
issued_as(const struct trust *trust, const struct id *request)
{
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (at->has_request && id_equal(&at->request, request) && !at->revoked &&
		    (at->reason == TRUST_COUNTS || at->reason == TRUST_NOT_ENDORSED))
			return at;
	}
	return NULL;
}

enum status
app_issue(struct app *app, const char *code, struct id *credential, struct err *err)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *found = NULL, *issued;
	char *digits = digits_of(code);
	struct buf body = { 0 };
	struct step request = { 0 }, step = { 0 };
	enum status status = act_needs_person(app, err);

	for (size_t i = 0; i < trust_credential_count(trust) && !status; i++) {
		const struct credential *at = trust_credential_at(trust, i);

		if (!at->has_issuer && at->reason != TRUST_COUNTS && starts_as(&at->id, digits))
			found = at;
	}
	if (!status && !found)
		status = err_set(err, STATUS_NOT_FOUND, _("there is no request with the code \"%s\"; louce key requests lists them"), code);
	if (!status && issued_as(trust, &found->id))
		status = err_set(err, STATUS_CONFLICT, _("\"%s\" was given this right already"), found->name);
	/* A wish without effect is not written down. */
	if (!status && !trust_may_issue(trust, &app->signer.credential, found))
		status = err_set(err, STATUS_DENIED,
				 _("you cannot give \"%s\" this right: the role or the area is not yours to give; ask the county office"),
				 found->name);
	if (!status)
		status = store_get_step(app->store, &found->id, &body, NULL, err);
	if (!status)
		status = step_parse(buf_text(&body), body.len, &request, err);
	if (status)
		goto out;
	act_step_start(&step, STEP_CREDENTIAL);
	value_release(&step.data);
	step.data = value_copy(&request.data);
	step_data_set_id(&step.data, "request", &found->id);
	status = act_begin(app, err);
	if (!status)
		status = act_end(app, act_put(app->store, &app->signer, &step, credential, err), err);
	if (status)
		goto out;
	issued = trust_credential(store_trust(app->store), credential);
	if (!issued || (issued->reason != TRUST_COUNTS && issued->reason != TRUST_NOT_ENDORSED))
		status = err_set(err, STATUS_DENIED, _("the credential was written but does not count: %s"),
				 trust_reason_text(issued ? issued->reason : TRUST_AUTHOR_UNKNOWN));
out:
	step_release(&request);
	step_release(&step);
	buf_release(&body);
	free(digits);
	return status;
}

/* Requests first: they wait for somebody. */
static int
standing_order(const struct value *item)
{
	return value_get_boolean(item, "request", false)						? 0
	       : value_get_boolean(item, "counts", false) && !value_get_boolean(item, "revoked", false) ? 1
													: 2;
}

static int
person_cmp(const void *a, const void *b)
{
	int left = standing_order(a), right = standing_order(b);

	return left != right ? left - right : strcmp(value_get_text(a, "name"), value_get_text(b, "name"));
}

static struct value
describe_person(const struct app *app, const struct credential *credential)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *issuer = credential->has_issuer ? trust_credential(trust, &credential->issuer) : NULL;
	struct value item = value_object();
	char code[40], device[DEVICE_HEX_LEN + 1], hex[ID_HEX_LEN + 1];

	code_of(&credential->id, code);
	value_set_text(&item, "code", code);
	value_set_text(&item, "credential", id_hex(&credential->id, hex));
	value_set_text(&item, "name", credential->name);
	value_set_text(&item, "role", credential->role);
	value_set_take(&item, "areas", texts((const char *const *)credential->areas, credential->area_count));
	value_set_take(&item, "issues", texts((const char *const *)credential->issues, credential->issue_count));
	value_set_take(&item, "portable", value_boolean(!credential->has_device));
	if (credential->has_device)
		value_set_text(&item, "device", device_hex(&credential->device, device));
	if (issuer)
		value_set_text(&item, "issuer", issuer->name);
	value_set_take(&item, "officer", value_boolean(trust_is_officer(trust, &credential->id)));
	value_set_take(&item, "in_office", value_boolean(trust_in_office(trust, &credential->id)));
	value_set_take(&item, "may_be_officer", value_boolean(officer_may_be(app, credential)));
	value_set_take(&item, "revoked", value_boolean(credential->revoked));
	value_set_take(&item, "request",
		       value_boolean(!credential->has_issuer && credential->reason != TRUST_COUNTS && !issued_as(trust, &credential->id)));
	value_set_take(&item, "counts", value_boolean(credential->reason == TRUST_COUNTS));
	value_set_text(&item, "standing", trust_reason_text(credential->reason));
	return item;
}

enum status
app_people(struct app *app, struct value *out, struct err *err)
{
	const struct trust *trust = store_trust(app->store);

	(void)err;
	*out = value_list();
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		/* A request that was granted is the credential now. */
		if (credential->has_issuer || credential->reason == TRUST_COUNTS || !issued_as(trust, &credential->id))
			value_append_take(out, describe_person(app, credential));
	}
	if (out->list.count)
		qsort(out->list.items, out->list.count, sizeof(*out->list.items), person_cmp);
	return STATUS_OK;
}

/* ---- founding */

struct founding {
	struct store *store;
	struct device_id device;
	struct signer *signers;
	size_t count;
	struct pack *pack;
};

static const struct role *
county_role(const struct pack *pack)
{
	for (size_t i = 0; i < pack->role_count; i++)
		if (pack->roles[i].scope == DIVISION_COUNTY)
			return &pack->roles[i];
	return NULL;
}

/* The officers' own credentials: self-signed, and in force because the genesis names them. */
static enum status
put_officer(struct founding *founding, const struct app_county *county, const struct keyfile_head *head, struct signer *signer,
	    struct err *err)
{
	struct value issues = value_list();
	struct step step;
	enum status status;

	act_step_start(&step, STEP_CREDENTIAL);
	describe(&step, head, county_role(founding->pack)->name);
	value_set_take(&step.data, "areas", texts(&county->county, 1));
	for (size_t i = 0; i < founding->pack->role_count; i++)
		value_append_take(&issues, value_text(founding->pack->roles[i].name));
	value_set_take(&step.data, "issues", issues);
	signer->device = founding->device;
	status = act_put(founding->store, signer, &step, &signer->credential, err);
	step_release(&step);
	return status;
}

static enum status
put_genesis(struct founding *founding, const struct app_county *county, struct err *err)
{
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];
	enum status status;
	struct step step;
	struct id genesis, id;

	act_step_start(&step, STEP_GENESIS);
	value_set_text(&step.data, "county", county->county);
	value_set_text(&step.data, "name", county->name);
	for (size_t i = 0; i < founding->count; i++)
		value_append_take(&officers, value_text(id_hex(&founding->signers[i].credential, hex)));
	value_set_take(&step.data, "officers", officers);
	value_set_integer(&step.data, "threshold", county->threshold);
	value_set_text(&step.data, "receiver", device_hex(&founding->device, hex));
	status = act_put(founding->store, &founding->signers[0], &step, &genesis, err);
	step_release(&step);
	for (size_t i = 1; i < founding->count && !status; i++) {
		act_step_start(&step, STEP_ENDORSEMENT);
		step_data_set_id(&step.data, "of", &genesis);
		status = act_put(founding->store, &founding->signers[i], &step, &id, err);
		step_release(&step);
	}
	return status;
}

enum status
county_found(struct store *store, const struct app_county *county, const struct device_id *device, const struct keyfile_head *heads,
	     struct signer *signers, size_t count, struct pack *pack, struct err *err)
{
	struct founding founding = { store, *device, signers, count, pack };
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++)
		status = put_officer(&founding, county, &heads[i], &signers[i], err);
	return status ? status : put_genesis(&founding, county, err);
}

static enum status
check_county(const struct app_county *county, const struct pack *pack, struct err *err)
{
	if (division_level(county->county) != DIVISION_COUNTY)
		return err_set(err, STATUS_INVALID, _("\"%s\" is no county: its 6 digits are expected"), county->county);
	if (strstr(county->name, DEMO_MARK))
		return err_set(err, STATUS_DENIED, _("the word %s marks demonstrations; give the county its own title"), DEMO_MARK);
	if (county->officer_count == 0)
		return err_set(err, STATUS_INVALID, _("name at least one officer: louce key new NAME makes a key"));
	if (county->threshold < 1 || (size_t)county->threshold > county->officer_count)
		return err_set(err, STATUS_INVALID, _("the threshold must lie between 1 and the number of officers"));
	if (!county_role(pack))
		return err_set(err, STATUS_INVALID, _("the form pack has no role of scope county for the officers"));
	return STATUS_OK;
}

enum status
app_init_county(const struct app_county *county, const struct app_ask *ask, struct err *err)
{
	struct keyfile_head *heads = mem_array(county->officer_count, sizeof(*heads));
	struct signer *signers = mem_array(county->officer_count, sizeof(*signers));
	struct device_id device;
	struct pack *pack = NULL;
	struct app *app = NULL;
	bool made = false;
	enum status status = seal_init(err);

	if (!status)
		status = pack_load(county->forms, &pack, NULL, err);
	if (!status)
		status = check_county(county, pack, err);
	for (size_t i = 0; i < county->officer_count && !status; i++) {
		status = key_open(county->officers[i], ask, &heads[i], &signers[i].keys, err);
		if (!status)
			status = key_serves(&heads[i], false, err);
	}
	if (!status) {
		status = store_create(county->path, err);
		made = status == STATUS_OK;
	}
	if (!status)
		status = app_init_device(county->path, err);
	if (!status)
		status = app_open(county->path, APP_WRITE, &app, err);
	if (!status)
		status = act_begin(app, err);
	if (!status) {
		device = app->device;
		status = act_end(app, county_found(app->store, county, &device, heads, signers, county->officer_count, pack, err), err);
	}
	app_close(app);
	if (status && made) { /* nothing half-written stays */
		char *local = mem_printf("%s.local", county->path);

		remove(county->path);
		remove(local);
		free(local);
	}
	for (size_t i = 0; i < county->officer_count; i++)
		keys_free(signers[i].keys);
	free(signers);
	free(heads);
	pack_free(pack);
	return status;
}

enum status
app_make_device(struct app *app, struct err *err)
{
	struct device_id device;
	enum status status;

	if (app->has_device)
		return err_set(err, STATUS_CONFLICT, _("this laptop is a device of \"%s\" already"), app->path);
	random_bytes(device.b, DEVICE_BYTES);
	status = local_set_device(app->local, &device, err);
	if (!status) {
		app->device = device;
		app->has_device = true;
	}
	return status;
}

enum status
app_init_device(const char *path, struct err *err)
{
	struct app *app = NULL;
	bool made = !file_exists(path);
	enum status status = seal_init(err);

	/* A file that is not there yet is made empty: a stick fills it. */
	if (!status && made)
		status = store_create(path, err);
	if (!status)
		status = app_open(path, APP_WRITE, &app, err);
	if (status)
		return status;
	status = app_make_device(app, err);
	app_close(app);
	return status;
}
