#ifndef APP_HOUSE_HISTORY_H
#define APP_HOUSE_HISTORY_H

#include "app/session/workspace.h"
#include "base/value.h"
#include "flow/task.h"

/* Everything about a building. */

struct step;
struct trust;

/* Values (private ones when unlocked), steps with their verdicts, what is next. */
MUST_CHECK enum status app_history(struct app *app, const char *building, struct value *out, struct err *err);
/* Does a county receipt held here cover the step? */
bool history_is_delivered(const struct trust *trust, const struct step *step);

#endif
