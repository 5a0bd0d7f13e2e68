#include "app/people/doubts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/called.h"
#include "app/people/stolen.h"
#include "base/mem.h"
#include "base/text/skeleton.h"
#include "store/request.h"
#include "store/store.h"
#include "trust/holders.h"

static bool
has_doubt(const struct request_doubts *doubts, enum doubt_kind kind, const char *person)
{
	for (size_t i = 0; i < doubts->count; i++)
		if (doubts->items[i].kind == kind && strcmp(doubts->items[i].person, person) == 0)
			return true;
	return false;
}

static bool
looks_like(const char *name, const char *skeleton)
{
	char *own = text_skeleton(name);
	bool same = strcmp(own, skeleton) == 0;

	free(own);
	return same;
}

static void
add_doubt(struct request_doubts *out, enum doubt_kind kind, const struct credential *other)
{
	if (has_doubt(out, kind, other->person))
		return;
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count] = (struct request_doubt){
		.kind = kind,
		.credential = other->id,
		.name = mem_strdup(other->name),
		.role = mem_strdup(other->role),
		.revoked = other->revoked,
	};
	strcpy(out->items[out->count].person, other->person);
	snprintf(out->items[out->count].area, sizeof(out->items->area), "%s", other->area_count ? other->areas[0] : "");
	out->count++;
}

static void
compare(const struct credential *asked, const char *skeleton, const struct credential *other, struct request_doubts *out)
{
	bool same_number = strcmp(asked->person, other->person) == 0, same_name = strcmp(asked->name, other->name) == 0;

	if (sign_key_equal(&asked->sign_key, &other->sign_key)) { /* one key, a further right */
		if (other->revoked)
			add_doubt(out, DOUBT_KEY, other);
		if (!same_number || !same_name)
			add_doubt(out, DOUBT_OTHER, other);
	} else if (same_number)
		add_doubt(out, DOUBT_NUMBER, other);
	else if (same_name)
		add_doubt(out, DOUBT_NAME, other);
	else if (looks_like(other->name, skeleton))
		add_doubt(out, DOUBT_LOOKS, other);
}

/* Has the credential a right, or had one? A mere request is nobody's doubt. */
static bool
stands(const struct credential *credential)
{
	return credential->has_issuer || credential->reason == TRUST_COUNTS || credential->revoked;
}

/* Whoever has a right under this name was asked about when the first one was given. */
static bool
has_right(const struct trust *trust, const struct credential *asked)
{
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *other = trust_credential_at(trust, i);

		if (stands(other) && sign_key_equal(&asked->sign_key, &other->sign_key) && strcmp(asked->name, other->name) == 0)
			return true;
	}
	return false;
}

static void
add_called(const struct app *app, const struct credential *asked, struct request_doubts *out)
{
	char *doubt = has_right(store_trust(app_store(app)), asked) ? NULL : app_name_doubt(app, asked->name);

	if (!doubt)
		return;
	MEM_GROW(out->items, out->count, out->cap);
	out->items[out->count++] = (struct request_doubt){ .kind = DOUBT_CALLED, .name = doubt, .role = mem_strdup(asked->role) };
}

/* Other issuers' reports: what an officer or the person himself reported is refused. */
static enum status
add_reports(struct app *app, const struct credential *asked, struct request_doubts *out, struct err *err)
{
	struct stolen_keys stolen;
	enum status status = stolen_keys_read(app, &stolen, err);
	const struct stolen_report *reports;
	size_t count = 0;

	reports = status || stolen_keys_bar(app, &stolen, &asked->sign_key) ? NULL : stolen_keys_find(&stolen, &asked->sign_key, &count);
	for (size_t i = 0; reports && i < count; i++) {
		const struct credential *author = trust_credential(store_trust(app_store(app)), &reports[i].author);

		if (author)
			add_doubt(out, DOUBT_STOLEN, author);
	}
	stolen_keys_release(&stolen);
	return status;
}

static int
doubt_cmp(const void *a, const void *b)
{
	const struct request_doubt *left = a, *right = b;

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	return strcmp(left->person, right->person);
}

enum status
app_request_doubts(struct app *app, const struct id *request, struct request_doubts *out, struct err *err)
{
	const struct trust *trust = store_trust(app_store(app));
	struct credential asked = { 0 };
	enum status status;
	char *skeleton;
	bool found;

	*out = (struct request_doubts){ 0 };
	status = store_request(app_store(app), request, &asked, &found, err);
	if (status || !found)
		return status;
	skeleton = text_skeleton(asked.name);
	for (size_t i = 0; i < trust_credential_count(trust); i++)
		if (stands(trust_credential_at(trust, i)))
			compare(&asked, skeleton, trust_credential_at(trust, i), out);
	status = add_reports(app, &asked, out, err);
	add_called(app, &asked, out);
	free(skeleton);
	credential_release(&asked);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), doubt_cmp);
	return status;
}

void
app_request_doubts_release(struct request_doubts *doubts)
{
	for (size_t i = 0; i < doubts->count; i++) {
		free(doubts->items[i].name);
		free(doubts->items[i].role);
	}
	free(doubts->items);
	*doubts = (struct request_doubts){ 0 };
}
