#ifndef TRUST_OFFICERS_H
#define TRUST_OFFICERS_H

#include <stdbool.h>

#include "base/id.h"
#include "trust/trust.h"

/* Who is an officer of the county; valid after trust_settle. */

bool trust_is_officer(const struct trust *trust, const struct id *credential); /* named by any genesis that counts */
bool trust_in_office(const struct trust *trust, const struct id *credential);  /* named by the genesis in force */

#endif
