#ifndef STORE_REPORT_ACTS_H
#define STORE_REPORT_ACTS_H

#include "base/buf.h"
#include "form/pack.h"

struct store;

/* What the pack calls its forms and levels, and an earlier one the levels that this one lacks, as tables `acts` and `questions` that reports read. */

/* Appends the table as a part of a WITH, the first of all when nothing stands in `out`; nothing when the query names no such table. `store` NULL: of
 * the pack alone, as it is checked. */
void report_acts_add(const struct store *store, const struct pack *pack, const char *query, struct buf *out);

/* The same of `questions`: those that must be answered, as a list of what was added calls them. */
void report_questions_add(const struct pack *pack, const char *query, struct buf *out);

#endif
