#ifndef STORE_TIP_H
#define STORE_TIP_H

#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "step/step.h"

/* The end of a device's feed here, where its next step goes. */

struct store;

/* Places the next step of a device: fills device, epoch, seq, prev, anchor and at (never behind the newest held). */
MUST_CHECK enum status store_next_place(struct store *store, const struct device_id *device, struct step *step, struct err *err);
/* Tells which step was last signed on this machine: a feed that splits, with nothing decided, goes on behind that step. */
void store_note_own_tip(struct store *store, const struct id *tip);
/* The newest place of a device here: seq 0 when there is none. */
MUST_CHECK enum status store_tip(struct store *store, const struct device_id *device, int64_t *epoch, int64_t *seq, struct id *id,
				 struct err *err);

#endif
