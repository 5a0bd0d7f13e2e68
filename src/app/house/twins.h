#ifndef APP_HOUSE_TWINS_H
#define APP_HOUSE_TWINS_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* The houses of one village by what tells houses apart, to ask whether a house that is being listed, or signed, stands already: one at the same
 * address, or of the same owner in the same hamlet with no other door. Texts that look alike are the same. Nothing private is kept but hashes. */

struct twins;

/* Opens each house of the village, as far as the unlocked person may read it. */
MUST_CHECK enum status twins_open(struct app *app, const char *village, struct twins **out, struct err *err);
void twins_free(struct twins *twins); /* NULL too */
const char *twins_village(const struct twins *twins);
/* What the house with these values of the form that starts buildings may be, in words: which house, and what they share; NULL: no other one.
 * `except`: the house itself, NULL for a new one. Borrowed until the next call. */
const char *twins_words(struct twins *twins, const struct value *values, const struct id *except);

#endif
