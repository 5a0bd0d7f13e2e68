#ifndef TRUST_RECEIPTS_H
#define TRUST_RECEIPTS_H

#include <stdint.h>

#include "base/id.h"
#include "trust/trust.h"

/* County receipts, and what any receipt says of a device; valid after trust_settle. What they cover: trust/covers.h. */

/* The newest county receipt by number, or NULL: the `anchor` of the next step. */
const struct id *trust_anchor(const struct trust *trust);
int64_t trust_anchor_no(const struct trust *trust); /* the newest county receipt's number; 0: none */
/* The seq of the newest place of a device that any standing receipt names, with that place's epoch and step; 0: none. */
int64_t trust_received(const struct trust *trust, const struct device_id *device, int64_t *epoch, struct id *tip);

#endif
