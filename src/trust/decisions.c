#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trust/state.h"

void
trust_forget_roles(struct trust *trust)
{
	for (size_t i = 0; i < trust->decision_role_count; i++)
		free(trust->decision_roles[i]);
	free(trust->decision_roles);
	trust->decision_roles = NULL;
	trust->decision_role_count = 0;
}

void
trust_keep_roles(struct trust *trust, const char *const *roles, size_t count)
{
	trust_forget_roles(trust);
	trust->decision_roles = mem_array(count, sizeof(*trust->decision_roles));
	for (size_t i = 0; i < count; i++)
		trust->decision_roles[trust->decision_role_count++] = mem_strdup(roles[i]);
}

bool
trust_may_decide(const struct trust *trust, const struct trust_entry *decision)
{
	const struct trust_holder *holder = decision->has_author ? trust_holder(trust, &decision->author) : NULL;

	for (size_t i = 0; holder && i < trust->decision_role_count; i++)
		if (strcmp(trust->decision_roles[i], holder->credential.role) == 0)
			return decision->reason == TRUST_COUNTS;
	return false;
}
