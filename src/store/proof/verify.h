#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "store/store.h"

/* Verifying a whole file, trusting nothing in it but the bytes of the steps. */

struct verify_counts {
	int64_t steps, photos, boxes;
	int64_t missing;    /* photos and boxes that steps name and that are not here: no alteration */
	bool other_version; /* the derived tables are another version's: made anew at the next opening, and not compared */
	bool one_house;	    /* every photo and box in the file is of steps about one building: */
	struct id house;
	bool exported; /* the file is an export: its trailer is proven by exchange/intake/prove */
};

enum verify_weight {
	VERIFY_PROBLEM, /* the file is not what was signed, or not what its steps give */
	VERIFY_FINDING, /* what somebody rightly signed is odd: true of the steps, whoever holds them */
};
typedef void verify_said(enum verify_weight weight, const char *text, void *ctx);
/* Says a sentence that names the step for everything wrong. Signatures, those of requests too, are verified on all cores. */
MUST_CHECK enum status store_verify(const char *path, struct verify_counts *counts, verify_said *said, void *ctx, struct err *err);

#endif
