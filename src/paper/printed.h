#ifndef PAPER_PRINTED_H
#define PAPER_PRINTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* Papers as PDF: A4 upright, a title and blocks one below the other, page x of y and the serial at the foot of every page. All texts are ready; what
 * they say is nobody's business here. */

enum printed_kind {
	PRINTED_TEXT,
	PRINTED_BAND,
	PRINTED_PAIRS,
	PRINTED_TABLE,
	PRINTED_PHOTOS,
	PRINTED_CODE,
	PRINTED_NEW_PAGE,
	PRINTED_SCREEN
};
enum printed_style { PRINTED_LINE, PRINTED_HEAD, PRINTED_SMALL, PRINTED_CENTRE, PRINTED_RIGHT, PRINTED_STYLE_COUNT };
enum printed_colour { PRINTED_RED, PRINTED_YELLOW, PRINTED_GREEN, PRINTED_COLOUR_COUNT };

struct printed_photo {
	struct buf jpeg; /* empty: it is not there, and its caption says why */
	int width, height;
	char *caption;
};

struct printed_block {
	enum printed_kind kind;
	enum printed_style style;
	enum printed_colour colour;
	char *text; /* of a code: what it says; beside it stands `caption`. Of a screen: its rows, `columns` cells wide, each ended by a line feed */
	char *caption;
	/* PAIRS: rows of a label and a value; TABLE: the first row names the columns. An empty cell of a table is room to write. */
	char **cells;
	size_t columns, rows, cell_cap;
	size_t writing; /* TABLE: so many of the last columns are written in by hand: rows are high enough, and they get the room that is left */
	bool tick;	/* TABLE: the first column holds boxes to tick */
	struct printed_photo *photos;
	size_t photo_count, photo_cap;
};

struct printed {
	char *title, *serial; /* `serial` NULL: it has none */
	bool official;	      /* a red head */
	struct printed_block *blocks;
	size_t block_count, block_cap;
};

struct printed_block *printed_add(struct printed *printed, enum printed_kind kind); /* valid until the next call */
void printed_add_text(struct printed *printed, enum printed_style style, const char *text);
/* Adds an empty row; its first cell. Cells are the block's to free. */
char **printed_add_row(struct printed_block *block);
struct printed_photo *printed_add_photo(struct printed_block *block);
void printed_release(struct printed *printed);

/* INVALID: this louce was built without what prints. */
MUST_CHECK enum status printed_can(struct err *err);
/* Appends one file with all papers, each beginning on a page of its own. INVALID as above, or no font here shows a character, or a code is too long. */
MUST_CHECK enum status printed_write(const struct printed *papers, size_t count, int64_t at_unix, struct buf *out, struct err *err);

#endif
