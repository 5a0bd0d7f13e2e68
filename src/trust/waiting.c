#include "trust/waiting.h"

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

void
trust_each_waiting(const struct trust *trust, void (*visit)(const struct trust_waiting *, void *), void *ctx)
{
	const struct trust_entry *now = trust->genesis_count ? &trust->entries[trust->genesis[trust->genesis_count - 1]] : NULL;

	for (size_t i = 0; now && i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];
		struct trust_waiting waiting = { .id = entry->id, .kind = entry->kind, .author = entry->author, .data = &entry->data };

		if (!waits(trust, entry))
			continue;
		waiting.have = (int64_t)trust_endorsers(trust, now, entry, entry->kind == STEP_PACK);
		waiting.need = value_get_integer(&now->data, "threshold", 1);
		if (entry->kind == STEP_GENESIS) {
			waiting.have_new = (int64_t)trust_endorsers(trust, entry, entry, false);
			waiting.need_new = value_get_integer(&entry->data, "threshold", 1);
		}
		visit(&waiting, ctx);
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
