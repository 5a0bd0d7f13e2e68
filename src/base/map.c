#include "base/map.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/mem.h"

struct idmap_slot {
	struct id id;
	size_t number; /* IDMAP_NONE: free */
};

struct textmap_slot {
	const char *text; /* NULL: free */
	size_t number;
};

/* ---- hashing

 * SipHash-1-3 under a key that this process drew: who chooses ids or names cannot know which of them meet in one slot. Of an id it is without the
 * block of its length, which is always the same. */

static struct sip_key {
	uint64_t low, high;
} sip_key;
static pthread_once_t sip_key_drawn = PTHREAD_ONCE_INIT;

/* Without randomness (an old kernel, early at boot) the map is as right, only not as fast for who planned it. */
static void
draw_sip_key(void)
{
	if (getrandom(&sip_key, sizeof(sip_key), GRND_NONBLOCK) != (ssize_t)sizeof(sip_key))
		sip_key.low = (uint64_t)(uintptr_t)&sip_key ^ (uint64_t)getpid();
}

static uint64_t
rotated(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotated(v[1], 13) ^ v[0];
	v[3] = rotated(v[3], 16) ^ v[2];
	v[0] = rotated(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = rotated(v[1], 17) ^ v[2];
	v[3] = rotated(v[3], 21) ^ v[0];
	v[2] = rotated(v[2], 32);
}

static void
sip_start(uint64_t v[4])
{
	v[0] = sip_key.low ^ 0x736f6d6570736575;
	v[1] = sip_key.high ^ 0x646f72616e646f6d;
	v[2] = sip_key.low ^ 0x6c7967656e657261;
	v[3] = sip_key.high ^ 0x7465646279746573;
}

static void
sip_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
}

static uint64_t
sip_end(uint64_t v[4])
{
	v[2] ^= 0xff;
	for (int i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static uint64_t
hash_id(const struct id *id)
{
	uint64_t words[ID_BYTES / sizeof(uint64_t)], v[4];

	sip_start(v);
	memcpy(words, id->b, sizeof(words));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		sip_word(v, words[i]);
	return sip_end(v);
}

static uint64_t
hash_text(const char *text)
{
	size_t len = strlen(text), at = 0;
	uint64_t word, v[4];

	sip_start(v);
	for (; len - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, text + at, sizeof(word));
		sip_word(v, word);
	}
	word = 0;
	memcpy(&word, text + at, len - at);
	sip_word(v, word | (uint64_t)len << 56);
	return sip_end(v);
}

/* ---- slots */

static struct idmap_slot *
slot_of(const struct idmap *map, const struct id *id)
{
	size_t at = (size_t)hash_id(id) & (map->cap - 1);

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

	pthread_once(&sip_key_drawn, draw_sip_key);
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

/* ---- slots of texts */

static struct textmap_slot *
text_slot_of(const struct textmap *map, const char *text)
{
	size_t at = (size_t)hash_text(text) & (map->cap - 1);

	while (map->slots[at].text && strcmp(map->slots[at].text, text) != 0)
		at = (at + 1) & (map->cap - 1);
	return &map->slots[at];
}

size_t
textmap_get(const struct textmap *map, const char *text)
{
	const struct textmap_slot *slot = map->cap ? text_slot_of(map, text) : NULL;

	return slot && slot->text ? slot->number : IDMAP_NONE;
}

static void
text_grow(struct textmap *map)
{
	struct textmap old = *map;

	pthread_once(&sip_key_drawn, draw_sip_key);
	map->cap = old.cap ? old.cap * 2 : 16;
	map->slots = mem_array(map->cap, sizeof(*map->slots));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].text)
			*text_slot_of(map, old.slots[i].text) = old.slots[i];
	free(old.slots);
}

size_t
textmap_add(struct textmap *map, const char *text, size_t number)
{
	struct textmap_slot *slot;

	if (map->count * 2 >= map->cap)
		text_grow(map);
	slot = text_slot_of(map, text);
	if (slot->text)
		return slot->number;
	*slot = (struct textmap_slot){ text, number };
	map->count++;
	return IDMAP_NONE;
}

void
textmap_release(struct textmap *map)
{
	free(map->slots);
	*map = (struct textmap){ 0 };
}
