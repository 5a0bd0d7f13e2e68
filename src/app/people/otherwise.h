#ifndef APP_PEOPLE_OTHERWISE_H
#define APP_PEOPLE_OTHERWISE_H

#include "base/buf.h"

struct pack;
struct store;

/* What a pack says, counts and rules otherwise of what stands. Internal to people/. */

/* Writes a line for each difference from the pack in force, and nothing when the pack is no later one; words of a choice that was taken away for a
 * time are held against every pack that had it. */
void otherwise_tell(struct store *store, const struct pack *now, struct buf *out);

#endif
