#ifndef EVAL_REGISTER_H
#define EVAL_REGISTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "form/pack.h"
#include "eval/eval.h"

struct sqlite3;
struct only_row;

/* How a pack's values lie in tables, shared by the evaluator's small database and the register: value_FORM (building INTEGER PRIMARY
 * KEY, a column per field), value_REPEAT (building, row, fields), photo_of, fact, list_NAME, divisions; and the view `b`, which joins
 * them by building over the table `building`. Private fields have a column in the evaluator's database only; in the register `b` reads them
 * as NULL. In the evaluator's database there is one building: `b` is one row (eval/only_row.h), which holds the fields of all forms and the facts,
 * a repeat is a view by its own name (row, fields), and so is `photos`.
 * A form that repeats has a row a slot: value_FORM (building, nth, root, head, open fields) in the register, the view by its name in the
 * evaluator's database, where its columns in `b` are those of the one that is loaded. */

struct registrar;

/* The table `building`, which `b` reads, with its indexes. A column more of the register: here, where store/houses/building.c writes and reads
 * it, and in store/houses/building.h. */
extern const char register_building_sql[];

/* Makes the tables and views of a pack over many buildings, and fills its lists: none of them stands yet, but `building` does. */
MUST_CHECK enum status register_make(struct sqlite3 *db, const struct pack *pack, struct err *err);
/* Lists and tables of a pack that somebody names, each by its place in the pack. Zero-initialise; the owner frees both. */
struct register_named {
	bool *lists, *tables;
};
/* Adds those whose names stand in an expression. */
void register_note_named(const struct pack *pack, const char *sql, struct register_named *named);
/* The evaluator's database, with these lists and tables alone, since no expression reads most of them. Its `b` is made by register_open. */
MUST_CHECK enum status register_make_one(struct sqlite3 *db, const struct pack *pack, const struct register_named *named, struct err *err);
/* The SQL that makes those of many buildings, added to `sql`. */
void register_script(const struct pack *pack, struct buf *sql);
/* Prepares writing into tables that stand. `only`: where the evaluator's one row is made; NULL: there are many. Both, and the pack, are borrowed. */
MUST_CHECK enum status register_open(struct sqlite3 *db, const struct pack *pack, struct only_row *only, struct registrar **out,
				     struct err *err);
/* Is it the name of a table that holds a list or a table of the pack? */
bool register_is_of_pack(const struct pack *pack, const char *name);
void register_close(struct registrar *registrar);

/* One form's values of a building, which has no rows of that form yet. Names the pack does not know are left out. */
MUST_CHECK enum status register_put_form(struct registrar *registrar, const struct form *form, int64_t building, const struct value *values,
					 const struct eval_photo *photos, size_t photo_count, struct err *err);
/* Its photos and the rows of its repeats alone: in the evaluator the next values of the form take the place of its columns. */
MUST_CHECK enum status register_remove_rows(struct registrar *registrar, const struct form *form, int64_t building, struct err *err);
MUST_CHECK enum status register_remove_form(struct registrar *registrar, const struct form *form, int64_t building, struct err *err);
/* The slots of a form that repeats, of which the building has no rows yet: sorted here as `nth` counts them. */
MUST_CHECK enum status register_put_slots(struct registrar *registrar, const struct form *form, int64_t building, struct eval_slot *slots,
					  size_t count, struct err *err);
MUST_CHECK enum status register_remove_slots(struct registrar *registrar, const struct form *form, int64_t building, struct err *err);
/* Of the evaluator: where the only row stands, 12 digits. */
void register_put_division(struct registrar *registrar, const char *code);
/* Of the evaluator: no column of any form or fact holds a value any more. */
void register_empty_only(struct registrar *registrar);
/* Of the evaluator: replaces one fact of the pack. */
void register_put_fact(struct registrar *registrar, size_t fact, const struct value *value);
/* Replaces the facts of a building (object: fact -> value). */
MUST_CHECK enum status register_put_facts(struct registrar *registrar, int64_t building, const struct value *facts, struct err *err);

/* The functions of doc/pack-format; `pack` (borrowed) has the deadlines; `today` (YYYY-MM-DD, owned by the caller, may change) is what today() answers. */
MUST_CHECK enum status register_functions(struct sqlite3 *db, const struct pack *pack, const char *today, struct err *err);
bool register_function_allowed(const char *name);
#define SEALED_DAY_FUNCTION "sealed_day" /* what the evaluator's photos answer for the day of a sealed one; expressions may not call it */

#endif
