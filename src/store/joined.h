#ifndef STORE_JOINED_H
#define STORE_JOINED_H

#include "store/store.h"

/* Houses that decisions say are one. Each stays a building of its own, with its own steps and state; but of such a group one alone is
 * counted, in reports, in counts and in what there is to do: the one signed furthest, of these the one with the most forms, of these
 * the one of the smallest root. So a house listed twice counts once, where its survey is, in whatever order the steps came. */

struct joined {
	int64_t building; /* counted as another */
	struct id root, counted_as;
};

/* Houses that are not counted themselves, ascending by building; caller frees. A decision joins two that both stand here and lie in its author's
 * areas; who decided A and B, and B and C, said that all three are one. */
MUST_CHECK enum status joined_load(struct store *store, struct joined **out, size_t *count, struct err *err);
/* The house that this building is counted as; NULL: itself. */
const struct joined *joined_find(const struct joined *joined, size_t count, int64_t building);

#endif
