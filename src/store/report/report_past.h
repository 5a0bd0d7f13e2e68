#ifndef STORE_REPORT_PAST_H
#define STORE_REPORT_PAST_H

#include "base/buf.h"
#include "form/pack.h"

/* Lists as a query reads them: with the choices that an earlier pack offered and a house still has, so that none of these houses drops out of a join or is told
 * without a word. What forms ask and rules decide reads the lists of the pack in force alone. */

/* Appends the lists that the query names, where houses have such choices: WITH, and no query yet. */
void report_past_add(const struct pack *pack, const char *query, struct buf *out);

#endif
