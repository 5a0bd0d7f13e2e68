#ifndef TRUST_REVOCATIONS_H
#define TRUST_REVOCATIONS_H

#include <stdbool.h>

#include "base/id.h"
#include "trust/trust.h"

/* Revocations; valid after trust_settle. What they did to a credential stands with that (trust/credential.h). */

/* Would this credential's holder be heard about that one: as an officer, or as who issued it? Nobody is about an officer. */
bool trust_may_revoke(const struct trust *trust, const struct id *author, const struct id *credential);

#endif
