#ifndef STORE_FOLLOW_H
#define STORE_FOLLOW_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "step/step.h"

/* Whom a file follows: the geneses that are here, and the one that a person chooses by its digits. doc/file-format, rules C1 to C4 and D3. */

struct store;

/* A genesis that is stored, or that waits since nothing has let it in. The step is borrowed for the call. */
struct store_founding {
	struct id id;
	const struct step *step;
	bool waits;
};
/* The callback's false stops. */
MUST_CHECK enum status store_each_founding(struct store *store, bool (*visit)(const struct store_founding *, void *), void *ctx,
					   struct err *err);
/* Follows this genesis from now on, whatever other ones say, between store_begin and store_commit. INVALID when it does not count: its officers'
 * credentials are not here, or they are two, or the like; the transaction is then to be rolled back. */
MUST_CHECK enum status store_follow(struct store *store, const struct id *genesis, struct err *err);

/* A new file takes over whom another one followed, before it is given any step: the pins in their order. */
MUST_CHECK enum status store_take_pin(struct store *store, const struct id *genesis, bool by_person, struct err *err);
/* Is each founding that the file is pinned to stored? */
MUST_CHECK enum status store_has_pinned(struct store *store, bool *has, struct err *err);

#endif
