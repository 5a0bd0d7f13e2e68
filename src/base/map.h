#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

/* A map from an id to a number (an index into the caller's array). Ids that somebody chose are found as fast as others: the map hashes them
 * under a key drawn by this process. Zero-initialise to start. */

#define IDMAP_NONE SIZE_MAX

struct idmap {
	struct idmap_slot *slots;
	size_t count, cap;
};

/* The number under `id`, or IDMAP_NONE. */
size_t idmap_get(const struct idmap *map, const struct id *id);
/* Puts the number, or replaces it. */
void idmap_put(struct idmap *map, const struct id *id, size_t number);
void idmap_release(struct idmap *map);

#endif
