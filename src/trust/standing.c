#include "trust/standing.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

static bool
may_issue(const struct credential *issuer, const struct credential *issued)
{
	bool role = false;

	for (size_t i = 0; i < issuer->issue_count; i++)
		role |= strcmp(issuer->issues[i], issued->role) == 0;
	if (!role || issued->area_count == 0)
		return false;
	for (size_t i = 0; i < issued->area_count; i++)
		if (!credential_covers(issuer, issued->areas[i]))
			return false;
	return true;
}

static enum trust_reason
judge_chain(struct trust *trust, struct trust_holder *holder)
{
	const struct trust_entry *entry = &trust->entries[holder->entry];
	struct trust_holder *issuer;

	if (!trust->genesis_count)
		return TRUST_NO_GENESIS;
	if (!entry->has_author)
		return holder->officer ? TRUST_COUNTS : TRUST_AUTHOR_NO_RIGHT; /* a mere request */
	issuer = trust_holder(trust, &entry->author);
	if (!issuer)
		return TRUST_AUTHOR_UNKNOWN;
	if (trust_chain(trust, issuer) != TRUST_COUNTS)
		return TRUST_AUTHOR_NO_RIGHT;
	if (issuer->officer && holder->credential.issue_count > 0)
		return trust_endorsed(trust, entry, SIZE_MAX, false) ? TRUST_COUNTS : TRUST_NOT_ENDORSED;
	if (holder->credential.issue_count > 0 || !may_issue(&issuer->credential, &holder->credential))
		return TRUST_STRETCHED;
	return TRUST_COUNTS;
}

static struct trust_holder *
issuer_of(const struct trust *trust, const struct trust_holder *holder)
{
	const struct trust_entry *entry = &trust->entries[holder->entry];

	return entry->has_author ? trust_holder(trust, &entry->author) : NULL;
}

/* Issuers are judged before those they issued to, without recursion: a stranger can send a chain of any length. */
static void
judge_from_the_top(struct trust *trust, struct trust_holder *holder, bool (*is_new)(const struct trust_holder *),
		   void (*judge)(struct trust *, struct trust_holder *))
{
	struct trust_holder **below = NULL;
	size_t count = 0, cap = 0;

	for (struct trust_holder *at = holder; at && is_new(at) && count < trust->holder_count; at = issuer_of(trust, at)) {
		MEM_GROW(below, count, cap);
		below[count++] = at;
	}
	while (count)
		judge(trust, below[--count]);
	free(below);
}

static bool
has_new_chain(const struct trust_holder *holder)
{
	return holder->chain_visit == VISIT_NEW;
}

static void
settle_chain(struct trust *trust, struct trust_holder *holder)
{
	if (holder->chain_visit != VISIT_NEW)
		return;
	holder->chain_visit = VISIT_NOW;
	holder->chain = judge_chain(trust, holder);
	holder->chain_visit = VISIT_DONE;
}

enum trust_reason
trust_chain(struct trust *trust, struct trust_holder *holder)
{
	if (holder->chain_visit == VISIT_NOW)
		return TRUST_AUTHOR_NO_RIGHT; /* a circle of issuers; ids are hashes, so none can be made, but nothing here relies on that */
	judge_from_the_top(trust, holder, has_new_chain, settle_chain);
	return holder->chain;
}

/* Does `above` stand in the chain of issuers of `holder`? */
static bool
stands_above(const struct trust *trust, const struct id *above, const struct trust_holder *holder)
{
	for (size_t depth = 0; holder && depth <= trust->holder_count; depth++) {
		const struct trust_entry *entry = &trust->entries[holder->entry];

		if (!entry->has_author)
			return false;
		if (id_equal(&entry->author, above))
			return true;
		holder = trust_holder(trust, &entry->author);
	}
	return false;
}

static bool
revocation_holds(struct trust *trust, struct trust_entry *revocation, struct trust_holder *revoked)
{
	struct trust_holder *author = revocation->has_author ? trust_holder(trust, &revocation->author) : NULL;
	bool needs_officers = revoked->officer || revoked->credential.issue_count > 0;

	if (!author || trust_chain(trust, author) != TRUST_COUNTS) {
		revocation->reason = TRUST_AUTHOR_NO_RIGHT;
		return false;
	}
	if (author->officer && (needs_officers ? trust_endorsed(trust, revocation, SIZE_MAX, false) : true)) {
		revocation->reason = TRUST_COUNTS;
		return true;
	}
	if (needs_officers || !stands_above(trust, &revocation->author, revoked)) {
		revocation->reason = needs_officers ? TRUST_NOT_ENDORSED : TRUST_WRONG_AREA;
		return false;
	}
	if (!trust_place_counts(trust, &revocation->log, revocation->seq, trust_cut(trust, author))) {
		revocation->reason = TRUST_REVOKED;
		return false;
	}
	revocation->reason = TRUST_COUNTS;
	return true;
}

static bool
has_new_cut(const struct trust_holder *holder)
{
	return holder->cut_visit == VISIT_NEW;
}

static void
settle_cut(struct trust *trust, struct trust_holder *holder)
{
	const struct trust_entry *own = &trust->entries[holder->entry];
	struct trust_holder *issuer = issuer_of(trust, holder);

	if (holder->cut_visit != VISIT_NEW)
		return;
	holder->cut_visit = VISIT_NOW;
	if (issuer)
		holder->cut = issuer->cut; /* the issuer is judged already; what a revoked credential issued shares its fate */
	for (size_t r = 0; r < trust->revocation_count; r++) {
		struct trust_entry *entry = &trust->entries[trust->revocations[r]];
		int64_t receipt = value_get_integer(&entry->data, "receipt", 0);
		struct id of;

		if (!step_data_id(&entry->data, "of", &of) || !id_equal(&of, &own->id))
			continue;
		if (revocation_holds(trust, entry, holder) && receipt < holder->cut)
			holder->cut = receipt; /* of several revocations the strictest */
	}
	holder->cut_visit = VISIT_DONE;
}

int64_t
trust_cut(struct trust *trust, struct trust_holder *holder)
{
	judge_from_the_top(trust, holder, has_new_cut, settle_cut);
	return holder->cut;
}

static void
find_revocations(struct trust *trust)
{
	for (size_t i = 0; i < trust->entry_count; i++)
		if (trust->entries[i].kind == STEP_REVOCATION) {
			MEM_GROW(trust->revocations, trust->revocation_count, trust->revocation_cap);
			trust->revocations[trust->revocation_count++] = i;
		}
}

/* Finds issuers whose endorsers' words no longer reach the threshold. Officers' revocations are judged by endorsements alone, so up to which
 * receipt an officer's word counts is known before issuers are judged by it. */
static void
find_forsaken(struct trust *trust)
{
	for (size_t i = 0; i < trust->holder_count; i++)
		trust_cut(trust, &trust->holders[i]);
	for (size_t i = 0; i < trust->holder_count && trust->revocation_count; i++) {
		struct trust_holder *holder = &trust->holders[i];
		const struct trust_entry *entry = &trust->entries[holder->entry];

		holder->forsaken = holder->credential.issue_count > 0 && trust_chain(trust, holder) == TRUST_COUNTS && entry->has_author &&
				   !trust_endorsed(trust, entry, SIZE_MAX, true);
	}
}

/* The standing by the chain of issuers, each of whom must still have the threshold's word. */
static enum trust_reason
standing(struct trust *trust, struct trust_holder *holder)
{
	enum trust_reason reason = trust_chain(trust, holder);

	if (reason == TRUST_COUNTS && holder->forsaken)
		return TRUST_NOT_ENDORSED;
	while (reason == TRUST_COUNTS && trust->entries[holder->entry].has_author) {
		holder = trust_holder(trust, &trust->entries[holder->entry].author);
		if (holder->forsaken)
			reason = TRUST_AUTHOR_NO_RIGHT;
	}
	return reason;
}

void
trust_settle_standing(struct trust *trust)
{
	find_revocations(trust);
	find_forsaken(trust);
	/* A credential that a revoked issuer gave stands where a receipt covers it. */
	for (size_t i = 0; i < trust->holder_count; i++) {
		struct trust_holder *holder = &trust->holders[i];
		struct trust_entry *entry = &trust->entries[holder->entry];
		struct trust_holder *issuer = entry->has_author ? trust_holder(trust, &entry->author) : NULL;

		holder->credential.reason = standing(trust, holder);
		if (holder->credential.reason == TRUST_COUNTS && issuer &&
		    !trust_place_counts(trust, &entry->log, entry->seq, trust_cut(trust, issuer)))
			holder->credential.reason = TRUST_REVOKED;
		holder->credential.counts_to = trust_cut(trust, holder);
		holder->credential.revoked = holder->credential.counts_to != NO_CUT;
		entry->reason = holder->credential.reason;
	}
}

bool
trust_may_issue(const struct trust *trust, const struct id *issuer, const struct credential *asked)
{
	const struct trust_holder *holder = trust_holder(trust, issuer);

	if (!holder || holder->credential.reason != TRUST_COUNTS)
		return false;
	if (asked->issue_count > 0)
		return holder->officer; /* and the others agree */
	return may_issue(&holder->credential, asked);
}

bool
trust_issued(const struct trust *trust, const struct id *above, const struct id *credential)
{
	const struct trust_holder *holder = trust_holder(trust, credential);

	return holder && stands_above(trust, above, holder);
}
