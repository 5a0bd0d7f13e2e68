#ifndef TRUST_SAME_H
#define TRUST_SAME_H

#include <stddef.h>

#include "trust/credential.h"
#include "trust/trust.h"

/* Decisions that two buildings are one house: {about, with, verdict: same}, by a role that decides, and not undone by one {about: the
 * decision, verdict: apart}. Valid after trust_settle. */

struct trust_same {
	struct id decision, a, b;
	const struct credential *author; /* borrowed */
};
size_t trust_same_count(const struct trust *trust);
const struct trust_same *trust_same_at(const struct trust *trust, size_t index); /* by decision ascending */

#endif
