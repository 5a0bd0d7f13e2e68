#ifndef APP_SESSION_DIVISION_H
#define APP_SESSION_DIVISION_H

#include <stdbool.h>

#include "app/session/workspace.h"

/* What a division is called. */

/* The name of a division with the one above it, short for a list; caller frees. */
char *app_place_name(const struct app *app, const char *division);
/* The names of the unlocked person's areas, the first few; "": nobody is unlocked, or it is the whole. Caller frees. */
char *app_areas_named(const struct app *app);
/* Is this a prefix of digits under which the form pack has a division? "" is the whole; without a pack each one is. */
bool app_has_area(const struct app *app, const char *area);
/* The digits of the one division that bears this name, alone or behind that of the one above it; NULL: none does, or several. Caller frees. */
char *app_area_named(const struct app *app, const char *name);
/* By which digits logs and rights go that are about the area as it is now: its own, and those of each division that became one of it. The caller frees the array,
 * and with it the texts. */
const char **app_area_parts(const struct app *app, const char *area, size_t *count);
/* NOT_FOUND when not: an area that is none would give an empty answer. */
MUST_CHECK enum status app_check_area(const struct app *app, const char *area, struct err *err);

#endif
