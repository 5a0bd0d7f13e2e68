#include "app/paper/print_state.h"

#include <stdlib.h>

#include "app/session/person.h"
#include "base/i18n.h"
#include "base/mem.h"

/* Papers in words, for who is about to sign that they were printed. */

static void
add_cells(const struct printed_block *block, struct buf *out)
{
	for (size_t r = 0; r < block->rows; r++) {
		for (size_t c = 0; c < block->columns; c++) {
			const char *cell = block->cells[r * block->columns + c];

			buf_printf(out, "%s%s", c ? "  " : "", cell ? cell : "");
		}
		buf_char(out, '\n');
	}
}

static void
add_pairs(const struct printed_block *block, struct buf *out)
{
	for (size_t r = 0; r < block->rows; r++) {
		const char *label = block->cells[2 * r], *value = block->cells[2 * r + 1];

		/* Translators: a label and what stands there, in a line of its own. */
		buf_printf(out, _("%s: %s\n"), label ? label : "", value ? value : "");
	}
}

static void
add_block(const struct printed_block *block, struct buf *out)
{
	switch (block->kind) {
	case PRINTED_TEXT:
		buf_printf(out, "%s%s\n", block->style == PRINTED_HEAD ? "\n" : "", block->text);
		break;
	case PRINTED_BAND:
	case PRINTED_SCREEN:
		buf_printf(out, "%s\n", block->text);
		break;
	case PRINTED_PAIRS:
		add_pairs(block, out);
		break;
	case PRINTED_TABLE:
		add_cells(block, out);
		break;
	case PRINTED_PHOTOS:
		for (size_t i = 0; i < block->photo_count; i++)
			buf_printf(out, "%s\n", block->photos[i].caption);
		break;
	case PRINTED_CODE:
		buf_printf(out, "%s\n", block->caption);
		break;
	case PRINTED_NEW_PAGE:
		buf_char(out, '\n');
		break;
	}
}

/* Of houses each note is that of a paper. */
static const char *
earlier_of(const struct printing *printing, size_t paper)
{
	return printing->paper->about == PAPER_OF_HOUSE && paper < printing->note_count ? printing->notes[paper].earlier : NULL;
}

/* How many of the papers were printed before: among many they are looked for. */
static void
add_earlier(const struct printing *printing, struct buf *out)
{
	size_t count = 0;

	for (size_t i = 0; i < printing->count; i++)
		count += earlier_of(printing, i) != NULL;
	if (count && printing->count > 1)
		buf_printf(out, _("Papers that were printed before, and not used yet as far as is known: %zu. Below is said which.\n"),
			   count);
}

char *
app_print_words(const struct printing *printing)
{
	struct buf out = { 0 };

	/* Translators: the path of a file. */
	buf_printf(&out, _("To be written: %s\n"), printing->path);
	buf_printf(&out, n_("Papers: %zu.\n", "Papers: %zu.\n", printing->count), printing->count);
	if (printing->unfit)
		buf_printf(&out, _("Houses of the list that it is not for: %zu.\n"), printing->unfit);
	if (printing->note_count)
		/* Translators: a person and the role. */
		buf_printf(&out, _("You sign, as %s (%s), that this was printed; the histories of so many houses say it: %zu.\n"),
			   app_person_name(printing->app), app_person_role(printing->app), printing->note_count);
	add_earlier(printing, &out);
	for (size_t i = 0; i < printing->count; i++) {
		const struct printed *paper = &printing->papers[i];

		buf_printf(&out, "\n-- %s  %s --\n", paper->title, paper->serial);
		if (earlier_of(printing, i))
			buf_printf(&out, "%s\n", earlier_of(printing, i));
		for (size_t b = 0; b < paper->block_count; b++)
			add_block(&paper->blocks[b], &out);
	}
	return buf_detach(&out);
}
