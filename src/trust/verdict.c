#include "trust/verdict.h"

#include <string.h>

#include "trust/state.h"

enum trust_reason
trust_step(const struct trust *trust, const struct id *id)
{
	size_t index = idmap_get(&trust->entry_index, id);

	return index == IDMAP_NONE ? TRUST_UNKNOWN_KIND : trust->entries[index].reason;
}

static bool
pack_stands(const struct trust *trust, const struct id *pack)
{
	enum trust_reason reason = trust_step(trust, pack);

	return reason == TRUST_COUNTS || reason == TRUST_SUPERSEDED;
}

enum trust_reason
trust_judge(const struct trust *trust, const struct id *id, const struct step *step, const char *division)
{
	struct trust_holder *holder;
	struct log_key log;
	size_t branch;

	if (!trust->genesis_count)
		return TRUST_NO_GENESIS;
	holder = step->has_author ? trust_holder(trust, &step->author) : NULL;
	if (!holder)
		return TRUST_AUTHOR_UNKNOWN;
	if (holder->credential.reason != TRUST_COUNTS)
		return holder->credential.reason == TRUST_REVOKED ? TRUST_REVOKED : TRUST_AUTHOR_NO_RIGHT;
	if (!credential_fits_device(&holder->credential, &step->device))
		return TRUST_WRONG_DEVICE;
	log_of_step(step, &log);
	if (!trust_place_counts(trust, &log, step->seq, holder->cut))
		return TRUST_REVOKED;
	branch = idmap_get(&trust->branch_index, id);
	if (branch != IDMAP_NONE && !trust->branches[branch].keeps)
		return TRUST_FORKED;
	if (step->has_pack && !pack_stands(trust, &step->pack))
		return TRUST_NOT_ENDORSED;
	if (division && (strcmp(step->area, division) != 0 || !credential_covers(&holder->credential, division)))
		return TRUST_WRONG_AREA;
	return TRUST_COUNTS;
}
