#ifndef APP_SESSION_INIT_H
#define APP_SESSION_INIT_H

#include "app/session/workspace.h"

/* Making this machine a device of a workspace. */

/* Of a file by its path; one that is not there is made empty, to be filled by an import. */
MUST_CHECK enum status app_init_device(const char *path, struct err *err);
/* Of a file that is open. */
MUST_CHECK enum status app_make_device(struct app *app, struct err *err);

#endif
