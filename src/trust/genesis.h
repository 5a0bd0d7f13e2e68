#ifndef TRUST_GENESIS_H
#define TRUST_GENESIS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "trust/trust.h"

/* The chain of geneses from the pinned one to the one in force; valid after trust_settle. */

const struct id *trust_genesis(const struct trust *trust); /* in force, or NULL */
/* What the genesis in force says, borrowed; NULL without one. */
const char *trust_county_code(const struct trust *trust); /* 6 digits */
const char *trust_county_name(const struct trust *trust); /* the workspace's title */
int64_t trust_threshold(const struct trust *trust);	  /* how many officers must agree; 1 without a genesis */
/* The device that writes the county's receipts; false without one. */
bool trust_receiver(const struct trust *trust, struct device_id *out);
/* Are receipts of this device the county's? Some genesis that counts names it. */
bool trust_is_receiver(const struct trust *trust, const struct device_id *device);

#endif
