#ifndef APP_XLSFORM_SQL_READ_STATE_H
#define APP_XLSFORM_SQL_READ_STATE_H

#include "app/xlsform/formula.h"

/* Internal to sql_read and sql_compare: an expression while it is read. */

struct sql {
	const char *at;
	const struct list *list;
	int depth;
	struct buf *why; /* the first thing that cannot be read */
};

struct formula *sql_wrong(struct sql *sql, const char *sentence); /* notes it; NULL */
/* Take the word, in any case of letters, or the sign, if it stands next. */
bool sql_take_word(struct sql *sql, const char *word);
bool sql_take_sign(struct sql *sql, const char *sign);

struct formula *sql_call_of(const char *name, struct formula *first, struct formula *second); /* takes both over; NULL: there is none */
/* Takes both over; NULL when either is. */
struct formula *sql_binary(const char *sign, struct formula *left, struct formula *right);
struct formula *sql_copy(const struct formula *formula);

/* A sum or product, what stands at either side of a comparison; and a comparison. */
struct formula *sql_read_total(struct sql *sql);
struct formula *sql_read_comparison(struct sql *sql);

#endif
