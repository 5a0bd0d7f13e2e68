#ifndef TRUST_RECEIPTS_H
#define TRUST_RECEIPTS_H

#include <stdint.h>

#include "base/id.h"
#include "step/log.h"
#include "trust/trust.h"

/* County receipts, and what any receipt says of a device's logs; valid after trust_settle. What they cover: trust/covers.h. */

/* The newest county receipt by number, or NULL: the `anchor` of the next step. */
const struct id *trust_anchor(const struct trust *trust);
int64_t trust_anchor_no(const struct trust *trust); /* the newest county receipt's number; 0: none */
/* Every line about a log of this device in the newest standing receipt of each device. */
struct trust_received {
	struct log_key log;
	int64_t seq;
	struct id tip;
};
void trust_each_received(const struct trust *trust, const struct device_id *device, void (*visit)(const struct trust_received *, void *),
			 void *ctx);

#endif
