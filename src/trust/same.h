#ifndef TRUST_SAME_H
#define TRUST_SAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "trust/trust.h"

/* Decisions that two houses are one; valid after trust_settle. A house steps aside for another by decisions alone, whatever else is here, and
 * only by those whose area covers its own division. */

/* The houses for which this one steps aside, ascending; the caller frees. `division`: of its root listing. Any thread may ask. */
struct id *trust_asides(const struct trust *trust, const struct id *root, const char *division, size_t *count);
/* Those, and the houses that step aside for this one, as far as the decisions that hold here say; ascending; the caller frees. */
struct id *trust_joined_with(const struct trust *trust, const struct id *root, const char *division, size_t *count);
/* The decisions about two houses, in either order, that hold at one of them: those that a further one would replace. The caller frees. */
struct id *trust_decisions_about(const struct trust *trust, const struct id *root, const char *division, const struct id *other,
				 size_t *count);
/* Do the decisions that hold at one of two houses say that they are two? False where none does. */
bool trust_are_apart(const struct trust *trust, const struct id *root, const char *division, const struct id *other);
/* What one who may not decide signed of two houses: that they are one. It has no effect, and asks those who may. */
struct trust_proposal {
	struct id step, about, with;
	const struct credential
		*author; /* its right covers the step's area; whether it covers both houses who knows them looks; borrowed */
};
void trust_each_proposal(const struct trust *trust, void (*visit)(const struct trust_proposal *, void *), void *ctx);
/* Every house that some decision calls the same as another, ascending, once each; the caller frees. */
struct id *trust_joined_houses(const struct trust *trust, size_t *count);

#endif
