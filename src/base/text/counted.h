#ifndef BASE_TEXT_COUNTED_H
#define BASE_TEXT_COUNTED_H

#include <stdint.h>

/* A number with its noun, "1 step", "3 steps", to stand in a sentence with others: each noun goes by its own number. A sentence with one number alone takes
 * n_() as a whole. */

enum counted {
	COUNTED_STEP,
	COUNTED_PHOTO,
	COUNTED_SEALED,
	COUNTED_HOUSE,
	COUNTED_BUILDING,
	COUNTED_VILLAGE,
	COUNTED_FILE,
	COUNTED_BYTE,
	COUNTED_REQUEST,
	COUNTED_FINDING,
	COUNTED_ERROR,
	COUNTED_PROPOSAL,
	COUNTED_KINDS
};

#define COUNTED_SIZE 96

/* Written into `out`, which is returned. */
const char *counted(enum counted what, int64_t count, char out[COUNTED_SIZE]);

#endif
