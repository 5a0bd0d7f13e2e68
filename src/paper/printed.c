#include "paper/printed.h"

#include <stdlib.h>

#include "base/mem.h"

/* A paper while it is put together. */

struct printed_block *
printed_add(struct printed *printed, enum printed_kind kind)
{
	struct printed_block *block;

	MEM_GROW(printed->blocks, printed->block_count, printed->block_cap);
	block = &printed->blocks[printed->block_count++];
	*block = (struct printed_block){ .kind = kind, .columns = kind == PRINTED_PAIRS ? 2 : 0 };
	return block;
}

void
printed_add_text(struct printed *printed, enum printed_style style, const char *text)
{
	struct printed_block *block = printed_add(printed, PRINTED_TEXT);

	block->style = style;
	block->text = mem_strdup(text);
}

char **
printed_add_row(struct printed_block *block)
{
	char **first;

	if ((block->rows + 1) * block->columns > block->cell_cap) {
		block->cell_cap = block->cell_cap ? 2 * block->cell_cap : 16 * block->columns;
		block->cells = mem_resize(block->cells, block->cell_cap, sizeof(*block->cells));
	}
	first = &block->cells[block->rows++ * block->columns];
	for (size_t c = 0; c < block->columns; c++)
		first[c] = NULL;
	return first;
}

struct printed_photo *
printed_add_photo(struct printed_block *block)
{
	MEM_GROW(block->photos, block->photo_count, block->photo_cap);
	block->photos[block->photo_count] = (struct printed_photo){ 0 };
	return &block->photos[block->photo_count++];
}

static void
release_block(struct printed_block *block)
{
	for (size_t i = 0; i < block->rows * block->columns; i++)
		free(block->cells[i]);
	for (size_t i = 0; i < block->photo_count; i++) {
		buf_release(&block->photos[i].jpeg);
		free(block->photos[i].caption);
	}
	free(block->cells);
	free(block->photos);
	free(block->text);
	free(block->caption);
}

void
printed_release(struct printed *printed)
{
	for (size_t i = 0; i < printed->block_count; i++)
		release_block(&printed->blocks[i]);
	free(printed->blocks);
	free(printed->title);
	free(printed->serial);
	*printed = (struct printed){ 0 };
}
