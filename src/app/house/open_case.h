#ifndef APP_HOUSE_OPEN_CASE_H
#define APP_HOUSE_OPEN_CASE_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* The open cases of a house: no act on the house as a whole may make them disappear unseen. */

struct dossier;

/* The open cases, each with its next act, who owes that and by when; NULL: none is open. Caller frees. */
char *house_case_words(struct app *app, const struct dossier *dossier);
/* Is this case open at the house? False also of one that is not in this file; one that cannot be read is a failure. */
MUST_CHECK enum status house_has_case(struct app *app, const struct id *house, const char *name, bool *has, struct err *err);
/* Is a case open at `house` that is not at `other`? */
bool house_has_case_beyond(const struct dossier *house, const struct dossier *other);

#endif
