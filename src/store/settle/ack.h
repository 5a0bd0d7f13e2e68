#ifndef STORE_ACK_H
#define STORE_ACK_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "seal/seal.h"

/* Acknowledgements: the signed trailer last taken in of each author on each device. What they say is a claim; they decide only what is left
 * out of exports to just that author on that device. */

struct store;

struct ack_by {
	struct id author; /* credential */
	struct device_id device;
};

enum { ACK_DEVICES_MAX = 8 };

/* In a transaction; takes the place of an older one. Of one author the trailers of so many devices are kept, those taken in last: a device
 * whose trailer went is sent all of it again. */
MUST_CHECK enum status store_put_ack(struct store *store, const struct ack_by *by, const char *body, size_t len,
				     const struct signature *sig, struct err *err);
/* *found false: no file of theirs was taken in. */
MUST_CHECK enum status store_get_ack(struct store *store, const struct ack_by *by, struct buf *body, struct signature *sig, bool *found,
				     struct err *err);
/* Whose there are, the one taken in last first. The callback's false stops. */
MUST_CHECK enum status store_each_ack(struct store *store, bool (*visit)(const struct ack_by *, void *), void *ctx, struct err *err);

/* The number of the ack last taken in; 0: none. While it stays, none came, nor took the place of another. */
MUST_CHECK enum status store_last_ack(struct store *store, int64_t *n, struct err *err);

#endif
