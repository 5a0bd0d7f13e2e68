#ifndef STORE_DIVISIONS_H
#define STORE_DIVISIONS_H

#include "base/attr.h"
#include "base/err.h"
#include "flow/flow.h"

/* What is signed about divisions themselves, no house: forms with `about` and manifests. Judged when it is asked for; no table has it. */

struct store;

/* The divisions in an area that have a head, with their hashes, ascending by code. Caller frees. */
MUST_CHECK enum status store_divisions(struct store *store, const char *area, struct flow_division **out, size_t *count, struct err *err);

#endif
