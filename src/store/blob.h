#ifndef STORE_BLOB_H
#define STORE_BLOB_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "step/step.h"

/* Photos and boxes: bytes that steps name by their hash, at most BLOB_MAX_BYTES of them, so that a reader of strange files can hold one. */

struct store;

enum blob_kind { BLOB_PHOTO, BLOB_BOX };
MUST_CHECK enum status store_put_blob(struct store *store, enum blob_kind kind, const void *bytes, size_t len, struct id *id,
				      struct err *err);
MUST_CHECK enum status store_get_blob(struct store *store, enum blob_kind kind, const struct id *id, struct buf *out, struct err *err);

MUST_CHECK enum status store_has_blob(struct store *store, enum blob_kind kind, const struct id *id, int64_t *len_bytes,
				      struct err *err); /* *len_bytes -1: not here */

#endif
