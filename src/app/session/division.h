#ifndef APP_SESSION_DIVISION_H
#define APP_SESSION_DIVISION_H

#include "app/session/workspace.h"

/* What a division is called. */

/* The name of a division with the one above it, short for a list; caller frees. */
char *app_place_name(const struct app *app, const char *division);

#endif
