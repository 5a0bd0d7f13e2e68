#ifndef APP_HOUSE_OPEN_CASE_H
#define APP_HOUSE_OPEN_CASE_H

#include <stdbool.h>

#include "app/session/workspace.h"

/* The open cases of a house: no act on the house as a whole may make them disappear unseen. */

struct dossier;

/* The open cases, each with its next act, who owes that and by when; NULL: none is open. Caller frees. */
char *house_case_words(struct app *app, const struct dossier *dossier);
/* Is a case open at `house` that is not at `other`? */
bool house_has_case_beyond(const struct dossier *house, const struct dossier *other);

#endif
