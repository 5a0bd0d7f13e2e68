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

/* Writes one form's values for a building into value_FORM, its repeats and photo_of, replacing what was there; values
 * NULL: only removes. Fields that this pack does not know are left out. with_private as in register_create. The evaluator
 * loads drafts through it, the journal half derives the register through it. */
struct value;
struct eval_photo;
MUST_CHECK enum status register_put_form(struct sqlite3 *db, const struct pack *pack, const struct form *form,
					 int64_t building, const struct value *values,
					 const struct eval_photo *photos, size_t photo_count, bool with_private,
					 struct err *err);
/* Writes the facts of a building (object: fact -> value; NULL: only removes). */
MUST_CHECK enum status register_put_facts(struct sqlite3 *db, const struct pack *pack, int64_t building,
					  const struct value *facts, struct err *err);
/* Forgets prepared statements kept for this connection (before it is closed). */
void register_forget(struct sqlite3 *db);

/* The view `b` stands on the table building (building INTEGER PRIMARY KEY, root BLOB, division TEXT, level INTEGER, task TEXT, task_name TEXT,
 * changed INTEGER, hash BLOB), which the journal half owns in the register (rows whose division is NULL have no listing yet
 * and are no rows of `b`); the evaluator's database has one of its own with a single row. */

/* Registers the functions of doc/pack-format on a connection; `today` (11 bytes, owned by the caller, may change) is what today() answers. */
MUST_CHECK enum status register_functions(struct sqlite3 *db, const char *today, struct err *err);

#endif
