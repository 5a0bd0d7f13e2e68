#ifndef TESTS_MODEL_FOLDED_H
#define TESTS_MODEL_FOLDED_H

#include <stdbool.h>
#include <stddef.h>

#include "step/step.h"
#include "trust/trust.h"

/* Old receipts that one trust holds and another asks it about, as a store's tables are asked. */

struct old_receipts {
	const struct trust *whole; /* settled; borrowed */
	int64_t first, last;
};

/* false: none may be folded. */
bool old_receipts_find(struct old_receipts *old, const struct trust *whole);
bool old_receipts_have(const struct old_receipts *old, const struct id *id);
/* Folds them in a new trust, whose steps will be those with `has`. */
void old_receipts_fold(struct old_receipts *old, struct trust *into, const struct step *steps, const struct id *ids, const bool *has,
		       size_t count);

#endif
