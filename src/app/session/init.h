#ifndef APP_SESSION_INIT_H
#define APP_SESSION_INIT_H

#include "app/session/workspace.h"

/* Making this machine a device of a workspace. */

/* Of a file that is open; app/stick/takeover.h has the way for one that is not. */
MUST_CHECK enum status app_make_device(struct app *app, struct err *err);

#endif
