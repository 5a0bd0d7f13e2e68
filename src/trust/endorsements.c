#include "trust/endorsements.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

static int
endorsement_cmp(const void *a, const void *b, void *ctx)
{
	const struct trust *trust = ctx;

	return id_cmp(&trust->entries[*(const size_t *)a].of, &trust->entries[*(const size_t *)b].of);
}

void
trust_settle_endorsements(struct trust *trust)
{
	size_t cap = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];

		if (entry->kind != STEP_ENDORSEMENT || *entry->area)
			continue;
		MEM_GROW(trust->endorsements, trust->endorsement_count, cap);
		trust->endorsements[trust->endorsement_count++] = i;
	}
	if (trust->endorsement_count)
		qsort_r(trust->endorsements, trust->endorsement_count, sizeof(*trust->endorsements), endorsement_cmp, trust);
}

/* The first endorsement of a step, as an index into endorsements. */
static size_t
first_endorsement(const struct trust *trust, const struct id *of)
{
	size_t low = 0, high = trust->endorsement_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (id_cmp(&trust->entries[trust->endorsements[middle]].of, of) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Counts the person who wrote the entry among those who did, unless he is there already, or no officer. */
static int64_t
count_word(const struct trust *trust, const struct trust_founding *genesis, size_t entry, bool *spoke)
{
	size_t person = idmap_get(&genesis->index, &trust->entries[entry].author);

	if (person == IDMAP_NONE || spoke[person] || (genesis->covered && !genesis->covered[entry]))
		return 0;
	spoke[person] = true;
	return 1;
}

int64_t
trust_endorsers(const struct trust *trust, const struct trust_founding *genesis, size_t of)
{
	bool *spoke = mem_array(genesis->person_count, sizeof(*spoke));
	const struct trust_entry *entry = &trust->entries[of];
	int64_t count = count_word(trust, genesis, of, spoke);

	for (size_t i = first_endorsement(trust, &entry->id);
	     i < trust->endorsement_count && id_equal(&trust->entries[trust->endorsements[i]].of, &entry->id); i++)
		count += count_word(trust, genesis, trust->endorsements[i], spoke);
	free(spoke);
	return count;
}

/* Rule C7, for what needs the threshold. */
void
trust_settle_agreed(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];

		entry->agreed = false;
		if (entry->kind != STEP_CREDENTIAL && entry->kind != STEP_REVOCATION && entry->kind != STEP_PACK)
			continue;
		for (size_t g = 0; g < trust->chain_count && !entry->agreed; g++)
			entry->agreed = trust_endorsers(trust, &trust->chain[g], i) >= trust->chain[g].threshold;
	}
}

bool
trust_has_endorsed(const struct trust *trust, const struct id *of, const struct id *credential)
{
	size_t at = trust_entry_of(trust, of);

	if (at != TRUST_NONE && id_equal(&trust->entries[at].author, credential))
		return true;
	for (size_t i = first_endorsement(trust, of);
	     i < trust->endorsement_count && id_equal(&trust->entries[trust->endorsements[i]].of, of); i++)
		if (id_equal(&trust->entries[trust->endorsements[i]].author, credential))
			return true;
	return false;
}
