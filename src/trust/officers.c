#include "trust/officers.h"

#include "trust/state.h"

bool
trust_is_officer(const struct trust *trust, const struct id *credential)
{
	return idmap_get(&trust->officer_index, credential) != IDMAP_NONE;
}

bool
trust_in_office(const struct trust *trust, const struct id *credential)
{
	return trust->chain_count && idmap_get(&trust->chain[trust->chain_count - 1].index, credential) != IDMAP_NONE;
}
