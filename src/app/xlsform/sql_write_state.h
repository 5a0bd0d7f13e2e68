#ifndef APP_XLSFORM_SQL_WRITE_STATE_H
#define APP_XLSFORM_SQL_WRITE_STATE_H

#include "app/xlsform/formula.h"

/* Internal to sql_write and sql_call: an expression while it is written. */

struct sql_writing {
	const struct formula_scope *scope;
	struct buf *why; /* the first thing that has no SQL */
};

/* Of a reference to a question that came over, what it is. */
bool sql_find(struct sql_writing *writing, const struct formula *formula, struct formula_field *field);
/* Appends the name of a choice, where `formula` is one of the question `of`: a text, also where the survey compares it with a number. False: it is
 * none. */
bool sql_choice(struct sql_writing *writing, const struct formula *formula, const struct formula *of, struct buf *out);

/* Each appends the expression, as what the name says. */
bool sql_value(struct sql_writing *writing, const struct formula *formula, struct buf *out);
bool sql_number(struct sql_writing *writing, const struct formula *formula, struct buf *out);
bool sql_truth(struct sql_writing *writing, const struct formula *formula, struct buf *out);
bool sql_call(struct sql_writing *writing, const struct formula *call, struct buf *out);

#endif
