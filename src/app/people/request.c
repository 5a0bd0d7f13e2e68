#include "app/people/request.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/credential.h"
#include "app/people/stolen.h"
#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/keys.h"
#include "app/session/known.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/asked.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/standing.h"

/* Each area is a division that the pack has, and not wider than the role's scope. */
static enum status
check_areas(const struct app *app, const char *role_name, const char *const *areas, size_t count, struct err *err)
{
	const struct pack *pack = store_pack(app_store(app));
	const struct role *role = pack ? pack_role(pack, role_name) : NULL;

	if (count > CREDENTIAL_LIST_MAX)
		return err_set(err, STATUS_INVALID,
			       _("a right has at most %d areas, and here are %zu: ask for the others with a right of their own"),
			       CREDENTIAL_LIST_MAX, count);
	for (size_t i = 0; i < count; i++) {
		if (!app_has_area(app, areas[i]))
			return err_set(err, STATUS_INVALID, _("there is no division \"%s\" in the form pack"), areas[i]);
		if (role && division_level(areas[i]) < role->scope)
			return err_set(err, STATUS_INVALID,
				       role->scope == DIVISION_VILLAGE ? _("\"%s\" is too wide for the role \"%s\": name its villages")
								       : _("\"%s\" is too wide for the role \"%s\": name its townships"),
				       areas[i], role_name);
	}
	return STATUS_OK;
}

static enum status
check_request(struct app *app, const struct app_request *request, struct err *err)
{
	const struct pack *pack = store_pack(app_store(app));

	if (pack && !pack_role(pack, request->role))
		return known_no_role(app, request->role, err);
	for (size_t i = 0; pack && i < request->issue_count; i++)
		if (!pack_role(pack, request->issues[i]))
			return known_no_role(app, request->issues[i], err);
	if (request->area_count == 0)
		return err_set(err, STATUS_INVALID, _("name at least one area: the digits of a county, township or village"));
	for (size_t i = 0; i < request->area_count; i++) {
		enum division_level level = division_level(request->areas[i]);

		if (level < DIVISION_COUNTY || level == DIVISION_LEVEL_COUNT)
			return err_set(err, STATUS_INVALID, _("\"%s\" is no area: 6 digits of a county, 9 of a township, 12 of a village"),
				       request->areas[i]);
	}
	return check_areas(app, request->role, request->areas, request->area_count, err);
}

/* The request for the same right that came last, whatever time it claims. */
struct asked_before {
	const struct credential *asked;
	struct id id;
	bool alike; /* alike: it asks with the same words */
};

static bool
note_same(const struct credential *before, void *ctx)
{
	struct asked_before *same = ctx;

	if (!trust_same_right(before, same->asked))
		return true;
	same->id = before->id;
	same->alike = strcmp(before->name, same->asked->name) == 0 &&
		      trust_same_texts((const char *const *)before->issues, before->issue_count, (const char *const *)same->asked->issues,
				       same->asked->issue_count);
	return true;
}

/* Is the right there already, or asked for with the same words? *before: that request; zeros: none. */
static enum status
look_before_asking(struct app *app, const struct step *step, struct id *before, struct err *err)
{
	struct credential asked = { 0 };
	struct asked_before same = { .asked = &asked };
	enum status status = STATUS_OK;

	*before = (struct id){ 0 };
	if (!credential_from_step(before, step, &asked))
		return STATUS_OK; /* refused where it is put */
	if (trust_answer(store_trust(app_store(app)), &asked))
		status = err_set(err, STATUS_CONFLICT, _("\"%s\" has this right already"), asked.name);
	if (!status)
		status = store_each_request(app_store(app), note_same, &same, err);
	if (same.alike)
		*before = same.id;
	credential_release(&asked);
	return status;
}

enum status
app_request_split(const struct app *app, const char *const *roles, size_t role_count, const char *const *areas, size_t area_count,
		  struct app_request *out, struct err *err)
{
	const struct pack *pack = store_pack(app_store(app));
	bool *taken = mem_array(area_count, sizeof(*taken));
	enum status status = STATUS_OK;

	for (size_t i = 0; i < role_count; i++) {
		const struct role *role = pack ? pack_role(pack, known_role(app, roles[i])) : NULL;
		const char **own = mem_array(area_count, sizeof(*own));

		out[i].role = roles[i];
		out[i].areas = own;
		for (size_t k = 0; role && k < area_count; k++)
			if (division_level(areas[k]) == role->scope) {
				own[out[i].area_count++] = areas[k];
				taken[k] = true;
			}
		if (!status && !role)
			status = known_no_role(app, roles[i], err);
		else if (!status && !out[i].area_count)
			status = err_set(err, STATUS_INVALID, _("no area is named that the role \"%s\" is for"), roles[i]);
	}
	for (size_t k = 0; k < area_count && !status; k++)
		if (!taken[k])
			status = err_set(err, STATUS_INVALID, _("\"%s\" is an area that none of these roles is for"), areas[k]);
	free(taken);
	return status;
}

/* One of the rights that are asked for together. */
struct asking {
	struct app_request request; /* its roles named by their codes */
	struct step step;
	struct id id; /* zeros: not asked for yet */
};

static enum status
put_requests(struct app *app, const struct signer *signer, struct asking *askings, size_t count, struct err *err)
{
	size_t fresh = 0;
	enum status status;

	for (size_t i = 0; i < count; i++)
		fresh += id_is_zero(&askings[i].id);
	if (!fresh)
		return STATUS_OK;
	status = act_begin(app, err);
	if (status)
		return status;
	for (size_t i = 0; i < count && !status; i++)
		if (id_is_zero(&askings[i].id))
			status = act_put(app_store(app), signer, &askings[i].step, &askings[i].id, err);
	return act_end(app, status, err);
}

/* Nobody means one right twice: another role or another area was meant. */
static enum status
check_distinct(const struct asking *askings, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++) {
			const struct app_request *a = &askings[i].request, *b = &askings[k].request;

			if (strcmp(a->role, b->role) == 0 && trust_same_texts(a->areas, a->area_count, b->areas, b->area_count))
				return err_set(err, STATUS_INVALID,
					       _("the same right is asked for twice: %s, %s; name another role or other areas"), a->role,
					       a->areas[0]);
		}
	return STATUS_OK;
}

static enum status
ask_for(struct app *app, struct asking *askings, size_t count, const struct app_ask *ask, struct err *err)
{
	struct signer signer = { .device = *app_device(app) };
	char hex[DEVICE_HEX_LEN + 1];
	struct keyfile_head head;
	size_t made = 0;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && !status; i++)
		status = check_request(app, &askings[i].request, err);
	if (!status)
		status = check_distinct(askings, count, err);
	if (!status && !app_has_device(app))
		status = err_set(err, STATUS_DENIED, _("this laptop is no device of the workspace yet: run louce init device"));
	if (!status)
		status = key_open(askings[0].request.person, ask, &head, &signer.keys, err);
	if (!status)
		status = key_serves(&head, workspace_is_demo(app_store(app)), err);
	for (; made < count && !status; made++) {
		struct asking *asking = &askings[made];
		const struct app_request *request = &asking->request;

		credential_step_start(&asking->step, &head, request->role, request->areas, request->area_count, request->issues,
				      request->issue_count);
		if (!request->portable)
			value_set_text(&asking->step.data, "device", device_hex(app_device(app), hex));
		status = look_before_asking(app, &asking->step, &asking->id, err);
	}
	if (!status)
		status = put_requests(app, &signer, askings, count, err);
	for (size_t i = 0; i < made; i++)
		step_release(&askings[i].step);
	keys_free(signer.keys);
	return status;
}

enum status
app_request_all(struct app *app, const struct app_request *requests, size_t count, const struct app_ask *ask,
		char codes[REQUESTS_MOST][REQUEST_CODE_LEN + 1], struct err *err)
{
	struct asking *askings = mem_array(count, sizeof(*askings));
	enum status status;

	for (size_t i = 0; i < count; i++) {
		const char **issues = mem_array(requests[i].issue_count, sizeof(*issues));

		for (size_t k = 0; k < requests[i].issue_count; k++)
			issues[k] = known_role(app, requests[i].issues[k]);
		askings[i].request = requests[i];
		askings[i].request.role = known_role(app, requests[i].role);
		askings[i].request.issues = issues;
	}
	status = ask_for(app, askings, count, ask, err);
	for (size_t i = 0; i < count; i++) {
		if (!status)
			request_code(&askings[i].id, codes[i]);
		free((void *)(uintptr_t)askings[i].request.issues);
	}
	free(askings);
	return status;
}

enum status
app_request(struct app *app, const struct app_request *request, const struct app_ask *ask, char code[REQUEST_CODE_LEN + 1], struct err *err)
{
	char codes[REQUESTS_MOST][REQUEST_CODE_LEN + 1];
	enum status status = app_request_all(app, request, 1, ask, codes, err);

	if (!status)
		memcpy(code, codes[0], sizeof(codes[0]));
	return status;
}

static bool
note_asker(const struct credential *asked, void *ctx)
{
	const char **person = ctx;

	if (strcmp(asked->person, *person) != 0)
		return true;
	*person = NULL;
	return false;
}

void
app_request_failed(struct app *app, const char person[33])
{
	struct err ignored = { 0 };
	const char *wanted = person;

	if (!store_each_request(app_store(app), note_asker, &wanted, &ignored) && wanted)
		app_key_forget(person);
}

enum status
request_read(const struct app *app, const struct id *request, struct credential *out, struct err *err)
{
	char code[REQUEST_CODE_LEN + 1];
	bool found;
	enum status status = store_request(app_store(app), request, out, &found, err);

	request_code(request, code);
	return status || found ? status : request_none(code, err);
}

enum status
app_request_given(const struct app *app, const struct id *request, bool *given, struct err *err)
{
	struct credential asked = { 0 };
	enum status status = request_read(app, request, &asked, err);

	if (!status)
		*given = trust_answer(store_trust(app_store(app)), &asked) != NULL;
	credential_release(&asked);
	return status;
}

struct issuing {
	const struct trust *trust;
	const struct credential *asked;
};

static bool
may_issue(const struct credential *issuer, const void *ctx)
{
	const struct issuing *issuing = ctx;

	return trust_may_issue(issuing->trust, &issuer->id, issuing->asked);
}

/* A credential that would not count is not written down. */
static enum status
check_issue(struct app *app, const struct id *request, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct credential asked = { 0 };
	struct issuing issuing = { trust, &asked };
	enum status status = request_read(app, request, &asked, err);

	if (!status)
		status = stolen_key_refuse(app, &asked.sign_key, asked.name, err);
	if (!status && !key_name_fits(asked.name))
		status = err_set(err, STATUS_INVALID,
				 _("the request bears no name that can be read: on one line, and not blank; have it made again"));
	if (!status && trust_answer(trust, &asked))
		status = err_set(err, STATUS_CONFLICT, _("\"%s\" was given this right already"), asked.name);
	if (!status)
		status = check_areas(app, asked.role, (const char *const *)asked.areas, asked.area_count, err);
	if (!status && !act_as(app, may_issue, &issuing))
		status = err_set(err, STATUS_DENIED,
				 _("you cannot give \"%s\" this right: the role or the area is not yours to give; ask the county office"),
				 asked.name);
	credential_release(&asked);
	return status;
}

static enum status
try_issue(struct app *app, const struct id *request, struct id *credential, struct err *err)
{
	unsigned generation = store_generation(app_store(app));
	static const char *const lists[] = { "areas", "issues" };
	const struct credential *issued;
	struct signature sig;
	struct buf body = { 0 };
	struct step asked = { 0 }, step = { 0 };
	bool found;
	enum status status = act_needs_person(app, err);

	if (!status)
		status = check_issue(app, request, err);
	if (!status)
		status = store_get_request(app_store(app), request, &body, &sig, &found, err);
	if (!status)
		status = step_parse(buf_text(&body), body.len, &asked, err);
	if (status)
		goto out;
	act_step_start(&step, STEP_CREDENTIAL);
	value_release(&step.data);
	step.data = value_copy(&asked.data);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		if (value_get_list(&step.data, lists[i])) /* of a request by a program that did not sort them */
			value_sort_texts(value_get_mut(&step.data, lists[i]));
	step_data_set_id(&step.data, "request", request);
	status = act_begin_judged(app, generation, err);
	if (!status)
		status = act_end(app, act_put(app_store(app), app_signer(app), &step, credential, err), err);
	if (status)
		goto out;
	issued = trust_credential(store_trust(app_store(app)), credential);
	if (!issued || (issued->reason != TRUST_COUNTS && issued->reason != TRUST_NOT_ENDORSED))
		status = err_set(err, STATUS_DENIED, _("the credential was written but does not count: %s"),
				 trust_reason_text(issued ? issued->reason : TRUST_AUTHOR_UNKNOWN));
	if (!status)
		app_share(app);
out:
	step_release(&asked);
	step_release(&step);
	buf_release(&body);
	return status;
}

enum status
app_issue(struct app *app, const struct id *request, struct id *credential, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_issue(app, request, credential, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}
