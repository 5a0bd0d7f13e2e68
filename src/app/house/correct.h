#ifndef APP_HOUSE_CORRECT_H
#define APP_HOUSE_CORRECT_H

#include "app/session/workspace.h"
#include "form/pack.h"

/* In which form something is corrected: what a return marks, what a rule finds. */

struct dossier;
struct flow_sign;

/* The form that a return asks for; NULL: none stands. */
const struct form *house_form_returned(const struct dossier *dossier, const struct flow_sign *sign);
/* The form in which a finding that blocks a chain's signature (NULL: any) is corrected: the first that the unlocked person may fill, else the
 * first. NULL: nothing is found. */
const struct form *house_form_found(struct app *app, const struct dossier *dossier, const struct chain *chain);

#endif
