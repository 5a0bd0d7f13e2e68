#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

/* Rules C20 and C21: who may decide, and of several decisions about one thing which hold. */

/* The pack counts, so it is here. */
static bool
decides_by(const struct trust *trust, const struct id *pack, const char *role)
{
	const struct trust_facts *facts = &trust->entries[trust_entry_of(trust, pack)].facts;

	for (size_t i = 0; i < facts->decider_count; i++)
		if (strcmp(facts->deciders[i], role) == 0)
			return true;
	return false;
}

static enum trust_reason
judge(const struct trust *trust, const struct trust_entry *decision)
{
	const struct trust_holder *author = trust_holder(trust, &decision->author);

	if (!trust->chain_count)
		return TRUST_NO_GENESIS;
	if (!author)
		return TRUST_AUTHOR_UNKNOWN;
	if (!author->stands)
		return TRUST_AUTHOR_NO_RIGHT;
	if (!credential_fits_device(&author->credential, &decision->device))
		return TRUST_WRONG_DEVICE;
	if (!trust_act_counts(trust, author, decision->node))
		return TRUST_REVOKED;
	if (!trust_pack_counts(trust, &decision->pack))
		return TRUST_PACK_VOID;
	if (!decides_by(trust, &decision->pack, author->credential.role))
		return TRUST_WRONG_ROLE;
	if (!author->officer && !credential_covers(&author->credential, decision->area))
		return TRUST_WRONG_AREA;
	return TRUST_COUNTS;
}

static int
about_cmp(const void *a, const void *b, void *ctx)
{
	const struct trust *trust = ctx;

	return id_cmp(&trust->entries[*(const size_t *)a].of, &trust->entries[*(const size_t *)b].of);
}

void
trust_settle_decisions(struct trust *trust)
{
	size_t cap = 0;

	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];

		if (entry->kind != STEP_DECISION)
			continue;
		entry->reason = judge(trust, entry);
		if (entry->reason != TRUST_COUNTS || entry->has_with) /* about two houses, not a branch */
			continue;
		MEM_GROW(trust->decided, trust->decided_count, cap);
		trust->decided[trust->decided_count++] = i;
	}
	if (trust->decided_count)
		qsort_r(trust->decided, trust->decided_count, sizeof(*trust->decided), about_cmp, trust);
}

/* 0: everything; more is narrower. */
static size_t
width_of(const struct trust *trust, const struct trust_entry *decision)
{
	const struct trust_holder *author = trust_holder(trust, &decision->author);
	size_t width = SIZE_MAX;

	if (author->officer)
		return 0;
	for (size_t i = 0; i < author->credential.area_count; i++) {
		size_t len = strlen(author->credential.areas[i]);

		if (division_covers(author->credential.areas[i], decision->area) && len < width)
			width = len;
	}
	return width;
}

bool
trust_widest(const struct trust *trust, const size_t *decisions, size_t count, bool *holds,
	     bool (*differ)(const struct trust_entry *, const struct trust_entry *))
{
	size_t *widths = mem_array(count, sizeof(*widths)), widest = SIZE_MAX, first = TRUST_NONE;
	struct idmap index = { 0 };
	bool agree = true;

	for (size_t i = 0; i < count; i++) {
		idmap_put(&index, &trust->entries[decisions[i]].id, i);
		widths[i] = width_of(trust, &trust->entries[decisions[i]]);
		holds[i] = true;
	}
	for (size_t i = 0; i < count; i++) {
		const struct trust_entry *entry = &trust->entries[decisions[i]];

		for (size_t p = 0; p < entry->parent_count; p++) {
			size_t old = idmap_get(&index, &entry->parents[p]);

			if (old != IDMAP_NONE && widths[i] <= widths[old])
				holds[old] = false;
		}
	}
	for (size_t i = 0; i < count; i++)
		if (widths[i] < widest) /* what is replaced is no wider than what replaces it */
			widest = widths[i];
	for (size_t i = 0; i < count; i++) {
		holds[i] &= widths[i] == widest;
		if (holds[i] && first == TRUST_NONE)
			first = i;
		else if (holds[i])
			agree &= !differ(&trust->entries[decisions[first]], &trust->entries[decisions[i]]);
	}
	idmap_release(&index);
	free(widths);
	return agree && first != TRUST_NONE;
}
