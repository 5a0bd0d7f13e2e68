#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "store/dossier/dossier.h"

/* Writing what was judged of one building into the derived tables. Internal to the folder. */

/* had_rows: rows of an earlier judging are removed first. */
MUST_CHECK enum status rows_write(struct store *store, const struct dossier *dossier, bool had_rows, struct err *err);

#endif
