#ifndef APP_PAPER_TIMES_H
#define APP_PAPER_TIMES_H

#include <stdbool.h>

#include "base/id.h"

struct flow_step;
struct pack;
struct store;

/* Who signed when, as a paper says it. */

/* Between which county receipts the step was signed, and the time by its own machine; the caller frees. */
char *paper_time(struct store *store, const struct flow_step *flow);
/* When a receipt was written; false: it is not here. */
bool paper_receipt_minute(struct store *store, const struct id *receipt, char out[17]);
/* What the pack calls the role; the text itself when it has none of this name. Borrowed. */
const char *paper_role(const struct pack *pack, const char *role, const char *lang);

#endif
