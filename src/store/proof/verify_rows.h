#ifndef STORE_VERIFY_ROWS_H
#define STORE_VERIFY_ROWS_H

#include "store/store.h"
#include "store/proof/verify.h"

/* Comparing derived tables row by row. Internal to the folder. */

/* `scratch`: from store_open_scratch. Says a sentence for each table and building whose rows in the file are not those that
 * deriving gives. What a rule says that asks for today's date is left out: it was true on another day. */
MUST_CHECK enum status verify_rows(struct store *scratch, verify_said *said, void *ctx, struct err *err);

#endif
