#include "trust/waiting.h"

#include <string.h>

#include "trust/receipts.h"
#include "trust/revocations.h"
#include "trust/state.h"

static const struct trust_founding *
in_force(const struct trust *trust)
{
	return &trust->chain[trust->chain_count - 1]; /* without one nothing waits */
}

static bool
is_later_genesis(const struct trust *trust, const struct trust_entry *entry)
{
	return id_equal(&entry->parents[0], trust_genesis(trust)); /* what is not endorsed follows one, and that alone */
}

/* Would a revocation bind anybody? None reaches an officer, and lifting binds nobody; but both replace those before, and words about a stolen
 * key reach the others on it. */
static bool
would_bind(const struct trust *trust, const struct trust_entry *entry)
{
	const struct trust_holder *of = trust_holder(trust, &entry->of);
	const char *reason = value_get_text(&entry->data, "reason");

	if (entry->parent_count)
		return true;
	return strcmp(reason, "lifted") != 0 && (strcmp(reason, "stolen") == 0 || !of->officer);
}

/* Does the entry wait, so that an endorsement would have an effect? Only what an officer in office signed. */
static bool
waits(const struct trust *trust, const struct trust_entry *entry)
{
	const struct trust_entry *pack = trust->has_pack ? &trust->entries[trust_entry_of(trust, &trust->pack)] : NULL;

	if (entry->kind == STEP_REVOCATION && trust_word_wants_agreement(trust, entry))
		return idmap_get(&in_force(trust)->index, &entry->author) != IDMAP_NONE;
	if (entry->reason != TRUST_NOT_ENDORSED || idmap_get(&in_force(trust)->index, &entry->author) == IDMAP_NONE)
		return false;
	switch (entry->kind) {
	case STEP_PACK:
		return !pack || value_get_integer(&entry->data, "version", 0) > value_get_integer(&pack->data, "version", 0);
	case STEP_GENESIS:
		return is_later_genesis(trust, entry);
	case STEP_REVOCATION:
		return would_bind(trust, entry);
	default: /* a credential: given by mistake and taken back, it waits for nobody */
		return !trust_holder(trust, &entry->id)->credential.revoked;
	}
}

static void
describe(const struct trust *trust, const struct trust_entry *entry, struct trust_waiting *out)
{
	const char *receiver = value_get_text(&entry->data, "receiver");

	if (entry->kind == STEP_PACK) {
		out->pack_name = value_get_text(&entry->data, "name");
		out->pack_version = value_get_integer(&entry->data, "version", 0);
	}
	if (entry->kind == STEP_REVOCATION) {
		out->revoked = entry->of;
		out->reason = value_get_text(&entry->data, "reason");
		for (size_t i = 0; i < entry->upto_count; i++) {
			int64_t number = trust_receipt_no(trust, &entry->upto[i]);

			out->receipt = number > out->receipt ? number : out->receipt;
		}
	}
	out->officers = entry->named; /* of a genesis alone */
	out->officer_count = entry->named_count;
	out->has_receiver = receiver && device_from_hex(receiver, &out->receiver);
}

/* The thresholds of a later genesis: of the officers before, and of those that it names. */
static void
count_words(const struct trust *trust, size_t at, struct trust_waiting *out)
{
	struct trust_founding later;

	out->have = trust_endorsers(trust, in_force(trust), at);
	out->need = in_force(trust)->threshold;
	if (trust->entries[at].kind != STEP_GENESIS)
		return;
	out->need_new = value_get_integer(&trust->entries[at].data, "threshold", 1);
	if (!trust_founding_init(trust, at, &later))
		return;
	out->have_new = trust_endorsers(trust, &later, at);
	trust_founding_release(&later);
}

void
trust_each_waiting(const struct trust *trust, void (*visit)(const struct trust_waiting *, void *), void *ctx)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		struct trust_waiting waiting = {
			.id = entry->id, .kind = entry->kind, .author = entry->author, .holds = entry->reason == TRUST_COUNTS
		};

		if (!waits(trust, entry))
			continue;
		count_words(trust, i, &waiting);
		describe(trust, entry, &waiting);
		visit(&waiting, ctx);
	}
}

void
trust_each_waiting_pack(const struct trust *trust, void (*visit)(const struct id *pack, void *), void *ctx)
{
	for (size_t i = 0; i < trust->entry_count; i++)
		if (trust->entries[i].kind == STEP_PACK && !trust->entries[i].facts.told && waits(trust, &trust->entries[i]))
			visit(&trust->entries[i].id, ctx);
}

bool
trust_will_be_officer(const struct trust *trust, const struct id *credential)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];

		if (!waits(trust, entry))
			continue;
		for (size_t n = 0; n < entry->named_count; n++)
			if (id_equal(&entry->named[n], credential))
				return true;
	}
	return false;
}
