#include "trust/excluded.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/state.h"

/* Rules judge these before bounds are known, or without them. */
static bool
is_of_geneses(const struct trust *trust, const struct id *step)
{
	size_t at = trust_entry_of(trust, step);
	enum step_kind kind = at == TRUST_NONE ? STEP_FORM : trust->entries[at].kind;

	return kind == STEP_GENESIS || kind == STEP_ENDORSEMENT || kind == STEP_RECEIPT;
}

bool
trust_is_excluded(const struct trust *trust, const struct id *author, const struct id *step)
{
	const struct trust_holder *holder = is_of_geneses(trust, step) ? NULL : trust_holder(trust, author);
	size_t node = trust_node_of(trust, step);

	/* Chains that lead to an officer are short, and nothing else is stored. */
	for (int rank = 0; rank < 3 && holder; rank++) {
		if (!trust_is_within_bounds(trust, holder, node))
			return true;
		node = trust->entries[holder->entry].node;
		holder = holder->credential.has_issuer ? trust_holder(trust, &holder->credential.issuer) : NULL;
	}
	return false;
}

static bool
is_in(const struct trust *trust, const struct trust_entry *entry)
{
	return !trust_is_excluded(trust, &entry->author, &entry->id);
}

void
trust_add_upto_ends(const struct trust *trust, struct idmap *out)
{
	for (size_t i = 0; i < trust->entry_count; i++) {
		const struct trust_entry *entry = &trust->entries[i];

		for (size_t u = 0; entry->upto_count && is_in(trust, entry) && u < entry->upto_count; u++)
			idmap_put(out, &entry->upto[u], 1);
	}
}

struct trust_leaning {
	const struct trust *trust;
	struct idmap *out;
	size_t *todo, count, cap; /* entries */
};

static void
lean_on(struct trust_leaning *leaning, const struct id *id)
{
	size_t at = trust_entry_of(leaning->trust, id);

	if (at == TRUST_NONE || idmap_get(leaning->out, id) != IDMAP_NONE)
		return;
	idmap_put(leaning->out, id, 1);
	MEM_GROW(leaning->todo, leaning->count, leaning->cap);
	leaning->todo[leaning->count++] = at;
}

static void
lean(struct trust_leaning *leaning, const struct trust_entry *entry)
{
	for (size_t i = 0; i < entry->parent_count; i++)
		lean_on(leaning, &entry->parents[i]);
	if (entry->kind == STEP_REVOCATION || entry->kind == STEP_ENDORSEMENT)
		lean_on(leaning, &entry->of);
}

void
trust_add_leaned_on(const struct trust *trust, struct idmap *out)
{
	struct trust_leaning leaning = { .trust = trust, .out = out };

	for (size_t i = 0; i < trust->entry_count; i++)
		if (is_in(trust, &trust->entries[i]))
			lean(&leaning, &trust->entries[i]);
	while (leaning.count)
		lean(&leaning, &trust->entries[leaning.todo[--leaning.count]]);
	free(leaning.todo);
}
