#ifndef TRUST_OFFICERS_H
#define TRUST_OFFICERS_H

#include <stdbool.h>

#include "base/id.h"
#include "trust/trust.h"

/* Who is an officer of the county; valid after trust_settle. */

bool trust_is_officer(const struct trust *trust, const struct id *credential); /* named by any genesis that counts */
/* What the upto of a next genesis names, so that nothing signed until now falls: the newest county receipts, and the ends of the logs of who is
 * in office, as far as these are here. Ascending; the caller frees. */
struct id *trust_office_upto(const struct trust *trust, size_t *count);
bool trust_in_office(const struct trust *trust, const struct id *credential); /* named by the genesis in force */

#endif
