#include "trust/packs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "seal/seal.h"
#include "trust/state.h"

/* Rule C16. */

/* ---- what is told */

void
trust_facts_add(struct trust_facts *facts, const char *name, const char *value)
{
	struct trust_fact fact;

	hash_bytes(name, strlen(name), &fact.name);
	hash_bytes(value, strlen(value), &fact.value);
	MEM_GROW(facts->facts, facts->count, facts->cap);
	facts->facts[facts->count++] = fact;
}

void
trust_facts_add_decider(struct trust_facts *facts, const char *role)
{
	MEM_GROW(facts->deciders, facts->decider_count, facts->decider_cap);
	facts->deciders[facts->decider_count++] = mem_strdup(role);
}

void
trust_facts_release(struct trust_facts *facts)
{
	for (size_t i = 0; i < facts->decider_count; i++)
		free(facts->deciders[i]);
	free(facts->deciders);
	free(facts->facts);
	*facts = (struct trust_facts){ 0 };
}

void
trust_tell_pack_take(struct trust *trust, const struct id *pack, struct trust_facts facts)
{
	size_t at = trust_entry_of(trust, pack);

	facts.told = true;
	if (at == TRUST_NONE) {
		trust_facts_release(&facts);
		return;
	}
	trust_facts_release(&trust->entries[at].facts);
	trust->entries[at].facts = facts;
}

void
trust_each_untold_pack(const struct trust *trust, void (*visit)(const struct id *, void *), void *ctx)
{
	for (size_t i = 0; i < trust->entry_count; i++)
		if (trust->entries[i].kind == STEP_PACK && trust->entries[i].wants_facts)
			visit(&trust->entries[i].id, ctx);
}

/* ---- which count */

struct candidate {
	size_t entry;
	int64_t version, place;
	bool agreed;
};

static int
candidate_cmp(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	if (left->place != right->place)
		return left->place < right->place ? -1 : 1;
	if (left->version != right->version)
		return left->version < right->version ? -1 : 1;
	return (left->entry > right->entry) - (left->entry < right->entry); /* entries lie by id */
}

/* May the pack count, when enough officers agree? Its reason says why not. What it says is wanted when they do. */
static bool
is_candidate(const struct trust *trust, struct trust_entry *entry)
{
	const struct trust_holder *author = trust_holder(trust, &entry->author);

	entry->wants_facts = false;
	if (!trust->chain_count)
		entry->reason = TRUST_NO_GENESIS;
	else if (!author)
		entry->reason = TRUST_AUTHOR_UNKNOWN;
	else if (!author->officer)
		entry->reason = TRUST_AUTHOR_NO_RIGHT;
	else if (*entry->area)
		entry->reason = TRUST_HAS_AREA;
	else if (value_get_integer(&entry->data, "version", 0) < 1 || !value_get_text(&entry->data, "name"))
		entry->reason = TRUST_MALFORMED;
	else if (entry->facts.told && !entry->facts.readable)
		entry->reason = TRUST_PACK_UNREADABLE;
	else if (!trust_act_counts(trust, author, entry->node))
		entry->reason = TRUST_REVOKED;
	else if (entry->agreed && !entry->facts.told)
		entry->wants_facts = true;
	else
		return true;
	if (entry->wants_facts)
		entry->reason = TRUST_PACK_UNREADABLE;
	return false;
}

/* What the packs before said: no later one may say otherwise. */
struct known_facts {
	struct idmap index;
	struct id *values;
	size_t count, cap;
};

static bool
changes_nothing(const struct known_facts *known, const struct trust_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		size_t at = idmap_get(&known->index, &facts->facts[i].name);

		if (at != IDMAP_NONE && !id_equal(&known->values[at], &facts->facts[i].value))
			return false;
	}
	return true;
}

static void
know(struct known_facts *known, const struct trust_facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		MEM_GROW(known->values, known->count, known->cap);
		idmap_put(&known->index, &facts->facts[i].name, known->count);
		known->values[known->count++] = facts->facts[i].value;
	}
}

/* By place, version, id: each against all before it that count; also those that lack endorsements, which would not help a pack that changes
 * what is fixed. */
static void
judge_candidates(struct trust *trust, const struct candidate *candidates, size_t count)
{
	struct known_facts known = { 0 };
	const char *name = NULL;

	for (size_t i = 0; i < count; i++) {
		struct trust_entry *entry = &trust->entries[candidates[i].entry];
		const char *own = value_get_text(&entry->data, "name");

		if ((name && strcmp(name, own) != 0) || !changes_nothing(&known, &entry->facts))
			entry->reason = TRUST_PACK_CHANGES;
		else
			entry->reason = candidates[i].agreed ? TRUST_SUPERSEDED : TRUST_NOT_ENDORSED;
		if (entry->reason != TRUST_SUPERSEDED)
			continue;
		name = own;
		know(&known, &entry->facts);
	}
	idmap_release(&known.index);
	free(known.values);
}

void
trust_settle_packs(struct trust *trust)
{
	struct candidate *candidates = NULL;
	size_t count = 0, cap = 0, force = TRUST_NONE;

	for (size_t i = 0; i < trust->entry_count; i++) {
		struct trust_entry *entry = &trust->entries[i];

		if (entry->kind != STEP_PACK || !is_candidate(trust, entry))
			continue;
		MEM_GROW(candidates, count, cap);
		candidates[count++] = (struct candidate){ i, value_get_integer(&entry->data, "version", 0), trust_place(trust, entry->node),
							  entry->agreed };
	}
	if (count)
		qsort(candidates, count, sizeof(*candidates), candidate_cmp);
	judge_candidates(trust, candidates, count);
	for (size_t i = 0; i < count; i++) /* of equal versions the first */
		if (trust->entries[candidates[i].entry].reason == TRUST_SUPERSEDED &&
		    (force == TRUST_NONE || candidates[i].version > candidates[force].version))
			force = i;
	trust->has_pack = force != TRUST_NONE;
	if (trust->has_pack) {
		trust->entries[candidates[force].entry].reason = TRUST_COUNTS;
		trust->pack = trust->entries[candidates[force].entry].id;
	}
	free(candidates);
}

const struct id *
trust_pack(const struct trust *trust)
{
	return trust->has_pack ? &trust->pack : NULL;
}

bool
trust_pack_counts(const struct trust *trust, const struct id *pack)
{
	size_t at = trust_entry_of(trust, pack);

	return at != TRUST_NONE && trust->entries[at].kind == STEP_PACK &&
	       (trust->entries[at].reason == TRUST_COUNTS || trust->entries[at].reason == TRUST_SUPERSEDED);
}
