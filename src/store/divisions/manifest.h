#ifndef STORE_MANIFEST_H
#define STORE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "store/houses/building.h"

/* The houses of an area as a manifest tells them: which stand together, what was found of each in a word, how often somebody tried. */

struct store;

struct manifest_row { /* texts are borrowed for the call */
	const struct building_row *house;
	const char *by;		   /* the value of the field by which houses stand together; NULL: none */
	const char *const *states; /* per field of the pack's `state`: its choice, whoever is blind to it; NULL: none */
	int64_t tries;
	const char *last_try; /* the day of the last one; NULL: none */
};
/* The houses of an area that count, by division and root: those taken out and those counted as another do not. `visit` returns false to stop. */
MUST_CHECK enum status store_each_manifest_row(struct store *store, const char *area, bool (*visit)(const struct manifest_row *, void *),
					       void *ctx, struct err *err);

#endif
