#ifndef APP_HOUSE_PLACE_H
#define APP_HOUSE_PLACE_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* What a house is called: village, hamlet, number, owner as far as they are known. */

struct dossier;

/* What the form that starts buildings says of one, private values too where the unlocked person may read them; almost always without judging the
 * house. An object, empty where two versions stand; the caller releases it. */
MUST_CHECK enum status building_listing(struct app *app, int64_t building, const struct id *root, struct value *out, struct err *err);
char *building_place(struct app *app, const struct dossier *dossier); /* caller frees */
/* Where it stands by a form that opens to this person's office, for who does not open its listing; NULL: none says it to him. Caller frees. */
char *building_place_opened(struct app *app, const struct id *root, const char *division);
/* The first number by which another system knows the house, else the beginning of its own. Caller frees. */
char *app_building_number(struct app *app, const struct id *root);
/* What the building of a root listing is called; caller frees. "" when it is not here. */
char *app_building_place(struct app *app, const struct id *root);
/* Finds a step by the first digits of its id. */
MUST_CHECK enum status app_step_find(struct app *app, const char *text, struct id *step, struct err *err);
/* Finds a building as a person names it: by the first digits of its number, or its platform number. */
MUST_CHECK enum status app_building_find(struct app *app, const char *text, struct id *root, struct err *err);
/* What is named for a form: a building, as app_building_find; a division by its digits or name, where the form (NULL: no building has that number) is
 * about one: then its root is one made of the digits (division_root). */
MUST_CHECK enum status app_subject_find(struct app *app, const char *text, const char *form, struct id *root, struct err *err);

#endif
