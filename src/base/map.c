#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct idmap_slot {
	struct id id;
	size_t number; /* IDMAP_NONE: free */
};

static size_t
start(const struct idmap *map, const struct id *id)
{
	uint64_t hash;

	memcpy(&hash, id->b, sizeof(hash));
	return (size_t)hash & (map->cap - 1);
}

static struct idmap_slot *
slot_of(const struct idmap *map, const struct id *id)
{
	size_t at = start(map, id);

	while (map->slots[at].number != IDMAP_NONE && !id_equal(&map->slots[at].id, id))
		at = (at + 1) & (map->cap - 1);
	return &map->slots[at];
}

size_t
idmap_get(const struct idmap *map, const struct id *id)
{
	return map->cap ? slot_of(map, id)->number : IDMAP_NONE;
}

static void
grow(struct idmap *map)
{
	struct idmap old = *map;

	map->cap = old.cap ? old.cap * 2 : 16;
	map->slots = mem_array(map->cap, sizeof(*map->slots));
	for (size_t i = 0; i < map->cap; i++)
		map->slots[i].number = IDMAP_NONE;
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].number != IDMAP_NONE)
			*slot_of(map, &old.slots[i].id) = old.slots[i];
	free(old.slots);
}

void
idmap_put(struct idmap *map, const struct id *id, size_t number)
{
	struct idmap_slot *slot;

	if (map->count * 2 >= map->cap)
		grow(map);
	slot = slot_of(map, id);
	if (slot->number == IDMAP_NONE)
		map->count++;
	*slot = (struct idmap_slot){ *id, number };
}

void
idmap_release(struct idmap *map)
{
	free(map->slots);
	*map = (struct idmap){ 0 };
}
