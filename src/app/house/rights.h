#ifndef APP_HOUSE_RIGHTS_H
#define APP_HOUSE_RIGHTS_H

#include "app/session/workspace.h"

/* Rights over one house: which forms the unlocked person may fill, and which levels sign. */

struct dossier;

/* May the unlocked person sign this form of this building (dossier NULL: a new one in `division`)? */
MUST_CHECK enum status house_fill_right(struct app *app, const struct form *form, const struct dossier *dossier, const char *division,
					struct err *err);
/* The same of another slot of a form that repeats: one with `asked_only` (form/pack.h) is begun only while it is called for. */
MUST_CHECK enum status house_begin_right(struct app *app, const struct form *form, const struct dossier *dossier, const char *division,
					 struct err *err);
/* The same of a form about a division, which takes the role that fills it and an area that covers `area`. */
MUST_CHECK enum status house_area_right(struct app *app, const struct form *form, const char *area, struct err *err);
/* The first form that is called for, not there, and may be filled by this person now: the very next one may be for somebody else. NULL:
 * none. */
const struct form *house_form_to_fill(struct app *app, const struct dossier *dossier);
/* Why somebody else should rather fill this form of the house: a check by this person would fall away, or nobody of a team of two would be
 * left to sign. NULL: nothing speaks against it; caller frees. */
char *house_fill_warning(const struct app *app, const struct dossier *dossier, const struct form *form);
/* Has the person a role that signs a level of this name, by the pack in force or by one under which a chain may have been begun? */
bool house_signs_level(const struct app *app, const char *chain, const char *level);
/* Has the unlocked person a role that lists houses? Where the house lies is asked when it is filled. */
bool house_may_list(const struct app *app);
/* For each division of the pack in force, whether the unlocked person has a right under which the form may be filled for a house there: one walk over all
 * rights. The caller frees. */
bool *house_may_begin(const struct app *app, const struct form *form);

#endif
