#ifndef APP_TABLE_THEN_H
#define APP_TABLE_THEN_H

#include <stdint.h>

#include "app/session/workspace.h"

/* The register as it stood at a county receipt, in a file beside the workspace that goes with this process. */

struct store;

struct register_then {
	struct store *store; /* NULL: not open */
	char *path;
};

/* Derives it from the past of the main line's receipt with this number, for what is asked about the area. */
MUST_CHECK enum status register_then_open(struct app *app, int64_t receipt, const char *area, struct register_then *out, struct err *err);
void register_then_close(struct register_then *then);

#endif
