#ifndef STORE_AS_OF_H
#define STORE_AS_OF_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/machine/progress.h"

/* The register as it stood at a county receipt: derived from the steps of the receipt's past alone, by the geneses and the pack of then. What a
 * county told on some day can so be told again, whatever came since. Times are claims (`at`), receipts are not: the day only finds the receipt. */

struct store;

/* The number of the newest county receipt of the main line whose `at` is not after `at_unix`; 0: none. *received_unix: its `at`. */
MUST_CHECK enum status store_receipt_until(struct store *store, int64_t at_unix, int64_t *number, int64_t *received_unix, struct err *err);

/* Makes a file at `path`, where none is, of the past of the main line's receipt with this number, and opens it: steps alone, no photo and no box, and of
 * other places than the area ("": none) only what something in it may hang on. The caller closes it and removes the file; after a failure there is none. `progress`: borrowed; NULL: nobody waits. */
MUST_CHECK enum status store_as_of(struct store *store, int64_t number, const char *area, const char *path, const struct progress *progress,
				   struct store **out, struct err *err);

#endif
