#ifndef TRUST_TRUST_H
#define TRUST_TRUST_H

#include <stddef.h>

#include "base/id.h"
#include "step/step.h"

/* Does a step count? A pure function of the set of steps: no clock, file or global. Every step about trust (step_kind_is_trust) is added in
 * any order; after trust_settle the other headers of this floor answer. Judged in this order, each only by those before it: genesis,
 * county receipts, credentials and revocations, packs, forks; slots and sign-offs are the floor above (flow). doc/file-format, "What counts". */

struct trust;

/* `pinned`: the workspace's first genesis; NULL: not known yet, then nothing counts until trust_pin. */
struct trust *trust_new(const struct id *pinned);
void trust_pin(struct trust *trust, const struct id *genesis);
void trust_free(struct trust *trust);

/* Adds one step about trust (copies what it needs); others are ignored. Adding twice changes nothing. */
void trust_add(struct trust *trust, const struct id *id, const struct step *step);
/* Roles that may sign `decision`, from the pack in force; call between settling and judging forks. Roles are copied. */
void trust_set_acts(struct trust *trust, const char *const *decision_roles, size_t decision_count);
/* Derives everything from what was added. May be called again after more is added. */
void trust_settle(struct trust *trust);

#endif
