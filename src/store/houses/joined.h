#ifndef STORE_JOINED_H
#define STORE_JOINED_H

#include "store/store.h"

/* Houses that are not counted: they step aside for others, by decisions that they are one, or their listing says that there is no such house.
 * Each stays a building of its own, with its own steps and state; but it is left out of reports, of counts and of what there is to do. */

struct joined {
	int64_t building;
	bool gone;			      /* there is no such house; else it is counted as another */
	struct id root, counted_as, decision; /* the last two of one counted as another: the smallest of those that say so */
};

/* Houses here that are not counted themselves, ascending by building; caller frees. */
MUST_CHECK enum status joined_load(struct store *store, struct joined **out, size_t *count, struct err *err);
/* Why this building is not counted; NULL: it is. */
const struct joined *joined_find(const struct joined *joined, size_t count, int64_t building);

#endif
