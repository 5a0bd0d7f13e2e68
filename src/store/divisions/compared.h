#ifndef STORE_COMPARED_H
#define STORE_COMPARED_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "form/pack.h"

struct sqlite3;

/* `compared` of reports (doc/pack-format): fields that have a kind of error, beside the copies of them, a row for each house and field. */

/* Writes it as a table of a query, behind what stands there ("WITH x AS (...)"), where the query names it. */
void compared_add(const struct pack *pack, const char *query, struct buf *out);
/* Functions that reports alone may call: rate_low and rate_high. */
bool compared_function_allowed(const char *name);
MUST_CHECK enum status compared_functions(struct sqlite3 *db, struct err *err);

#endif
