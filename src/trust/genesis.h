#ifndef TRUST_GENESIS_H
#define TRUST_GENESIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "trust/trust.h"

/* The chain of geneses that this file follows, from the first to the one in force; valid after trust_settle. */

const struct id *trust_genesis(const struct trust *trust);		    /* in force, or NULL */
const struct id *trust_genesis_at(const struct trust *trust, size_t index); /* oldest first; NULL behind the last */
/* Geneses that contend for a place of the chain, ascending for each place: an alarm, whichever is followed. Borrowed. */
const struct id *trust_rivals(const struct trust *trust, size_t *count);
bool trust_rivals_open(const struct trust *trust); /* Is there a place with rivals where no person's pin says which it is? */
/* May so many of the officers, counted as persons, decide for all (rule C2)? A county has one officer, or three and more, of whom over half must
 * agree, but not all: else one lost key would end it. */
bool trust_threshold_fits(int64_t threshold, size_t persons);
/* What the genesis in force says, borrowed; NULL without one. */
const char *trust_county_code(const struct trust *trust); /* 6 digits */
const char *trust_county_name(const struct trust *trust); /* the workspace's title */
int64_t trust_threshold(const struct trust *trust);	  /* how many officers must agree; 1 without a genesis */
/* The device that writes the county's receipts; false without one. */
bool trust_receiver(const struct trust *trust, struct device_id *out);
/* Are receipts of this device the county's, when an officer bound to it signs them? The genesis in force names it. */
bool trust_is_receiver(const struct trust *trust, const struct device_id *device);

#endif
