#include "trust/verdict.h"

#include <string.h>

#include "trust/state.h"

enum trust_reason
trust_step(const struct trust *trust, const struct id *id)
{
	size_t at = trust_entry_of(trust, id);

	if (at == TRUST_NONE)
		return trust_fold_number(trust, id) ? TRUST_COUNTS : TRUST_UNKNOWN_KIND;
	return trust->entries[at].reason;
}

/* Rule L4, of what is stored already. */
static bool
may_write_here(const struct trust_holder *holder, const struct step *step)
{
	return holder->officer || (*step->area && credential_covers(&holder->credential, step->area));
}

enum trust_reason
trust_judge(const struct trust *trust, const struct id *id, const struct step *step, const char *division)
{
	const struct trust_holder *holder = trust_holder(trust, &step->author);
	size_t node = trust_node_of(trust, id);

	if (!trust->chain_count)
		return TRUST_NO_GENESIS;
	if (!holder)
		return TRUST_AUTHOR_UNKNOWN;
	if (!holder->stands)
		return holder->credential.reason == TRUST_REVOKED ? TRUST_REVOKED : TRUST_AUTHOR_NO_RIGHT;
	if (!credential_fits_device(&holder->credential, &step->device))
		return TRUST_WRONG_DEVICE;
	if ((holder->credential.revoked && node == TRUST_NONE) || !trust_act_counts(trust, holder, node))
		return TRUST_REVOKED;
	if (node != TRUST_NONE && trust->nodes[node].forkable && trust->nodes[node].lost)
		return TRUST_FORKED;
	if (step->has_pack && !trust_pack_counts(trust, &step->pack))
		return TRUST_PACK_VOID;
	if (!may_write_here(holder, step) || (division && strcmp(division, step->area) != 0))
		return TRUST_WRONG_AREA;
	return TRUST_COUNTS;
}
