#include "exchange/reader/reader_memory.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <sqlite3.h>

/* Blocks of a few sizes (four between each power of two and the next), freed ones kept by size. Freed blocks are never joined: a reader's
 * life is short, and its needs repeat. File-wide state, because SQLite hands its allocator no context; there is one reader a process. */

#define CLASSES 96
#define HEAD_BYTES 16 /* in front of each block: its class; keeps 16-byte alignment */

static struct {
	uint8_t *base;
	size_t used, size;
	void *freed[CLASSES];
} arena;

/* The class that holds `size` bytes, and how many it holds. */
static unsigned
class_of(size_t size, size_t *room)
{
	unsigned top, quarter;

	if (size <= 64) {
		*room = size ? (size + 15) / 16 * 16 : 16;
		return (unsigned)(*room / 16 - 1);
	}
	top = 63 - (unsigned)__builtin_clzll(size - 1);
	quarter = (unsigned)((size - 1) >> (top - 2)) & 3;
	*room = (size_t)(5 + quarter) << (top - 2);
	return 4 + (top - 6) * 4 + quarter;
}

static void *
arena_alloc(int size)
{
	size_t room;
	unsigned class = class_of((size_t)size, &room);
	uint8_t *block;

	if (size <= 0 || class >= CLASSES)
		return NULL;
	block = arena.freed[class];
	if (block) {
		memcpy(&arena.freed[class], block, sizeof(void *));
		return block;
	}
	if (room + HEAD_BYTES > arena.size - arena.used)
		return NULL;
	block = arena.base + arena.used;
	arena.used += room + HEAD_BYTES;
	memcpy(block, &class, sizeof(class));
	return block + HEAD_BYTES;
}

static unsigned
class_at(const void *block)
{
	unsigned class;

	memcpy(&class, (const uint8_t *)block - HEAD_BYTES, sizeof(class));
	return class;
}

static void
arena_free(void *block)
{
	unsigned class;

	if (!block)
		return;
	class = class_at(block);
	memcpy(block, &arena.freed[class], sizeof(void *));
	arena.freed[class] = block;
}

static int
arena_size(void *block)
{
	unsigned class = block ? class_at(block) : 0;

	if (!block)
		return 0;
	if (class < 4)
		return (int)(class + 1) * 16;
	return (int)((size_t)(5 + (class - 4) % 4) << (6 + (class - 4) / 4 - 2));
}

static void *
arena_resize(void *block, int size)
{
	int had = arena_size(block);
	void *grown;

	if (size <= had)
		return block;
	grown = arena_alloc(size);
	if (grown && block) {
		memcpy(grown, block, (size_t)had);
		arena_free(block);
	}
	return grown;
}

static int
arena_round_up(int size)
{
	size_t room;

	class_of((size_t)size, &room);
	return (int)room;
}

static int
arena_start(void *data)
{
	(void)data;
	return SQLITE_OK;
}

static void
arena_stop(void *data)
{
	(void)data;
}

bool
reader_memory_init(size_t size)
{
	static const sqlite3_mem_methods methods = { arena_alloc,    arena_free,  arena_resize, arena_size,
						     arena_round_up, arena_start, arena_stop,	NULL };

	arena.base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (arena.base == MAP_FAILED)
		return false;
	arena.size = size;
	arena.used = 0;
	memset(arena.freed, 0, sizeof(arena.freed));
	return sqlite3_shutdown() == SQLITE_OK && sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
	       sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) == SQLITE_OK && sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK &&
	       sqlite3_initialize() == SQLITE_OK;
}
