#ifndef APP_PAPER_TIMES_H
#define APP_PAPER_TIMES_H

struct flow_step;
struct pack;
struct store;

/* Who signed when, as a paper says it. */

/* Between which county receipts the step was signed, and the time by its own machine; the caller frees. */
char *paper_time(struct store *store, const struct flow_step *flow);
/* What the pack calls the role; the text itself when it has none of this name. Borrowed. */
const char *paper_role(const struct pack *pack, const char *role, const char *lang);

#endif
