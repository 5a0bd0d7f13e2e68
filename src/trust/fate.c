#include "trust/fate.h"

#include "trust/state.h"

/* An officer for this purpose: named by a genesis that is stored. Only officers of the chain, and what a person pinned, put one there. */
static bool
is_named(const struct trust *trust, const struct credential *author)
{
	return !author->has_issuer && idmap_get(&trust->named, &author->id) != IDMAP_NONE;
}

static bool
is_for_officers(enum step_kind kind)
{
	return kind == STEP_GENESIS || kind == STEP_PACK || kind == STEP_RECEIPT || kind == STEP_ENDORSEMENT;
}

/* Rule L4. */
static bool
may_write_log(const struct credential *author, const struct step *step, enum step_kind kind)
{
	if (*step->area)
		return credential_covers(author, step->area);
	return author->issue_count && (kind == STEP_CREDENTIAL || kind == STEP_REVOCATION || kind == STEP_EPOCH);
}

enum trust_fate
trust_fate(const struct trust *trust, const struct id *id, const struct step *step, const struct credential *author)
{
	enum step_kind kind = step_kind_of(step->kind);

	if (!step->has_author) {
		if (kind != STEP_CREDENTIAL)
			return TRUST_REFUSE;
		return idmap_get(&trust->named, id) != IDMAP_NONE ? TRUST_STORE : TRUST_REQUEST;
	}
	if (!author) /* or it is a step that is no credential */
		return trust_node_of(trust, &step->author) != TRUST_NONE ? TRUST_REFUSE : TRUST_WAIT;
	if (!credential_fits_device(author, &step->device))
		return TRUST_REFUSE;
	if (kind == STEP_GENESIS && !author->has_issuer && trust_is_followed(trust, id))
		return TRUST_STORE;
	if (is_named(trust, author))
		return TRUST_STORE;
	if (!author->has_issuer)
		return TRUST_WAIT; /* a request, which a genesis may name yet */
	if (is_for_officers(kind) || !may_write_log(author, step, kind))
		return TRUST_REFUSE;
	return trust_holder(trust, &author->id) ? TRUST_STORE : TRUST_WAIT;
}
