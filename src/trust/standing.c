#include "trust/standing.h"

#include <string.h>

#include "trust/state.h"

/* Rules C9 and C10. Officers issue issuers and persons, issuers issue persons, persons nobody: three ranks, judged one after the other. */

static bool
may_issue(const struct credential *issuer, const struct credential *issued)
{
	bool role = false;

	for (size_t i = 0; i < issuer->issue_count; i++)
		role |= strcmp(issuer->issues[i], issued->role) == 0;
	for (size_t i = 0; i < issued->area_count && role; i++)
		role = credential_covers(issuer, issued->areas[i]);
	return role;
}

static enum trust_reason
judge(const struct trust *trust, const struct trust_holder *holder)
{
	const struct trust_entry *entry = &trust->entries[holder->entry];
	const struct trust_holder *issuer;

	if (!trust->chain_count)
		return TRUST_NO_GENESIS;
	if (*entry->area)
		return TRUST_HAS_AREA;
	if (holder->credential.area_count > CREDENTIAL_LIST_MAX || holder->credential.issue_count > CREDENTIAL_LIST_MAX)
		return TRUST_MALFORMED;
	if (!holder->credential.has_issuer)
		return holder->officer ? TRUST_COUNTS : TRUST_AUTHOR_NO_RIGHT; /* a mere request */
	issuer = trust_holder(trust, &entry->author);
	if (!issuer)
		return TRUST_AUTHOR_UNKNOWN;
	if (!issuer->officer && (holder->credential.issue_count || !may_issue(&issuer->credential, &holder->credential)))
		return TRUST_STRETCHED;
	if (!issuer->stands)
		return TRUST_AUTHOR_NO_RIGHT;
	if (!trust_act_counts(trust, issuer, entry->node))
		return TRUST_REVOKED;
	return holder->credential.issue_count && !entry->agreed ? TRUST_NOT_ENDORSED : TRUST_COUNTS;
}

enum rank { RANK_OFFICER, RANK_ISSUER, RANK_PERSON };

static void
judge_rank(struct trust *trust, enum rank rank)
{
	for (size_t i = 0; i < trust->holder_count; i++) {
		struct trust_holder *holder = trust->holders[i];
		enum rank own = !holder->credential.has_issuer ? RANK_OFFICER : holder->credential.issue_count ? RANK_ISSUER : RANK_PERSON;

		if (own != rank)
			continue;
		holder->credential.reason = judge(trust, holder);
		holder->stands = holder->credential.reason == TRUST_COUNTS;
	}
}

static void
add_to_name(struct id *name, const struct id *part)
{
	for (size_t i = 0; i < ID_BYTES; i++)
		name->b[i] ^= part->b[i];
}

/* The credential as others see it. */
static void
publish(const struct trust *trust, struct trust_holder *holder)
{
	struct credential *credential = &holder->credential;
	size_t officer = idmap_get(&trust->officer_index, &credential->id);

	credential->revoked = holder->bound_count > 0;
	for (size_t i = 0; i < holder->bound_count; i++)
		add_to_name(&credential->bound, trust_bound_name(holder->bounds[i]));
	if (officer == IDMAP_NONE || trust->officers[officer].dropped == TRUST_NONE)
		return;
	credential->revoked = true;
	add_to_name(&credential->bound, trust_genesis_at(trust, trust->officers[officer].dropped));
}

void
trust_settle_standing(struct trust *trust)
{
	for (size_t i = 0; i < trust->holder_count; i++)
		trust->holders[i]->officer = idmap_get(&trust->officer_index, &trust->holders[i]->credential.id) != IDMAP_NONE;
	trust_find_revocations(trust);
	trust_sort_revocations(trust);
	/* Issuers are bound by officers' words; then their own are judged, and the rest is bound by both. */
	judge_rank(trust, RANK_OFFICER);
	trust_judge_revocations(trust, true);
	for (size_t i = 0; i < trust->holder_count; i++)
		if (trust->holders[i]->credential.issue_count)
			trust_bind(trust, trust->holders[i]);
	judge_rank(trust, RANK_ISSUER);
	judge_rank(trust, RANK_PERSON);
	trust_judge_revocations(trust, false);
	for (size_t i = 0; i < trust->holder_count; i++) {
		struct trust_holder *holder = trust->holders[i];

		if (!holder->credential.issue_count)
			trust_bind(trust, holder);
		publish(trust, holder);
		trust->entries[holder->entry].reason = holder->credential.reason;
	}
}

bool
trust_may_issue(const struct trust *trust, const struct id *issuer, const struct credential *asked)
{
	const struct trust_holder *holder = trust_holder(trust, issuer);

	if (!holder || holder->credential.reason != TRUST_COUNTS || holder->credential.revoked)
		return false;
	if (asked->issue_count > 0)
		return holder->officer; /* and the others agree */
	return holder->officer || may_issue(&holder->credential, asked);
}

bool
trust_issued(const struct trust *trust, const struct id *above, const struct id *credential)
{
	const struct trust_holder *holder = trust_holder(trust, credential);

	/* Chains that lead to an officer are short, and nothing else is stored. */
	for (int rank = 0; rank < 3 && holder; rank++) {
		if (id_equal(&holder->credential.issuer, above))
			return true;
		holder = trust_holder(trust, &holder->credential.issuer);
	}
	return false;
}
