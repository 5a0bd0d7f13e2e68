#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

#define FIRST_BYTES 1024
#define KEEP_BYTES (128 << 10) /* a larger block is not kept when the arena is cleared */

struct arena_block {
	struct arena_block *before;
	alignas(max_align_t) unsigned char bytes[];
};

static void
add_block(struct arena *arena, size_t size)
{
	size_t cap = arena->last ? arena->cap * 2 : arena->hint > FIRST_BYTES ? arena->hint : FIRST_BYTES;
	struct arena_block *block;

	if (cap < size)
		cap = size;
	if (cap > SIZE_MAX / 4)
		mem_exhausted();
	block = mem_resize(NULL, 1, sizeof(*block) + cap);
	block->before = arena->last;
	arena->last = block;
	arena->cap = cap;
	arena->used = 0;
}

void *
arena_take(struct arena *arena, size_t size)
{
	const size_t step = alignof(max_align_t);
	void *piece;

	if (size > SIZE_MAX / 4)
		mem_exhausted();
	size = (size + step - 1) / step * step;
	if (!arena->last || arena->cap - arena->used < size)
		add_block(arena, size);
	piece = arena->last->bytes + arena->used;
	arena->used += size;
	return piece;
}

static void
free_blocks(struct arena_block *last)
{
	while (last) {
		struct arena_block *before = last->before;

		free(last);
		last = before;
	}
}

void
arena_release(struct arena *arena)
{
	free_blocks(arena->last);
	*arena = (struct arena){ 0 };
}

void
arena_clear(struct arena *arena)
{
	if (!arena->last)
		return;
	if (arena->cap > KEEP_BYTES) {
		arena_release(arena);
		return;
	}
	free_blocks(arena->last->before); /* each is larger than those before it */
	arena->last->before = NULL;
	arena->used = 0;
}
