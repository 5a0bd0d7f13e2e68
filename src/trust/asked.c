#include "trust/asked.h"

#include <string.h>

#include "trust/holders.h"

static bool
has_text(const char *const *texts, size_t count, const char *text)
{
	bool has = false;

	for (size_t i = 0; i < count && !has; i++)
		has = strcmp(texts[i], text) == 0;
	return has;
}

bool
trust_same_texts(const char *const *a, size_t a_count, const char *const *b, size_t b_count)
{
	bool same = a_count == b_count && a_count <= CREDENTIAL_LIST_MAX;

	for (size_t i = 0; i < a_count && same; i++)
		same = has_text(b, b_count, a[i]) && has_text(a, a_count, b[i]);
	return same;
}

bool
trust_same_right(const struct credential *a, const struct credential *b)
{
	return sign_key_equal(&a->sign_key, &b->sign_key) && strcmp(a->role, b->role) == 0 &&
	       trust_same_texts((const char *const *)a->areas, a->area_count, (const char *const *)b->areas, b->area_count) &&
	       a->has_device == b->has_device && (!a->has_device || device_equal(&a->device, &b->device));
}

static bool
same_holder(const struct credential *a, const struct credential *b)
{
	return sign_key_equal(&a->sign_key, &b->sign_key) && box_key_equal(&a->box_key, &b->box_key) && strcmp(a->person, b->person) == 0 &&
	       strcmp(a->name, b->name) == 0;
}

/* Whoever issues can name any request: a credential answers the one that asks for all that it says, and for nothing else. */
static bool
gives(const struct credential *given, const struct credential *asked)
{
	return given->has_request && id_equal(&given->request, &asked->id) && same_holder(given, asked) && trust_same_right(given, asked) &&
	       given->not_after_unix == asked->not_after_unix &&
	       trust_same_texts((const char *const *)given->issues, given->issue_count, (const char *const *)asked->issues,
				asked->issue_count);
}

/* Has who asks all of it by this credential? Others can give a right on any key, with another box key or name than the owner's. */
static bool
has_it_all(const struct credential *has, const struct credential *asked)
{
	bool all = has->reason == TRUST_COUNTS && !has->revoked && same_holder(has, asked) && trust_same_right(has, asked) &&
		   (!has->not_after_unix || has->not_after_unix == asked->not_after_unix);

	for (size_t i = 0; all && i < asked->issue_count; i++)
		all = has_text((const char *const *)has->issues, has->issue_count, asked->issues[i]);
	return all;
}

const struct credential *
trust_answer(const struct trust *trust, const struct credential *asked)
{
	for (size_t i = 0; i < trust_credential_count(trust); i++) {
		const struct credential *at = trust_credential_at(trust, i);

		/* A right that never counted answers nobody, also when its giver took it back. */
		if ((gives(at, asked) && (at->reason == TRUST_COUNTS || at->reason == TRUST_NOT_ENDORSED)) || has_it_all(at, asked))
			return at;
	}
	return NULL;
}
