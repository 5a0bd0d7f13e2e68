#include "trust/officers.h"

#include "base/mem.h"
#include "trust/receipts.h"
#include "trust/state.h"

bool
trust_is_officer(const struct trust *trust, const struct id *credential)
{
	return idmap_get(&trust->officer_index, credential) != IDMAP_NONE;
}

bool
trust_in_office(const struct trust *trust, const struct id *credential)
{
	return trust->chain_count && idmap_get(&trust->chain[trust->chain_count - 1].index, credential) != IDMAP_NONE;
}

enum { UPTO_RECEIPTS_MAX = 16, UPTO_STEPS_MAX = 1024 };

struct id *
trust_office_upto(const struct trust *trust, size_t *count)
{
	size_t receipt_count, cap = 0, steps = 0;
	const struct id *receipts = trust_newest_receipts(trust, &receipt_count);
	struct id *upto = NULL;

	*count = 0;
	for (size_t i = 0; i < receipt_count && i < UPTO_RECEIPTS_MAX; i++) {
		MEM_GROW(upto, *count, cap);
		upto[(*count)++] = receipts[i];
	}
	for (size_t i = 0; i < trust->node_count && steps < UPTO_STEPS_MAX; i++) {
		const struct trust_node *node = &trust->nodes[i];

		if (node->length != 1 || !trust_in_office(trust, &trust->logs[node->log].author))
			continue;
		MEM_GROW(upto, *count, cap);
		upto[(*count)++] = node->id;
		steps++;
	}
	*count = id_sort_unique(upto, *count);
	return upto;
}
