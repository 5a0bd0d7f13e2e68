#include "trust/state.h"

#include <stdlib.h>

static int
entry_cmp(const void *a, const void *b)
{
	return id_cmp(&((const struct trust_entry *)a)->id, &((const struct trust_entry *)b)->id);
}

void
trust_sort_entries(struct trust *trust)
{
	if (trust->sorted || !trust->entry_count)
		return;
	qsort(trust->entries, trust->entry_count, sizeof(*trust->entries), entry_cmp);
	for (size_t i = 0; i < trust->entry_count; i++)
		idmap_put(&trust->entry_index, &trust->entries[i].id, i);
	trust->sorted = true;
}

struct trust_holder *
trust_holder(const struct trust *trust, const struct id *credential)
{
	size_t index = idmap_get(&trust->holder_index, credential);

	return index == IDMAP_NONE ? NULL : &trust->holders[index];
}
