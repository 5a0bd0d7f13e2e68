#ifndef STORE_CHECKUP_H
#define STORE_CHECKUP_H

#include "store/store.h"

/* A workspace looked at without a change to a byte of it or beside it: neither is its register made anew, nor a cut-off writing taken back. */

struct store_checkup {
	bool other_version; /* its register is another version's; what follows is 0 then */
	int64_t steps;
	int64_t receipt_at; /* when the newest county receipt says that it was signed; 0: none is here */
};

/* TAMPERED: altered or damaged, INVALID: no workspace. Every page is read, no signature is proven. */
MUST_CHECK enum status store_checkup(const char *path, struct store_checkup *out, struct err *err);

#endif
