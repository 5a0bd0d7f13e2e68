#ifndef APP_SESSION_DIVISION_H
#define APP_SESSION_DIVISION_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "base/buf.h"

/* What a division is called. */

/* The name of a division with the one above it, short for a list; caller frees. */
char *app_place_name(const struct app *app, const char *division);
/* The names of the unlocked person's areas, the first few; "": nobody is unlocked, or it is the whole. Caller frees. */
char *app_areas_named(const struct app *app);
/* Is this a prefix of digits under which the form pack has a division? "" is the whole; without a pack each one is. */
bool app_has_area(const struct app *app, const char *area);
/* The digits of the one division that bears this name, alone or behind that of the one above it; NULL: none does, or several. Caller frees. */
char *app_area_named(const struct app *app, const char *name);
/* The villages that lie in the area by their own digits and not by what they became, or the other way round, a line each; nothing where none does. */
void app_area_apart(const struct app *app, const char *area, struct buf *out);
/* NOT_FOUND when not: an area that is none would give an empty answer. */
MUST_CHECK enum status app_check_area(const struct app *app, const char *area, struct err *err);

#endif
