#ifndef APP_HOUSE_PLACE_H
#define APP_HOUSE_PLACE_H

#include "app/session/workspace.h"

/* What a house is called: village, hamlet, number, owner as far as they are known. */

struct dossier;

char *building_place(struct app *app, const struct dossier *dossier); /* caller frees */
/* The same by the building's number; caller frees. "" when it is not here. */
char *app_building_place(struct app *app, const char *building);

#endif
