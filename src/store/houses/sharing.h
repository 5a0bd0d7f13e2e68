#ifndef STORE_SHARING_H
#define STORE_SHARING_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "form/pack.h"

/* Houses that give one and the same answer. */

struct store;

/* Each house whose form says this text in a field that is not private, once; in no order. The callback's false stops. */
MUST_CHECK enum status store_each_sharing(struct store *store, const struct form *form, const struct field *field, const char *text,
					  bool (*visit)(const struct id *root, void *ctx), void *ctx, struct err *err);

#endif
