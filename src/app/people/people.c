#include "app/people/people.h"

#include <stdlib.h>
#include <string.h>

#include "app/people/officers.h"
#include "app/people/stolen.h"
#include "app/session/person.h"
#include "app/session/settings.h"
#include "app/session/workspace.h"
#include "base/division.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/asked.h"
#include "trust/holders.h"
#include "trust/officers.h"
#include "trust/standing.h"

enum app_holder_kind
app_holder_kind(const struct app_holder *holder)
{
	return holder->request && !holder->stolen && !holder->away ? HOLDER_ASKS
	       : holder->counts && !holder->revoked		   ? HOLDER_SIGNS
								   : HOLDER_NEITHER;
}

bool
app_holder_same_key(const struct app_holder *a, const struct app_holder *b)
{
	return sign_key_equal(&a->key, &b->key) && strcmp(a->person, b->person) == 0 && strcmp(a->name, b->name) == 0;
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
		.key = credential->sign_key,
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
	clock_minute(asked->at_unix, out->at);
	out->stolen = stolen_keys_bar(app, stolen, &asked->sign_key);
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

/* Requests first: they wait for somebody. Then those near: of a village's laptop the village's own. */
static int
holder_cmp(const void *a, const void *b)
{
	const struct app_holder *left = a, *right = b;
	int order = (int)app_holder_kind(left) - (int)app_holder_kind(right);
	const char *left_area = left->areas.count ? left->areas.items[0] : "",
		   *right_area = right->areas.count ? right->areas.items[0] : "";

	if (!order)
		order = right->near - left->near;
	if (!order)
		order = strcmp(left->name, right->name);
	if (!order)
		order = strcmp(left_area, right_area);
	if (!order && left->role && right->role)
		order = strcmp(left->role, right->role);
	return order ? order : id_cmp(&left->credential, &right->credential);
}

/* ---- requests */

struct asked_right {
	struct credential credential; /* what decides whether a later one took its place: key, role, areas, device; copied */
	struct app_holder holder;
	size_t nth; /* by arrival */
};

struct listing_requests {
	struct app *app;
	struct stolen_keys stolen;
	struct asked_right *items;
	size_t count, cap;
	struct id *own; /* ids of those made on this laptop, ascending */
	size_t own_count, own_cap;
};

static bool
note_own(const struct id *id, void *ctx)
{
	struct listing_requests *listing = ctx;

	MEM_GROW(listing->own, listing->own_count, listing->own_cap);
	listing->own[listing->own_count++] = *id;
	return true;
}

static int
own_cmp(const void *a, const void *b)
{
	return id_cmp(a, b);
}

static bool
can_give(const struct credential *own, const void *ctx)
{
	const struct listing_requests *listing = ctx;
	const struct credential *asked = &listing->items[listing->count - 1].credential;

	return trust_may_issue(store_trust(app_store(listing->app)), &own->id, asked);
}

static char *
away_name(const struct id *request)
{
	char hex[ID_HEX_LEN + 1];

	return mem_printf("away:%.32s", id_hex(request, hex));
}

static bool
is_away(struct app *app, const struct id *request)
{
	char *name = away_name(request), *text = app_remembered(app, name);
	bool away = text && strcmp(text, "1") == 0;

	free(text);
	free(name);
	return away;
}

void
app_request_put_away(struct app *app, const struct id *request, bool away)
{
	char *name = away_name(request);

	app_remember(app, name, away ? "1" : "0");
	free(name);
}

static void
copy_right(const struct credential *from, struct credential *to)
{
	struct app_texts areas, issues;

	app_texts_copy(&areas, (const char *const *)from->areas, from->area_count);
	app_texts_copy(&issues, (const char *const *)from->issues, from->issue_count);
	*to = *from;
	to->name = mem_strdup(from->name);
	to->role = mem_strdup(from->role);
	to->areas = areas.items;
	to->issues = issues.items;
}

static bool
add_request(const struct credential *asked, void *ctx)
{
	struct listing_requests *listing = ctx;
	struct asked_right *at;

	if (trust_answer(store_trust(app_store(listing->app)), asked))
		return true;
	MEM_GROW(listing->items, listing->count, listing->cap);
	at = &listing->items[listing->count++];
	at->nth = listing->count;
	describe_request(listing->app, asked, &listing->stolen, &at->holder);
	copy_right(asked, &at->credential);
	at->holder.own = listing->own_count && bsearch(&asked->id, listing->own, listing->own_count, sizeof(*listing->own), own_cmp);
	at->holder.mine = act_could_as(listing->app, can_give, listing);
	at->holder.away = is_away(listing->app, &asked->id);
	return true;
}

/* Those for one right stand together, the one that came last first: the time a request claims may be years ahead. */
static int
asked_cmp(const void *a, const void *b)
{
	const struct credential *left = &((const struct asked_right *)a)->credential, *right = &((const struct asked_right *)b)->credential;
	int order = memcmp(&left->sign_key, &right->sign_key, sizeof(left->sign_key));

	if (!order)
		order = strcmp(left->role, right->role);
	if (!order)
		order = (int)left->has_device - (int)right->has_device;
	if (!order)
		order = memcmp(&left->device, &right->device, sizeof(left->device));
	for (size_t i = 0; !order && i < left->area_count && i < right->area_count; i++)
		order = strcmp(left->areas[i], right->areas[i]);
	if (!order && left->area_count != right->area_count)
		order = left->area_count < right->area_count ? -1 : 1;
	return order ? order : ((const struct asked_right *)a)->nth > ((const struct asked_right *)b)->nth ? -1 : 1;
}

static struct app_holder *
next_holder(struct app_people *people)
{
	MEM_GROW(people->items, people->count, people->cap);
	return &people->items[people->count++];
}

/* Adds the requests to *out, of several for one right the newest. */
static enum status
list_requests(struct app *app, struct app_people *out, struct err *err)
{
	struct listing_requests listing = { .app = app };
	enum status status = stolen_keys_read(app, &listing.stolen, err);

	if (!status)
		status = store_each_own_request(app_store(app), note_own, &listing, err);
	if (!status)
		status = store_each_request(app_store(app), add_request, &listing, err);
	if (listing.count)
		qsort(listing.items, listing.count, sizeof(*listing.items), asked_cmp);
	for (size_t i = 0; i < listing.count; i++)
		if (i && trust_same_right(&listing.items[i - 1].credential, &listing.items[i].credential))
			app_holder_release(&listing.items[i].holder);
		else
			*next_holder(out) = listing.items[i].holder;
	for (size_t i = 0; i < listing.count; i++)
		credential_release(&listing.items[i].credential);
	stolen_keys_release(&listing.stolen);
	free(listing.items);
	free(listing.own);
	return status;
}

static void
mark_near(const struct app *app, struct app_people *people)
{
	size_t count;
	const char **areas = app_areas(app, &count);

	for (size_t i = 0; i < people->count; i++) {
		struct app_holder *holder = &people->items[i];

		for (size_t k = 0; k < holder->areas.count && !holder->near; k++)
			holder->near = division_covered(areas, count, holder->areas.items[k]);
	}
	free(areas);
}

static enum status
list_people(struct app *app, bool all, struct app_people *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct app_people people = { 0 };
	enum status status;

	for (size_t i = 0; all && i < trust_credential_count(trust); i++)
		describe(app, trust_credential_at(trust, i), next_holder(&people));
	status = list_requests(app, &people, err);
	mark_near(app, &people);
	if (status)
		app_people_release(&people);
	if (people.count)
		qsort(people.items, people.count, sizeof(*people.items), holder_cmp);
	*out = people;
	return status;
}

enum status
app_people(struct app *app, struct app_people *out, struct err *err)
{
	return list_people(app, true, out, err);
}

enum status
app_requests(struct app *app, struct app_people *out, struct err *err)
{
	return list_people(app, false, out, err);
}

void
app_people_release(struct app_people *people)
{
	for (size_t i = 0; i < people->count; i++)
		app_holder_release(&people->items[i]);
	free(people->items);
	*people = (struct app_people){ 0 };
}
