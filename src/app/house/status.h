#ifndef APP_HOUSE_STATUS_H
#define APP_HOUSE_STATUS_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/value.h"
#include "flow/task.h"

/* An area in numbers, and what the rules find in it. */

/* Counts and the state hash. `list`: one row a building as well. */
MUST_CHECK enum status app_status(struct app *app, const char *area, bool list, struct value *out, struct err *err);
/* Findings of the rules, as rows. */
MUST_CHECK enum status app_check(struct app *app, const char *area, const char *rule, struct value *out, struct err *err);
MUST_CHECK enum status app_rebuild(struct app *app, size_t *buildings, struct err *err);

#endif
