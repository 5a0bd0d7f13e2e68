#ifndef STORE_JOINED_H
#define STORE_JOINED_H

#include "store/store.h"

/* Houses that step aside for others, by decisions that they are one. Each stays a building of its own, with its own steps and state; but one
 * that steps aside is not counted, in reports, in counts and in what there is to do. */

struct joined {
	int64_t building;		      /* counted as another */
	struct id root, counted_as, decision; /* the smallest of those that say so */
};

/* Houses here that are not counted themselves, ascending by building; caller frees. */
MUST_CHECK enum status joined_load(struct store *store, struct joined **out, size_t *count, struct err *err);
/* The house that this building is counted as; NULL: itself. */
const struct joined *joined_find(const struct joined *joined, size_t count, int64_t building);

#endif
