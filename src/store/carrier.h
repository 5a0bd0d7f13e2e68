#ifndef STORE_CARRIER_H
#define STORE_CARRIER_H

#include "base/id.h"

/* Who brought what waits outside the journal (pending steps, requests). Each carrier has a room of his own of 1,000 rows and 16 MiB, from
 * which the oldest goes: nobody can crowd out what another one brought. */

struct store;

enum carrier_kind {
	CARRIER_HERE,	  /* made on this machine */
	CARRIER_STRANGER, /* all whose trailer's author is not stored here: one carrier */
	CARRIER_KNOWN	  /* the author of a file's trailer */
};

#define CARRIER_ROWS_MAX 1000
#define CARRIER_BYTES_MAX (INT64_C(16) << 20)

/* Who brings what is put from now on, until the next call. `author`: of CARRIER_KNOWN; else NULL. A store begins with CARRIER_HERE. */
void store_set_carrier(struct store *store, enum carrier_kind kind, const struct id *author);

#endif
