#ifndef APP_HOUSE_OTHERS_H
#define APP_HOUSE_OTHERS_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* Who may fill a form that wants another person than those who filled other forms of the house (its `distinct_from`): the holders of a right there who
 * wrote none of these. A village may have nobody of the kind; then somebody from elsewhere needs a right there. */

struct dossier;

/* Their names, each once, joined by "、"; NULL: there is nobody. Caller frees. */
char *house_others_who_may(const struct app *app, const struct dossier *dossier, const struct form *form);
/* The same of who may sign a level where two answers differ and both stay: neither of the two. */
char *house_others_who_decide(const struct app *app, const struct dossier *dossier, const struct level *level);
/* Is nobody of those who wrote what stands of a form left who may fill it? */
bool house_others_left(const struct app *app, const struct dossier *dossier, const struct form *form);
/* The same, of a house that is read for it; *asked: does the form want another person at all? */
char *house_others_at(const struct app *app, const struct id *building, const struct form *form, bool *asked);
/* Does the unlocked person have a role of the form, and filled one of those that it is apart from? */
bool house_others_bars(const struct app *app, const struct dossier *dossier, const struct form *form);
/* The label of the first form that the person filled and the other one is apart from. Borrowed; "": none. */
const char *house_others_wrote(const struct app *app, const struct dossier *dossier, const struct form *form);

#endif
