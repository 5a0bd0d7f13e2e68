#ifndef APP_HOUSE_OTHERS_H
#define APP_HOUSE_OTHERS_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* Who may fill a form that wants another person than those who filled other forms of the house (its `distinct_from`): the holders of a right there who
 * wrote none of these. A village may have nobody of the kind; then somebody from elsewhere needs a right there. */

struct dossier;

/* Their names, each once, ", " between them; NULL: there is nobody. Caller frees. */
char *house_others_who_may(const struct app *app, const struct dossier *dossier, const struct form *form);
/* The same of who may sign a level where two answers differ and both stay: neither of the two. */
char *house_others_who_decide(const struct app *app, const struct dossier *dossier, const struct level *level);
/* Is nobody of those who wrote what stands of a form left who may fill it? */
bool house_others_left(const struct app *app, const struct dossier *dossier, const struct form *form);
/* Who answers a question that was added to a form that stands: who wrote the form and may fill it still, for he knows the house and no check by another falls; where
 * nobody of these is left, whoever may fill it. NULL: nobody; caller frees. */
char *house_others_who_answer(const struct app *app, const struct dossier *dossier, const struct form *form);
/* Is the unlocked person, who may fill the form, one of them? */
bool house_others_answers(const struct app *app, const struct dossier *dossier, const struct form *form);
/* Who may fill the form (`added`: who answers what was added to it), of a house that is read for it; *asked: does it want a certain person at all? */
char *house_others_at(const struct app *app, const struct id *building, const struct form *form, bool added, bool *asked);
/* Does the unlocked person have a role of the form, and filled one of those that it is apart from? */
bool house_others_bars(const struct app *app, const struct dossier *dossier, const struct form *form);
/* The label of the first form that the person filled and the other one is apart from. Borrowed; "": none. */
const char *house_others_wrote(const struct app *app, const struct dossier *dossier, const struct form *form);

#endif
