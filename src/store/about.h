#ifndef STORE_ABOUT_H
#define STORE_ABOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"

/* The steps about one thing, whoever signed them and whether or not they count. */

struct store;

struct store_about {
	int64_t n;
	struct id id, author;
	bool signoff;
};

/* The forms of a building, by its number (store_building_at), and the sign-offs that name it. The callback's false stops. */
MUST_CHECK enum status store_each_about(struct store *store, int64_t building, bool (*visit)(const struct store_about *, void *), void *ctx,
					struct err *err);
/* The steps of a kind in the logs of an area that are about no building: of a form about a division, or its manifests. */
MUST_CHECK enum status store_each_about_area(struct store *store, const char *kind, const char *area,
					     bool (*visit)(const struct store_about *, void *), void *ctx, struct err *err);

#endif
