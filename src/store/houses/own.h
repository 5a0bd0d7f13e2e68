#ifndef STORE_OWN_H
#define STORE_OWN_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "form/pack.h"

/* Houses of which a form that is blind to something hides nothing from the person at the laptop, though it is still to be answered: who alone wrote one
 * of the forms that it is apart from will never answer it. */

struct store;

/* Whose answers are no secret to who reads: credentials of one person; none: nobody's. Copied. */
void store_whose(struct store *store, const struct id *credentials, size_t count);
/* The forms that who reads may still have to fill blindly: by their names, for the pack may be another one later. */
void store_reads_blind(struct store *store, const struct form *const *forms, size_t count);
/* Writes the condition on a row `v` of `blind` that it hides something: " AND NOT (...)", or nothing. For the files of store. */
void own_condition_add(const struct store *store, const struct form *form, struct buf *out);
/* The houses of the form's rows that hide nothing. *houses: caller frees. For the files of store. */
MUST_CHECK enum status own_houses(struct store *store, const struct form *form, int64_t **houses, size_t *count, struct err *err);

#endif
