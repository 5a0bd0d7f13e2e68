#ifndef STORE_RECEIVED_H
#define STORE_RECEIVED_H

#include "base/buf.h"
#include "base/err.h"

struct store;

/* What the county holds, as a table `received_logs` that reports read: each log that came from another laptop, with the newest county receipt that names it,
 * and each log of the laptops on which the county writes its receipts (own), as far as it goes. Made when a query asks for it; no table of the register has
 * it. */

/* And what this file holds of them, as a table `held_logs`: a row for each division and person of which a log is here, and another one, whole 0, where a county receipt
 * names a log about it that is not here, or not as far.
 *
 * Appends each table as a part of a WITH, the first of all when nothing stands in `out`; nothing when the query names no such table. `store` NULL: it is
 * empty. */
MUST_CHECK enum status received_add(struct store *store, const char *query, struct buf *out, struct err *err);

#endif
