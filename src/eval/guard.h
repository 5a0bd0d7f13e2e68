#ifndef EVAL_GUARD_H
#define EVAL_GUARD_H

#include <stdbool.h>

#include "base/buf.h"

/* What a stranger's SQL expression may look like, before and after SQLite reads it. Internal to the floor. */

/* The text is put between brackets: what would step out of them, bring a second statement, a parameter, or hide from the
 * authorizer what is read. NULL, or what is wrong: a sentence, translated, constant. */
const char *guard_text(const char *sql);

/* Behind the bracket that opens the next call of a function, in a text that guard_text accepts; NULL: there is none. */
const char *guard_find_call(const char *sql, const char *function);
/* Reads the text in single quotation marks that is all there is up to the closing bracket. */
bool guard_read_text(const char *at, struct buf *out);

/* Finds where a text in single quotation marks that is no whole day is compared (< > = <> BETWEEN) with a column that is a day by `is_day`: as texts they
 * would be compared sign by sign. The empty text stands for no day. True: `name` and `text` get both. */
bool guard_find_half_day(const char *sql, bool (*is_day)(const char *name, void *ctx), void *ctx, struct buf *name, struct buf *text);

/* SQLite's message about a statement that does not prepare, as a sentence of ours. */
void guard_sentence(const char *message, struct buf *out);

#endif
