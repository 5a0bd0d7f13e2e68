#ifndef STORE_BUNDLE_H
#define STORE_BUNDLE_H

#include "step/log.h"
#include "store/blob.h"
#include "store/store.h"

/* An export: a file with the tables step, photo, box, request and trailer, and no other. The file is written once, under a name that its
 * writer chose and will rename or throw away. */

struct bundle;

MUST_CHECK enum status bundle_create(const char *path, struct bundle **out, struct err *err); /* `path` must not exist */
/* A signed body as it lies in a file. */
struct signed_body {
	const char *body;
	size_t len;
	const struct signature *sig;
};
MUST_CHECK enum status bundle_add_step(struct bundle *bundle, const struct id *id, const struct signed_body *step, struct err *err);
MUST_CHECK enum status bundle_add_request(struct bundle *bundle, const struct id *id, const struct signed_body *request, struct err *err);
MUST_CHECK enum status bundle_add_blob(struct bundle *bundle, enum blob_kind kind, const struct id *id, const void *bytes, size_t len,
				       struct err *err);
MUST_CHECK enum status bundle_set_trailer(struct bundle *bundle, const struct signed_body *trailer, struct err *err); /* once */
/* Commits. The bytes are with the system then, not yet on the disk. */
MUST_CHECK enum status bundle_finish(struct bundle *bundle, struct err *err);
void bundle_free(struct bundle *bundle);

#endif
