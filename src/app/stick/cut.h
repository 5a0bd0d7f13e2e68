#ifndef APP_STICK_CUT_H
#define APP_STICK_CUT_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "step/log.h"

struct dossier;

/* Logs that end too early: what was cut off a file, or has not come yet. */

/* A log of which steps are not here that a county receipt names, or that a later step stands on. */
struct app_cut {
	struct log_key log;
	int64_t to; /* the last of them, by its place in the log */
};
/* Of the logs of the house's division, of those of the houses that decisions join with it, and of all above them: those that are cut. The caller frees. */
MUST_CHECK enum status app_cuts(struct app *app, const struct dossier *dossier, struct app_cut **out, size_t *count, struct err *err);

#endif
