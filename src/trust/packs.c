#include "trust/packs.h"

#include "trust/state.h"

void
trust_settle_packs(struct trust *trust)
{
	int64_t newest = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];
		int64_t version = value_get_integer(&entry->data, "version", 0);

		if (entry->kind != STEP_PACK || !trust->genesis_count)
			continue;
		if (version < 1)
			entry->reason = TRUST_MALFORMED;
		else if (!entry->has_author || !trust_endorsed(trust, entry, SIZE_MAX, true))
			entry->reason = TRUST_NOT_ENDORSED;
		else
			entry->reason = TRUST_SUPERSEDED;
		if (entry->reason == TRUST_SUPERSEDED && version > newest) { /* of equal versions the first: the smaller id */
			newest = version;
			trust->has_pack = true;
			trust->pack = entry->id;
		}
	}
	if (trust->has_pack)
		trust->entries[idmap_get(&trust->entry_index, &trust->pack)].reason = TRUST_COUNTS;
}

const struct id *
trust_pack(const struct trust *trust)
{
	return trust->has_pack ? &trust->pack : NULL;
}
