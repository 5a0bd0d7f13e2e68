#ifndef TRUST_GENESIS_H
#define TRUST_GENESIS_H

#include <stdbool.h>

#include "base/id.h"
#include "base/value.h"
#include "trust/trust.h"

/* The chain of geneses from the pinned one to the one in force; valid after trust_settle. */

const struct id *trust_genesis(const struct trust *trust);	   /* in force, or NULL */
const struct value *trust_genesis_data(const struct trust *trust); /* borrowed, or NULL */
int64_t trust_threshold(const struct trust *trust);		   /* how many officers must agree; 1 without a genesis */
/* Are receipts of this device the county's? Some genesis that counts names it. */
bool trust_is_receiver(const struct trust *trust, const struct device_id *device);

#endif
