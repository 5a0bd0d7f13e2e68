#ifndef APP_SESSION_SETTINGS_H
#define APP_SESSION_SETTINGS_H

#include "app/session/workspace.h"

/* What this laptop remembers beside a workspace: a small text by name, e.g. the person who was last here. */

/* The text under a name; caller frees. NULL: none. */
char *app_remembered(struct app *app, const char *name);
#define SETTING_PREPARED "pack prepared" /* store_prepared */
void app_remember(struct app *app, const char *name, const char *text);
/* Puts the notes beside a workspace that is not open under another name, which the caller frees. */
MUST_CHECK enum status notes_set_aside(const char *path, char **aside, struct err *err);

#endif
