#include "trust/holders.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "seal/seal.h"
#include "trust/state.h"

void
trust_add_holder(struct trust *trust, const struct id *id, const struct step *step)
{
	struct credential credential;
	struct trust_holder *holder;
	char hex[SEAL_HEX_MAX + 1];

	if (!credential_from_step(id, step, &credential))
		return;
	holder = mem_alloc(sizeof(*holder));
	holder->credential = credential;
	hash_bytes(credential.person, strlen(credential.person), &holder->person_name);
	sign_key_hex(&credential.sign_key, hex);
	hash_bytes(hex, strlen(hex), &holder->key_name);
	MEM_GROW(trust->holders, trust->holder_count, trust->holder_cap);
	idmap_put(&trust->holder_index, id, trust->holder_count);
	trust->holders[trust->holder_count++] = holder;
}

static int
holder_cmp(const void *a, const void *b)
{
	const struct trust_holder *left = *(struct trust_holder *const *)a, *right = *(struct trust_holder *const *)b;

	return id_cmp(&left->credential.id, &right->credential.id);
}

void
trust_settle_holders(struct trust *trust)
{
	if (trust->holder_count)
		qsort(trust->holders, trust->holder_count, sizeof(*trust->holders), holder_cmp);
	for (size_t i = 0; i < trust->holder_count; i++) {
		struct trust_holder *holder = trust->holders[i];

		idmap_put(&trust->holder_index, &holder->credential.id, i);
		holder->entry = trust_entry_of(trust, &holder->credential.id);
		holder->officer = holder->stands = false;
		holder->bound_count = 0;
		holder->credential.revoked = false;
		holder->credential.bound = (struct id){ { 0 } };
		holder->credential.reason = TRUST_NO_GENESIS;
		holder->credential.human = i;
	}
	for (size_t i = 0; i < trust->entry_count; i++)
		if (trust->entries[i].kind == STEP_CREDENTIAL) /* until its holder is judged, if it has one */
			trust->entries[i].reason = TRUST_MALFORMED;
}

struct trust_holder *
trust_holder(const struct trust *trust, const struct id *credential)
{
	size_t at = idmap_get(&trust->holder_index, credential);

	return at == IDMAP_NONE ? NULL : trust->holders[at];
}

void
trust_release_holders(struct trust *trust)
{
	for (size_t i = 0; i < trust->holder_count; i++) {
		credential_release(&trust->holders[i]->credential);
		free(trust->holders[i]);
	}
	free(trust->holders);
	idmap_release(&trust->holder_index);
}

/* ---- who is whom (rule C6) */

static size_t
first_of(struct trust *trust, size_t at)
{
	while (trust->holders[at]->credential.human != at) {
		size_t *human = &trust->holders[at]->credential.human;

		*human = trust->holders[*human]->credential.human;
		at = *human;
	}
	return at;
}

static void
join(struct trust *trust, struct idmap *seen, const struct id *name, size_t at)
{
	size_t other = idmap_get(seen, name);

	if (other == IDMAP_NONE) {
		idmap_put(seen, name, at);
		return;
	}
	trust->holders[first_of(trust, at)]->credential.human = first_of(trust, other);
}

void
trust_settle_persons(struct trust *trust)
{
	struct idmap persons = { 0 }, keys = { 0 };

	for (size_t i = 0; i < trust->holder_count; i++) {
		struct trust_holder *holder = trust->holders[i];

		if (holder->credential.reason != TRUST_COUNTS)
			continue;
		join(trust, &persons, &holder->person_name, i);
		join(trust, &keys, &holder->key_name, i);
	}
	for (size_t i = 0; i < trust->holder_count; i++)
		trust->holders[i]->credential.human = first_of(trust, i);
	idmap_release(&persons);
	idmap_release(&keys);
}

/* ---- answers */

const struct credential *
trust_credential(const struct trust *trust, const struct id *id)
{
	const struct trust_holder *holder = trust_holder(trust, id);

	return holder ? &holder->credential : NULL;
}

size_t
trust_credential_count(const struct trust *trust)
{
	return trust->holder_count;
}

const struct credential *
trust_credential_at(const struct trust *trust, size_t index)
{
	return &trust->holders[index]->credential;
}
