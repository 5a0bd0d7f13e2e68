#include "app/people/people.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/officers.h"
#include "app/people/stolen.h"
#include "app/session/workspace.h"
#include "base/mem.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/holders.h"
#include "trust/officers.h"

enum app_holder_kind
app_holder_kind(const struct app_holder *holder)
{
	return holder->request && !holder->stolen ? HOLDER_ASKS : holder->counts && !holder->revoked ? HOLDER_SIGNS : HOLDER_NEITHER;
}

void
app_holder_copy(const struct app_holder *from, struct app_holder *to)
{
	*to = *from;
	to->name = mem_strdup(from->name);
	to->role = mem_strdup(from->role);
	to->issuer = from->issuer ? mem_strdup(from->issuer) : NULL;
	app_texts_copy(&to->areas, (const char *const *)from->areas.items, from->areas.count);
	app_texts_copy(&to->issues, (const char *const *)from->issues.items, from->issues.count);
}

void
app_holder_release(struct app_holder *holder)
{
	free(holder->name);
	free(holder->role);
	free(holder->issuer);
	app_texts_release(&holder->areas);
	app_texts_release(&holder->issues);
	*holder = (struct app_holder){ 0 };
}

static void
describe(const struct app *app, const struct credential *credential, struct app_holder *out)
{
	const struct trust *trust = store_trust(app_store(app));
	const struct credential *issuer = credential->has_issuer ? trust_credential(trust, &credential->issuer) : NULL;

	*out = (struct app_holder){
		.credential = credential->id,
		.name = mem_strdup(credential->name),
		.role = mem_strdup(credential->role),
		.portable = !credential->has_device,
		.device = credential->device,
		.issuer = issuer ? mem_strdup(issuer->name) : NULL,
		.officer = trust_is_officer(trust, &credential->id),
		.in_office = trust_in_office(trust, &credential->id),
		.may_be_officer = officer_may_be(app, credential),
		.revoked = credential->revoked,
		.counts = credential->reason == TRUST_COUNTS,
		.standing = trust_reason_text(credential->reason),
	};
	memcpy(out->person, credential->person, sizeof(out->person));
	request_code(&credential->id, out->code);
	app_texts_copy(&out->areas, (const char *const *)credential->areas, credential->area_count);
	app_texts_copy(&out->issues, (const char *const *)credential->issues, credential->issue_count);
}

static void
describe_request(const struct app *app, const struct credential *asked, const struct stolen_keys *stolen, struct app_holder *out)
{
	describe(app, asked, out);
	out->request = true;
	out->counts = false;
	out->standing = trust_reason_text(TRUST_AUTHOR_NO_RIGHT);
	out->stolen = stolen_keys_has(stolen, &asked->sign_key);
}

enum status
app_request_read(const struct app *app, const struct id *request, struct app_holder *out, struct err *err)
{
	struct stolen_keys stolen = { 0 };
	struct credential asked = { 0 };
	enum status status = stolen_keys_read(app, &stolen, err);

	if (!status)
		status = request_read(app, request, &asked, err);
	if (!status)
		describe_request(app, &asked, &stolen, out);
	credential_release(&asked);
	stolen_keys_release(&stolen);
	return status;
}

/* Requests first: they wait for somebody. */
static int
holder_cmp(const void *a, const void *b)
{
	const struct app_holder *left = a, *right = b;
	int order = (int)app_holder_kind(left) - (int)app_holder_kind(right);
	const char *left_area = left->areas.count ? left->areas.items[0] : "",
		   *right_area = right->areas.count ? right->areas.items[0] : "";

	if (!order)
		order = strcmp(left->name, right->name);
	if (!order)
		order = strcmp(left_area, right_area);
	if (!order && left->role && right->role)
		order = strcmp(left->role, right->role);
	return order ? order : id_cmp(&left->credential, &right->credential);
}

struct listing_people {
	const struct app *app;
	const struct stolen_keys *stolen;
	struct app_people *out;
};

static struct app_holder *
next_holder(struct listing_people *listing)
{
	MEM_GROW(listing->out->items, listing->out->count, listing->out->cap);
	return &listing->out->items[listing->out->count++];
}

static bool
add_request(const struct credential *asked, void *ctx)
{
	struct listing_people *listing = ctx;

	if (!request_answer(store_trust(app_store(listing->app)), asked))
		describe_request(listing->app, asked, listing->stolen, next_holder(listing));
	return true;
}

enum status
app_people(const struct app *app, struct app_people *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct stolen_keys stolen = { 0 };
	struct app_people people = { 0 };
	struct listing_people listing = { app, &stolen, &people };
	enum status status = stolen_keys_read(app, &stolen, err);

	for (size_t i = 0; i < trust_credential_count(trust) && !status; i++)
		describe(app, trust_credential_at(trust, i), next_holder(&listing));
	if (!status)
		status = store_each_request(app_store(app), add_request, &listing, err);
	stolen_keys_release(&stolen);
	if (status)
		app_people_release(&people);
	if (people.count)
		qsort(people.items, people.count, sizeof(*people.items), holder_cmp);
	*out = people;
	return status;
}

void
app_people_release(struct app_people *people)
{
	for (size_t i = 0; i < people->count; i++)
		app_holder_release(&people->items[i]);
	free(people->items);
	*people = (struct app_people){ 0 };
}
