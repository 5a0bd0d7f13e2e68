#ifndef STORE_JOINED_H
#define STORE_JOINED_H

#include "store/store.h"

/* Houses that are not counted: they step aside for others, by decisions that they are one, or their listing says that there is no such house.
 * Each stays a building of its own, with its own steps and state; but it is left out of reports, of counts and of what there is to do. */

struct joined {
	int64_t building;
	bool gone;	   /* there is no such house; else it is counted as another */
	bool case_goes_on; /* a case is open here, and not at the house that is counted: it waits for what it waited for */
	struct id root;
	struct id aside_for, decision; /* of one counted as another: the smallest of those that say so */
	struct id counted_as;	       /* at the end of those that step aside one for the other; of a circle, which has none: aside_for */
};

/* Houses here that are not counted themselves, ascending by building; caller frees. */
MUST_CHECK enum status joined_load(struct store *store, struct joined **out, size_t *count, struct err *err);
/* Why this building is not counted; NULL: it is. */
const struct joined *joined_find(const struct joined *joined, size_t count, int64_t building);

/* The house that is counted for this one, as `counted_as`; itself where it steps aside for none. */
MUST_CHECK enum status joined_end(struct store *store, const struct id *root, struct id *end, struct err *err);

/* All houses that are one with this one, whichever is counted: those that decisions join with it, with these, and so on; ascending; caller frees. */
MUST_CHECK enum status joined_kin(struct store *store, const struct id *root, struct id **out, size_t *count, struct err *err);

struct joined_behind {
	struct id root;
	bool moved; /* another village than that of the house it steps aside for */
};
/* The houses that step aside for this one, and those that step aside for these, the nearest first, as far as they are in this file; caller frees. */
MUST_CHECK enum status joined_behind(struct store *store, const struct id *root, struct joined_behind **out, size_t *count,
				     struct err *err);

#endif
