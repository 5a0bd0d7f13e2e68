#ifndef EVAL_ONLY_ROW_H
#define EVAL_ONLY_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct sqlite3;

/* The evaluator's table `b`: one row, served to SQLite from memory as a virtual table. Expressions read it a thousand times as often as it
 * changes, and a stored row of all forms' fields would be written anew for each form that is loaded. It owns the values; it knows nothing of
 * forms. What is put has the type of its column already, but for numbers: these become what a stored column of that type would hold. */

struct only_row;

enum only_type { ONLY_TEXT, ONLY_INTEGER, ONLY_REAL };

struct only_row *only_row_new(void);
/* When its database is closed, or was never opened. */
void only_row_free(struct only_row *row);

/* The next column; its index from 0. The name is copied. */
size_t only_row_add(struct only_row *row, const char *name, enum only_type type);
/* Makes the table `name` of the columns that were added. */
MUST_CHECK enum status only_row_make(struct only_row *row, struct sqlite3 *db, const char *name, struct err *err);

/* No statement stands on the row meanwhile. The text is copied. */
void only_row_put_text(struct only_row *row, size_t column, const char *text);
void only_row_put_integer(struct only_row *row, size_t column, int64_t integer);
void only_row_put_real(struct only_row *row, size_t column, double real);
/* These columns are NULL then. */
void only_row_empty(struct only_row *row, size_t column, size_t count);

#endif
