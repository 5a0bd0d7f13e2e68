#ifndef APP_ROSTER_ROSTER_TEMPLATE_H
#define APP_ROSTER_ROSTER_TEMPLATE_H

#include "app/session/workspace.h"

/* An empty roster to fill in: the columns of the form that starts a building, what each wants below its name, and in XLSX lists to choose villages and codes from. */

/* `area` NULL: villages of the whole county. `lang` "zh" or "en". CONFLICT: something of that name is there. */
MUST_CHECK enum status app_roster_template(struct app *app, const char *path, const char *area, const char *lang, struct err *err);

#endif
