#include "trust/trust.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

struct trust *
trust_new(const struct id *pinned)
{
	struct trust *trust = mem_alloc(sizeof(*trust));

	if (pinned)
		trust_pin(trust, pinned);
	return trust;
}

void
trust_pin(struct trust *trust, const struct id *genesis)
{
	trust->has_pin = true;
	trust->pin = *genesis;
}

static void
forget_derived(struct trust *trust)
{
	for (size_t i = 0; i < trust->holder_count; i++)
		credential_release(&trust->holders[i].credential);
	free(trust->holders);
	trust->holders = NULL;
	trust->holder_count = 0;
	idmap_release(&trust->holder_index);
	trust->genesis_count = trust->revocation_count = trust->cover_count = trust->same_count = 0;
	trust->has_anchor = trust->has_pack = false;
	trust->anchor_no = 0;
}

void
trust_free(struct trust *trust)
{
	if (!trust)
		return;
	forget_derived(trust);
	trust_forget_roles(trust);
	for (size_t i = 0; i < trust->entry_count; i++) {
		free(trust->entries[i].parents);
		value_release(&trust->entries[i].data);
	}
	free(trust->entries);
	idmap_release(&trust->entry_index);
	free(trust->genesis);
	free(trust->revocations);
	free(trust->covers);
	free(trust->same);
	free(trust->branches);
	idmap_release(&trust->branch_index);
	free(trust);
}

void
trust_add(struct trust *trust, const struct id *id, const struct step *step)
{
	struct trust_entry entry = { .id = *id, .kind = step_kind_of(step->kind) };

	if (!step_kind_is_trust(entry.kind) || idmap_get(&trust->entry_index, id) != IDMAP_NONE)
		return;
	entry.has_author = step->has_author;
	entry.author = step->author;
	entry.device = step->device;
	log_of_step(step, &entry.log);
	entry.seq = step->seq;
	entry.parent_count = step->parent_count;
	entry.parents = mem_array(step->parent_count, sizeof(*entry.parents));
	if (step->parent_count)
		memcpy(entry.parents, step->parents, step->parent_count * sizeof(*entry.parents));
	entry.data = value_object();
	for (size_t i = 0; i < step->data.object.count; i++) {
		const struct member *member = &step->data.object.members[i];

		if (entry.kind != STEP_PACK || strcmp(member->name, "files") != 0)
			value_set_take(&entry.data, member->name, value_copy(&member->value));
	}
	MEM_GROW(trust->entries, trust->entry_count, trust->entry_cap);
	idmap_put(&trust->entry_index, id, trust->entry_count);
	trust->entries[trust->entry_count++] = entry;
	trust->sorted = false;
}

/* Endorsements, decisions and epochs count as their author stands. */
static void
settle_rest(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count && trust->genesis_count; i++) {
		struct trust_entry *entry = &trust->entries[i];
		struct trust_holder *holder;

		if (entry->kind != STEP_ENDORSEMENT && entry->kind != STEP_DECISION && entry->kind != STEP_EPOCH)
			continue;
		holder = entry->has_author ? trust_holder(trust, &entry->author) : NULL;
		if (!holder)
			entry->reason = TRUST_AUTHOR_UNKNOWN;
		else if (holder->credential.reason != TRUST_COUNTS)
			entry->reason = TRUST_AUTHOR_NO_RIGHT;
		else if (!trust_place_counts(trust, &entry->log, entry->seq, trust_cut(trust, holder)))
			entry->reason = TRUST_REVOKED;
		else
			entry->reason = TRUST_COUNTS;
	}
}

void
trust_settle(struct trust *trust)
{
	forget_derived(trust);
	trust_sort_entries(trust);
	trust_settle_genesis(trust);
	trust_settle_holders(trust);
	trust_settle_receipts(trust);
	trust_settle_standing(trust);
	trust_settle_packs(trust);
	settle_rest(trust);
	trust_settle_forks(trust);
	trust_settle_same(trust);
}

void
trust_set_acts(struct trust *trust, const char *const *decision_roles, size_t decision_count)
{
	trust_keep_roles(trust, decision_roles, decision_count);
	trust_settle_same(trust);
}
