#ifndef APP_PEOPLE_PUBLISH_H
#define APP_PEOPLE_PUBLISH_H

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"

/* Checking and publishing a form pack. */

/* Every problem of a pack, a line each. INVALID when there is any. */
MUST_CHECK enum status app_forms_check(const char *dir, struct buf *problems, struct err *err);
MUST_CHECK enum status app_forms_publish(struct app *app, const char *dir, struct id *step, bool *in_force, struct err *err);

/* ---- for the demonstration */

struct signer;
struct store;

/* Checks a pack and puts its step, inside a transaction. */
MUST_CHECK enum status pack_put(struct store *store, const struct signer *signer, const char *dir, struct id *id, struct err *err);

#endif
