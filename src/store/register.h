#ifndef STORE_REGISTER_H
#define STORE_REGISTER_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "form/pack.h"

struct sqlite3;

/* How a pack's values lie in tables, shared by the evaluator's small database and the register: value_FORM (building INTEGER
 * PRIMARY KEY, a column per field that is no repeat), value_REPEAT (building, row, fields), photo_of (building, form, field,
 * row, name, mime, size, taken, id), fact (building INTEGER PRIMARY KEY, a column per fact), list_NAME, divisions; and the view `b`, that joins them by
 * building. Private fields have no column in the register; `b` reads them as NULL, or from the attached
 * database `vault` when that is open. Internal to the store floor. */

/* Creates what is missing (a newer pack adds columns, never changes one). with_private: the evaluator's database. */
MUST_CHECK enum status register_create(struct sqlite3 *db, const struct pack *pack, bool with_private, struct err *err);

/* The query that answers an expression per building: "SELECT b.building, (WITH findings AS (...) SELECT (EXPR)) FROM b ...". Appends the scalar part:
 * the expression wrapped so that each repeat, and `photos`, is this building's. `form_row`: the repeat whose row's fields are columns too, or NULL. */
void register_wrap(const struct pack *pack, const struct expr *expr, const struct field *form_row, struct buf *out);

/* Registers the functions of doc/pack-format on a connection; `today` (11 bytes, owned by the caller, may change) is what today() answers. */
MUST_CHECK enum status register_functions(struct sqlite3 *db, const char *today, struct err *err);

#endif
