#ifndef APP_PEOPLE_GENESIS_H
#define APP_PEOPLE_GENESIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "step/step.h"

/* What a genesis' step says. Internal to people/. */

/* Starts the step of a county's first or later genesis; the caller adds the parent of a later one. `receiver`: NULL: none. */
void genesis_step_start(struct step *step, const char *county, const char *name, const struct id *officers, size_t officer_count,
			int64_t threshold, const struct device_id *receiver);

#endif
