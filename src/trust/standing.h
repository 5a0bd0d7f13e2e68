#ifndef TRUST_STANDING_H
#define TRUST_STANDING_H

#include <stdbool.h>

#include "trust/credential.h"
#include "trust/trust.h"

/* How credentials stand: by who issued them; valid after trust_settle. */

/* May the holder of `issuer` issue what a request asks for? A credential that issues others only officers may give, and enough of them must
 * agree. */
bool trust_may_issue(const struct trust *trust, const struct id *issuer, const struct credential *asked);
/* Does `above` stand in the chain of issuers of this credential? */
bool trust_issued(const struct trust *trust, const struct id *above, const struct id *credential);

#endif
