#ifndef STORE_TIP_H
#define STORE_TIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/id.h"
#include "step/log.h"
#include "step/step.h"

/* Where the logs of this machine end, and where the next step of an author goes. A log goes on behind what was last signed here. A log that
 * forks, that holds what was not signed here, or whose end is lost does not go on: another is begun in its place. */

struct store;

struct own_end {
	struct log_key log;
	int64_t seq;
	struct id id; /* of the log's last step signed here */
	int64_t at_unix;
	const char *lost; /* how the end was lost, in a person's words: the log does not go on. NULL: it goes on */
};

/* Tells where an author's log about an area ends on a device, by the notes beside the file; copied. Of several the last told is the newest. */
void store_know_own_end(struct store *store, const struct own_end *end);
/* Notes the end that a step of this transaction makes, in place of the one known before: known from the commit on. */
void store_note_own_end(struct store *store, const struct own_end *end);
void store_forget_own_ends(struct store *store);
/* The ends that this transaction noted, the oldest note first. */
void store_each_new_end(const struct store *store, void (*visit)(const struct own_end *, void *), void *ctx);

/* Gives a step its place, by its author, device and area: fills epoch, seq, prev, after, anchor and at (what the clock says, within
 * the years that a step may bear). *ended: the end of the log in whose place another is begun with this step; NULL: none is. Borrowed for the transaction. */
MUST_CHECK enum status store_next_place(struct store *store, struct step *step, const struct own_end **ended, struct err *err);

/* Where a step stands in the order of arrival, and its time; *n 0: it is not here. */
MUST_CHECK enum status store_arrival(struct store *store, const struct id *id, int64_t *n, int64_t *at_unix, struct err *err);
/* The end of a log here, the step of highest seq: seq 0 when nothing of it is here. */
MUST_CHECK enum status store_log_end(struct store *store, const struct log_key *log, int64_t *seq, struct id *id, struct err *err);
/* Does any step here bear the device's number? */
MUST_CHECK enum status store_has_device(struct store *store, const struct device_id *device, bool *has, struct err *err);
/* The newest of the ends of the logs that were written on this machine's device, by arrival; *found false: none is here. `lost` is NULL. Who
 * signs with a portable key may write the number of any device: his steps are not among these, if not noted as signed here. */
MUST_CHECK enum status store_newest_own(struct store *store, const struct device_id *device, struct own_end *out, bool *found,
					struct err *err);

#endif
