#include "trust/waiting.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

static bool
is_later_genesis(const struct trust *trust, const struct trust_entry *entry)
{
	return entry->kind == STEP_GENESIS && entry->parent_count == 1 && trust->genesis_count &&
	       id_equal(&entry->parents[0], &trust->entries[trust->genesis[trust->genesis_count - 1]].id);
}

/* Does the entry wait, so that an endorsement would have an effect? */
static bool
waits(const struct trust *trust, const struct trust_entry *entry)
{
	const struct trust_holder *author = entry->has_author ? trust_holder(trust, &entry->author) : NULL;
	const struct trust_entry *pack = trust->has_pack ? &trust->entries[idmap_get(&trust->entry_index, &trust->pack)] : NULL;

	if (entry->reason != TRUST_NOT_ENDORSED || !author || !author->officer)
		return false;
	switch (entry->kind) {
	case STEP_PACK:
		return !pack || value_get_integer(&entry->data, "version", 0) > value_get_integer(&pack->data, "version", 0);
	case STEP_GENESIS:
		return is_later_genesis(trust, entry);
	default:
		return true;
	}
}

/* Fills what the step says; returns the officers of a genesis, the caller's to free. */
static struct id *
describe(const struct trust_entry *entry, struct trust_waiting *out)
{
	const struct value *officers = entry->kind == STEP_GENESIS ? value_get_list(&entry->data, "officers") : NULL;
	const char *receiver = entry->kind == STEP_GENESIS ? value_get_text(&entry->data, "receiver") : NULL;
	struct id *ids = NULL;

	if (entry->kind == STEP_PACK) {
		out->pack_name = value_get_text(&entry->data, "name");
		out->pack_version = value_get_integer(&entry->data, "version", 0);
	}
	if (entry->kind == STEP_REVOCATION) {
		if (!step_data_id(&entry->data, "of", &out->revoked))
			out->revoked = (struct id){ 0 };
		out->reason = value_get_text(&entry->data, "reason");
		out->receipt = value_get_integer(&entry->data, "receipt", 0);
	}
	out->has_receiver = receiver && device_from_hex(receiver, &out->receiver);
	if (officers) {
		ids = mem_array(officers->list.count, sizeof(*ids));
		for (size_t i = 0; i < officers->list.count; i++)
			if (officers->list.items[i].type != VALUE_TEXT || !id_from_hex(officers->list.items[i].text, &ids[i]))
				ids[i] = (struct id){ 0 };
		out->officers = ids;
		out->officer_count = officers->list.count;
	}
	return ids;
}

void
trust_each_waiting(const struct trust *trust, void (*visit)(const struct trust_waiting *, void *), void *ctx)
{
	const struct trust_entry *now = trust->genesis_count ? &trust->entries[trust->genesis[trust->genesis_count - 1]] : NULL;

	for (size_t i = 0; now && i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		struct trust_waiting waiting = { .id = entry->id, .kind = entry->kind, .author = entry->author };
		struct id *officers;

		if (!waits(trust, entry))
			continue;
		waiting.have = (int64_t)trust_endorsers(trust, now, entry, entry->kind == STEP_PACK);
		waiting.need = value_get_integer(&now->data, "threshold", 1);
		if (entry->kind == STEP_GENESIS) {
			waiting.have_new = (int64_t)trust_endorsers(trust, entry, entry, false);
			waiting.need_new = value_get_integer(&entry->data, "threshold", 1);
		}
		officers = describe(entry, &waiting);
		visit(&waiting, ctx);
		free(officers);
	}
}

bool
trust_will_be_officer(const struct trust *trust, const struct id *credential)
{
	for (size_t i = 0; i < trust->entry_count; i++)
		if (is_later_genesis(trust, &trust->entries[i]) && waits(trust, &trust->entries[i]) &&
		    trust_names_officer(&trust->entries[i], credential))
			return true;
	return false;
}
