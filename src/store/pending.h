#ifndef STORE_PENDING_H
#define STORE_PENDING_H

#include "store/inside.h"

/* The rows of what waits outside the journal. Who lets steps in and out is journal.c. Internal to the floor. */

struct checked_step;

/* A row for a table of what waits, whose statement the caller bound but for id, body, sig and carrier; after room_count of that table. Drops the
 * carrier's oldest rows beyond its bounds. *known: the row stood already; one that strangers brought moves to a known carrier's room. */
MUST_CHECK enum status room_insert(struct store *store, sqlite3_stmt *stmt, enum room room, const struct checked_step *step, bool *known,
				   struct err *err);
MUST_CHECK enum status room_count(struct store *store, enum room room, struct err *err);

/* Adds a step that waits; *known: it waits already under just this signature. */
MUST_CHECK enum status pending_insert(struct store *store, const struct checked_step *step, bool *known, struct err *err);
/* Does it wait under just this signature, so that this carrier need not bring it? */
MUST_CHECK enum status pending_has(struct store *store, const struct id *id, const struct signature *sig, bool *has, struct err *err);
/* The first step behind row out->n that waits for `author` (NULL: for anything), into *out, whose body the caller releases. */
struct pending_step {
	int64_t n;
	bool is_carriers; /* waits in the room of who brings what is put now */
	struct id id;
	struct buf body;
	struct signature sig;
};
MUST_CHECK enum status pending_next(struct store *store, const struct id *author, struct pending_step *out, bool *found, struct err *err);
MUST_CHECK enum status pending_drop(struct store *store, const struct pending_step *pending, struct err *err);

MUST_CHECK enum status request_insert(struct store *store, const struct checked_step *step, bool *known, struct err *err);
MUST_CHECK enum status request_drop(struct store *store, const struct id *id, struct err *err);

/* Forgets what was counted: a transaction begins, or was rolled back. */
void pending_forget(struct store *store);

#endif
