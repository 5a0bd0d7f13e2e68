#include "app/session/accounts.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/session_state.h"
#include "base/division.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/request.h"
#include "trust/credential.h"
#include "trust/holders.h"
#include "trust/reason.h"
#include "trust/waiting.h"

struct account_list {
	struct app *app;
	const char *near;
	struct app_person_row *rows;
	size_t count, cap;
};

static bool
touches(const struct credential *credential, const char *near)
{
	for (size_t i = 0; i < credential->area_count; i++)
		if (division_touches(credential->areas[i], near))
			return true;
	return false;
}

/* The credential of a key that stands here and comes first among its roles. */
static const struct credential *
standing(const struct app *app, const char *person, bool *fits, size_t *rights)
{
	const struct trust *trust = store_trust(app->store);
	const struct credential *found = NULL;

	*rights = 0;
	*fits = false;
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *credential = trust_credential_at(trust, i);

		if (strcmp(credential->person, person) != 0 || credential->reason != TRUST_COUNTS || credential->revoked)
			continue;
		if (!credential_fits_device(credential, &app->device)) {
			found = found ? found : credential;
			continue;
		}
		++*rights;
		if (!*fits)
			found = credential;
		*fits = true;
	}
	return found;
}

static bool
will_be_officer(const struct app *app, const char *person)
{
	const struct trust *trust = store_trust(app->store);

	for (size_t i = 0; i < trust_credential_count(trust); i++)
		if (strcmp(trust_credential_at(trust, i)->person, person) == 0 &&
		    trust_will_be_officer(trust, &trust_credential_at(trust, i)->id))
			return true;
	return false;
}

/* Notes whose keys have asked for a right. */
static bool
note_request(const struct credential *asked, void *ctx)
{
	struct account_list *gathering = ctx;

	for (size_t i = 0; i < gathering->count; i++) {
		struct app_person_row *row = &gathering->rows[i];

		row->asked |= !row->may_sign && !row->agrees && strcmp(row->person, asked->person) == 0;
	}
	return true;
}

/* Copies a text; of one that is too long the whole characters that have room, and a mark. */
static void
put(char *out, size_t size, const char *text)
{
	static const char mark[] = "..";
	size_t len = 0, next, cells;

	if (strlen(text) < size) {
		memcpy(out, text, strlen(text) + 1);
		return;
	}
	while ((next = text_cluster(text + len, strlen(text + len), &cells)) && len + next + sizeof(mark) <= size)
		len += next;
	memcpy(out, text, len);
	memcpy(out + len, mark, sizeof(mark));
}

static bool
gather(const struct app_key *key, void *ctx)
{
	struct account_list *gathering = ctx;
	struct app_person_row row = { .portable = key->portable };
	const struct pack *pack = store_pack(gathering->app->store);
	const struct credential *credential = standing(gathering->app, key->person, &row.may_sign, &row.rights);
	char *area;

	if (credential && !touches(credential, gathering->near))
		return true;
	memcpy(row.person, key->person, sizeof(row.person));
	put(row.name, sizeof(row.name), key->name);
	row.sort = 1000;
	row.agrees = !row.may_sign && will_be_officer(gathering->app, key->person);
	if (credential) {
		put(row.role, sizeof(row.role), app_role_label(gathering->app, credential->role));
		area = app_place_name(gathering->app, credential->area_count ? credential->areas[0] : "");
		put(row.area, sizeof(row.area), area);
		free(area);
		for (size_t i = 0; pack && i < pack->role_count; i++)
			if (strcmp(pack->roles[i].name, credential->role) == 0)
				row.sort = (int)i;
	}
	MEM_GROW(gathering->rows, gathering->count, gathering->cap);
	gathering->rows[gathering->count++] = row;
	return true;
}

static int
row_cmp(const void *a, const void *b)
{
	const struct app_person_row *left = a, *right = b;

	if (left->may_sign != right->may_sign)
		return right->may_sign - left->may_sign;
	if (left->sort != right->sort)
		return left->sort - right->sort;
	return strcmp(left->name, right->name);
}

enum status
app_person_list(struct app *app, const char *near, struct app_person_row **rows, size_t *count, struct err *err)
{
	struct account_list gathering = { .app = app, .near = near };
	enum status status = app_each_key(gather, &gathering, err);

	if (!status)
		status = store_each_request(app->store, note_request, &gathering, err);
	if (status) {
		free(gathering.rows);
		return status;
	}
	if (gathering.count)
		qsort(gathering.rows, gathering.count, sizeof(*gathering.rows), row_cmp);
	*rows = gathering.rows;
	*count = gathering.count;
	return STATUS_OK;
}
