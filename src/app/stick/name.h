#ifndef APP_STICK_NAME_H
#define APP_STICK_NAME_H

#include "app/session/workspace.h"
#include "trust/credential.h"

/* Names of files that travel: who writes to whom, from where and when, in letters, digits and signs that every file system takes. Internal to
 * stick/. */

/* `path` itself, or, when that is a folder, a name in it. `from`: whose file it is; NULL: of a laptop whose people have no right yet. `to`: as in
 * app_export. Caller frees. */
char *export_path(const struct app *app, const char *path, const struct credential *from, const char *to);

#endif
