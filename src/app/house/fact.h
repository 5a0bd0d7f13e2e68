#ifndef APP_HOUSE_FACT_H
#define APP_HOUSE_FACT_H

#include "form/pack.h"

struct app;
struct dossier;

/* What follows from a house's forms on a day. A fact that lapses is stored as it was before its day; only what people read goes by the clock, here, and in
 * queries (store/report). */

/* Puts, in what was read of a house, for each fact whose day is past what it is from then on. What is asked of the house afterwards sees that, too. */
void house_facts_today(const struct pack *pack, struct dossier *dossier, const char *today);
/* A line of each fact that the pack shows, "May it be used: until a day (2022-09-25)"; none of what this person must not see. Caller frees each and the array. */
char **house_fact_lines(const struct app *app, const struct dossier *dossier, size_t *count);

#endif
