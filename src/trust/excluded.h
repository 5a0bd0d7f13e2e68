#ifndef TRUST_EXCLUDED_H
#define TRUST_EXCLUDED_H

#include <stdbool.h>

#include "base/map.h"
#include "trust/trust.h"

/* What an upto excludes, for what leaves it out (doc/file-format, E6); valid after trust_settle. */

/* Does an upto exclude the step, the credential of its author, or one by which that leads? Never a genesis, an endorsement or a
 * receipt: rules judge these before bounds are known. Of an author who wants his logs (trust_wants_logs) the
 * step is known by its place. */
bool trust_is_excluded(const struct trust *trust, const struct id *author, const struct id *step);
/* Adds what the uptos name of geneses and revocations that no upto excludes. */
void trust_add_upto_ends(const struct trust *trust, struct idmap *out);
/* Adds what steps about trust that no upto excludes lean on: their parents, what they revoke or endorse, and what these lean on in turn. */
void trust_add_leaned_on(const struct trust *trust, struct idmap *out);

#endif
