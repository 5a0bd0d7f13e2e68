#ifndef TRUST_ENDORSEMENTS_H
#define TRUST_ENDORSEMENTS_H

#include <stdbool.h>

#include "base/id.h"
#include "trust/trust.h"

/* Endorsements: who agreed to which step. Counting them against the threshold is internal to the floor (trust/state.h). */

/* Did the holder of this credential sign or endorse `of` already? */
bool trust_has_endorsed(const struct trust *trust, const struct id *of, const struct id *credential);

#endif
