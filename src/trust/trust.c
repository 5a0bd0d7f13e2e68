#include "trust/trust.h"

#include <stdlib.h>

#include "base/mem.h"
#include "trust/packs.h"
#include "trust/state.h"

struct trust *
trust_new(void)
{
	return mem_alloc(sizeof(struct trust));
}

/* The geneses that a followed one descends from are followed, too. */
static void
follow_back(struct trust *trust, const struct id *genesis)
{
	size_t at = trust_entry_of(trust, genesis);

	while (at != TRUST_NONE && trust->entries[at].kind == STEP_GENESIS && trust->entries[at].parent_count == 1) {
		const struct id *parent = &trust->entries[at].parents[0];

		if (idmap_get(&trust->forebears, parent) != IDMAP_NONE)
			return;
		idmap_put(&trust->forebears, parent, 0);
		at = trust_entry_of(trust, parent);
	}
}

void
trust_pin(struct trust *trust, const struct id *genesis, bool by_person)
{
	MEM_GROW(trust->pins, trust->pin_count, trust->pin_cap);
	trust->pins[trust->pin_count++] = (struct trust_pin){ *genesis, by_person };
	follow_back(trust, genesis);
}

static void
forget_derived(struct trust *trust)
{
	trust_forget_same(trust);
	trust_forget_forks(trust);
	trust_forget_revocations(trust);
	trust_forget_bounds(trust);
	trust_forget_genesis(trust);
	trust_forget_receipts(trust);
	free(trust->endorsements);
	trust->endorsements = NULL;
	trust->endorsement_count = 0;
	trust_forget_links(trust);
	trust->has_pack = false;
}

void
trust_free(struct trust *trust)
{
	if (!trust)
		return;
	forget_derived(trust);
	trust_fold_end(trust);
	trust_release_entries(trust);
	trust_release_holders(trust);
	free(trust->pins);
	free(trust->logs);
	idmap_release(&trust->log_index);
	free(trust->nodes);
	idmap_release(&trust->node_index);
	idmap_release(&trust->named);
	idmap_release(&trust->forebears);
	free(trust->paths);
	free(trust->officers);
	free(trust->chain);
	free(trust->rivals);
	free(trust->main);
	free(trust->covers);
	free(trust->tips);
	free(trust->bounds);
	free(trust->forks);
	free(trust->fork_rivals);
	free(trust);
}

bool
trust_is_followed(const struct trust *trust, const struct id *genesis)
{
	for (size_t i = 0; i < trust->pin_count; i++)
		if (id_equal(&trust->pins[i].genesis, genesis))
			return true;
	return idmap_get(&trust->forebears, genesis) != IDMAP_NONE;
}

void
trust_add(struct trust *trust, const struct id *id, const struct step *step)
{
	if (!step_kind_is_trust(step_kind_of(step->kind)) || trust_entry_of(trust, id) != TRUST_NONE)
		return;
	trust_add_entry(trust, id, step);
	trust_add_holder(trust, id, step); /* if it is one */
	if (trust_is_followed(trust, id))
		follow_back(trust, id);
}

void
trust_add_link(struct trust *trust, const struct id *id, const struct step *step)
{
	trust_add_node(trust, id, step);
}

/* An epoch counts as its author stands, an endorsement as an officer's word. */
static void
settle_rest(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count && trust->chain_count; i++) {
		struct trust_entry *entry = &trust->entries[i];
		struct trust_holder *holder;

		if (entry->kind != STEP_ENDORSEMENT && entry->kind != STEP_EPOCH)
			continue;
		holder = trust_holder(trust, &entry->author);
		if (!holder)
			entry->reason = TRUST_AUTHOR_UNKNOWN;
		else if (!holder->stands || (entry->kind == STEP_ENDORSEMENT && !holder->officer))
			entry->reason = TRUST_AUTHOR_NO_RIGHT;
		else if (entry->kind == STEP_ENDORSEMENT && *entry->area)
			entry->reason = TRUST_HAS_AREA;
		else if (!trust_act_counts(trust, holder, entry->node))
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
	trust_settle_links(trust);
	trust_settle_endorsements(trust);
	trust_settle_receipts(trust);
	trust_settle_genesis(trust);
	trust_settle_holders(trust);
	trust_end_receipts(trust);
	trust_settle_agreed(trust);
	trust_settle_standing(trust);
	trust_settle_persons(trust);
	trust_settle_packs(trust);
	trust_settle_decisions(trust);
	settle_rest(trust);
	trust_settle_forks(trust);
	trust_settle_same(trust);
}

/* Packs decide who may decide, and that which branch of a fork holds and which houses are one. */
void
trust_settle_told(struct trust *trust)
{
	trust_forget_same(trust);
	trust_forget_forks(trust);
	trust_settle_packs(trust);
	trust_settle_decisions(trust);
	settle_rest(trust);
	trust_settle_forks(trust);
	trust_settle_same(trust);
}

bool
trust_wants_logs(const struct trust *trust, const struct id *author)
{
	const struct trust_holder *holder = trust_holder(trust, author);

	return holder && holder->credential.revoked;
}
