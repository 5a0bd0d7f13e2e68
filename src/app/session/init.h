#ifndef APP_SESSION_INIT_H
#define APP_SESSION_INIT_H

#include "app/session/workspace.h"

/* Making this machine a device of a workspace. */

/* Makes this machine a device of an open workspace; app/stick/takeover.h has the way for a file that is not open. */
MUST_CHECK enum status app_make_device(struct app *app, struct err *err);
/* The notes beside a new workspace: a file without any came from elsewhere, and is not opened (app_check_own). */
MUST_CHECK enum status app_make_notes(const char *path, struct err *err);
/* Makes a workspace of which this machine is a device, with its notes, under `made`, a temporary name of `path` that it keeps until it is whole; *out is
 * open, for writing. What a louce that was killed left under such a name is cleared. Closing *out, and app_remove_made after a failure, are the
 * caller's. */
MUST_CHECK enum status app_make(const char *path, const char *made, struct app **out, struct err *err);
/* Gives a workspace that was made under a temporary name its own, with what lies beside it. CONFLICT: something of that name is there. A
 * louce killed in between leaves one that opens: the device number stands with the keys before. */
MUST_CHECK enum status app_put_in_place(const char *made, const char *path, const struct device_id *device, struct err *err);
void app_remove_made(const char *made);

#endif
