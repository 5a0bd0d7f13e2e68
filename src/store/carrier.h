#ifndef STORE_CARRIER_H
#define STORE_CARRIER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
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

/* While a file is read, what waits may wait for a row further on: then the rooms are wider, and only what is left is cut to the bounds above. */
#define READING_ROWS_MAX 100000
#define READING_BYTES_MAX (INT64_C(64) << 20)
enum carrier_rooms {
	ROOMS_BOUNDED,
	ROOMS_READING, /* wider, until a file is read */
	ROOMS_OPEN     /* without bounds: a workspace goes into a new file, and nothing of it may get lost */
};

/* Who brings what is put from now on, until the next call. `author`: of CARRIER_KNOWN; else NULL. A store begins with CARRIER_HERE. */
void store_set_carrier(struct store *store, enum carrier_kind kind, const struct id *author);
/* How wide the rooms are until the next call or the transaction's end; counts from here on what is dropped. */
void store_open_rooms(struct store *store, enum carrier_rooms rooms);
/* Cuts the carrier's rooms to their bounds, unless they are open. *dropped: all that has gone since the rooms were set. Inside the transaction. */
MUST_CHECK enum status store_close_rooms(struct store *store, int64_t *dropped, struct err *err);

#endif
