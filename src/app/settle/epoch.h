#ifndef APP_SETTLE_EPOCH_H
#define APP_SETTLE_EPOCH_H

#include <stdint.h>

#include "app/session/unlock.h"

/* What this laptop's file lacks of its own steps, and going on without them. */

/* What an older copy lacks of this laptop's own steps, as far as that is known. */
struct app_loss {
	int64_t steps; /* 0: not known how many */
	char last[17]; /* when the newest step here was signed; "": none is here */
};
MUST_CHECK enum status app_loss(struct app *app, struct app_loss *out, struct err *err);

/* When the file is an older copy, or this laptop's log forks: unlocks `person` all the same and begins a new epoch of this device. */
MUST_CHECK enum status app_epoch(struct app *app, const char *person, const struct app_ask *ask, const char *reason, struct err *err);
/* What county receipts alone claim (app_has_claimed_loss) was lost, or never was: one goes on without it, each log by another. Should it turn
 * up, it is still taken in. */
MUST_CHECK enum status app_go_on_without(struct app *app, struct err *err);

#endif
