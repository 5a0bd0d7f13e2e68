#include "trust/holders.h"

#include "base/mem.h"
#include "trust/state.h"

void
trust_settle_holders(struct trust *trust)
{
	size_t count = 0;

	for (size_t i = 0; i < trust->entry_count; i++)
		count += trust->entries[i].kind == STEP_CREDENTIAL;
	trust->holders = mem_array(count, sizeof(*trust->holders));
	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];
		struct trust_holder holder = { .entry = i, .cut = NO_CUT };
		struct step step = { .has_author = entry->has_author, .author = entry->author, .data = entry->data };

		if (entry->kind != STEP_CREDENTIAL)
			continue;
		if (!credential_from_step(&entry->id, &step, &holder.credential)) {
			entry->reason = TRUST_MALFORMED;
			continue;
		}
		holder.officer = !entry->has_author && trust_named_officer(trust, &entry->id);
		idmap_put(&trust->holder_index, &entry->id, trust->holder_count);
		trust->holders[trust->holder_count++] = holder;
	}
}

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
	return &trust->holders[index].credential;
}
