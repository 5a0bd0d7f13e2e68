#ifndef STORE_REQUEST_H
#define STORE_REQUEST_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "seal/seal.h"

/* Requests: self-signed credentials that no stored genesis names. They lie beside the journal, ask for a right, and have no other effect. */

struct store;
struct credential;

/* Each request, as they came. The credential is borrowed for the call; its `reason` says nothing. The callback's false stops. */
MUST_CHECK enum status store_each_request(struct store *store, bool (*visit)(const struct credential *, void *), void *ctx,
					  struct err *err);
/* Ids of those made on this machine. */
MUST_CHECK enum status store_each_own_request(struct store *store, bool (*visit)(const struct id *, void *), void *ctx, struct err *err);
/* A request's bytes as they were signed. *found false: there is none of that id, or its row was altered. */
MUST_CHECK enum status store_get_request(struct store *store, const struct id *id, struct buf *body, struct signature *sig, bool *found,
					 struct err *err);
/* What a request asks for; the caller releases *out. *found false: there is none of that id. */
MUST_CHECK enum status store_request(struct store *store, const struct id *id, struct credential *out, bool *found, struct err *err);

#endif
