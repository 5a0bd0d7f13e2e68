#ifndef EXCHANGE_EXPORT_H
#define EXCHANGE_EXPORT_H

#include "exchange/export/plan.h"

/* Writing one part of a plan to a stick. The file is written under a temporary name, synced, dropped from the cache, read back by the reader
 * of strange files, compared byte by byte with the journal, and only then given its name. A failure leaves what stood under that name. */

#define EXPORT_PART_BYTES ((int64_t)2 << 30)

/* A trailer as it was signed. */
struct signed_trailer {
	struct buf body;
	struct signature sig;
	bool overwrites; /* whosever export stands there */
};

/* May a file with the trailer `by` take the place of what is there? Of nothing, of an empty file, and of an export by the same person on the same laptop
 * for the same one, about no more places; NULL: of any export. Never of a workspace, a key or what is not ours. CONFLICT: no. */
MUST_CHECK enum status export_may_replace(const struct store *store, const char *path, const struct trailer *by, struct err *err);
/* `trailer`: signed already, over this part. IO when there is no room, before anything is written. */
MUST_CHECK enum status export_write(struct store *store, const struct plan *plan, const struct plan_part *part,
				    const struct signed_trailer *trailer, const char *path, struct err *err);

/* Is there room for about `bytes` in the folder of `path`? IO when not. */
MUST_CHECK enum status export_room(const char *path, int64_t bytes, struct err *err);

#endif
