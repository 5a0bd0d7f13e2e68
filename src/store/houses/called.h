#ifndef STORE_HOUSES_CALLED_H
#define STORE_HOUSES_CALLED_H

#include <stdbool.h>

#include "base/buf.h"
#include "eval/eval.h"
#include "form/pack.h"

/* What a house waits for, to who may still have to fill a form blindly: that another form is called for, or a question asked, tells of what it follows from. Such a
 * task is left out of what he reads. But an open case is danger, of which nobody is kept in the dark: the forms that have their part in it are told to everybody.
 * For the files of store. */

struct store;

enum called_rows { CALLED_TASKS, CALLED_DUES }; /* of `building` and `further`, or of `due` */
/* Writes the condition that a row, by its table's alias, tells something of what `blind` is blind to; false: none would, and nothing is written. */
bool called_tells_add(const struct eval *eval, const struct pack *pack, const struct form *blind, const char *row, enum called_rows rows,
		      struct buf *out);
/* Writes the tables `building`, `further` and `due` as who reads may see them, before a query of a house's tasks; nothing: as they stand. */
void called_tables_add(struct store *store, struct buf *out);

#endif
