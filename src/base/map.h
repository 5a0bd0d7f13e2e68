#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

/* A map from an id or a text to a number (an index into the caller's array). Ids that somebody chose are found as fast as others: the map hashes them
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

struct textmap {
	struct textmap_slot *slots;
	size_t count, cap;
};

/* The number under the text, or IDMAP_NONE. */
size_t textmap_get(const struct textmap *map, const char *text);
/* Puts the number, unless the text has one: returns that, or IDMAP_NONE. Texts are borrowed as long as the map is used. */
size_t textmap_add(struct textmap *map, const char *text, size_t number);
void textmap_release(struct textmap *map);

#endif
