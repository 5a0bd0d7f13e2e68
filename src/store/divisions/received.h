#ifndef STORE_RECEIVED_H
#define STORE_RECEIVED_H

#include "base/buf.h"
#include "base/err.h"

struct store;

/* What the county holds, as a table `received_logs` that reports read: each log that came from another laptop, with the newest county receipt that names it,
 * and each log of the laptops on which the county writes its receipts (own), as far as it goes. Made when a query asks for it; no table of the register has
 * it. */

/* Appends the table as a part of a WITH, the first of all when nothing stands in `out`; nothing when the query names no such table. `store` NULL: it is
 * empty. */
MUST_CHECK enum status received_add(struct store *store, const char *query, struct buf *out, struct err *err);

#endif
