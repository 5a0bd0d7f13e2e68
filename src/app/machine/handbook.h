#ifndef APP_MACHINE_HANDBOOK_H
#define APP_MACHINE_HANDBOOK_H

#include "app/session/workspace.h"
#include "base/buf.h"

/* The handbook as it lies beside the forms, to be read on the screens. */

/* Its text in "zh" or "en", the chapter for the role of who is at the laptop first (for nobody, the one for newcomers) and the others behind it in their
 * order. `app` may be NULL. NOT_FOUND: no handbook was installed. */
MUST_CHECK enum status app_handbook(const struct app *app, const char *lang, struct buf *out, struct err *err);

#endif
