#ifndef APP_HOUSE_ASIDE_H
#define APP_HOUSE_ASIDE_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "base/id.h"

/* What was found in a house that steps aside for another one: a decision that two houses are one must not hide a hazard. */

struct dossier;

/* What was found at a house: whether that may not be signed together with others. */
enum house_found { FOUND_LITTLE, FOUND_MUCH, FOUND_HIDDEN };

/* *words: what was found where it is much, caller frees; else NULL. Hidden is a finding of any weight, so that nobody learns which it is. Loads the
 * evaluator with this house. */
enum house_found house_what_was_found(struct app *app, const struct dossier *dossier, char **words);
/* Was much found at `one`, and worse than what was concluded of the other? Loads the evaluator with it. */
bool house_outweighs(struct app *app, const struct dossier *one, const struct dossier *other);
/* A sentence about the first house that steps aside for this one, or for one that steps aside for this one, and in which something weighs more than what was
 * concluded here, until the conclusion is filled again here after the decision and after that was found, or is as severe; or in which a case is open that is
 * not open here, until it is closed there; NULL: there is none, it is not in this file, or what was found there is hidden from this person. Caller frees.
 * Loads the evaluator with others. */
MUST_CHECK enum status house_aside_words(struct app *app, const struct dossier *dossier, char **words, struct err *err);
/* The same of `aside`, and of those that step aside for it, where it steps aside for `counted`, or would: beside the house that is counted for that in the
 * end. */
MUST_CHECK enum status app_aside_words(struct app *app, const struct id *counted, const struct id *aside, char **words, struct err *err);

#endif
