#ifndef UI_PAGE_LISTVIEW_H
#define UI_PAGE_LISTVIEW_H

#include "base/buf.h"
#include "ui/area.h"
#include "ui/canvas.h"
#include "ui/find.h"
#include "ui/screen.h"

/* A list of any length with one row chosen: it scrolls, searches with `/` and `n`, picks by the digit before a row, and says where it stands
 * ("12/40") when not all of it is seen. A row too long for its line ends with a mark, or wraps. The texts of the rows come from their owner,
 * who is asked only for those in view, so a list may be as long as a county. */

struct list_view {
	size_t count, chosen, first; /* rows there are, the chosen one, the first in view */
	struct area area;	     /* as last fitted */
	struct find find;
	char note[160]; /* for the line above the keys: the place or the search; "" when all is seen */
};

#define LIST_MARK_COLS 2 /* "> " before the chosen row */
#define LIST_DIGITS 9 /* choices with a digit: 1 to 9; the next ones after them have the same digits while the chosen row is among them */

/* The rows of a list, as its page has them. */
struct list_rows {
	size_t count;
	const void *ctx;
	void (*text)(const void *ctx, size_t index, struct buf *out); /* appends; for drawing and searching */
	struct look (*look)(const void *ctx, size_t index);	      /* of a row that is not chosen; NULL: plain */
	/* Draws a row that has columns, beside the mark of the chosen one; `text` is then only searched. NULL: the text is drawn. */
	void (*draw)(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas);
	/* The lines of the page that a row takes in so many cells; NULL: the same for all. */
	int (*height)(const void *ctx, size_t index, int cols);
	int lines;     /* that each row takes; 0: one, or what its text needs when it wraps */
	bool numbered; /* rows have digits, nine at a time; a row keeps its digit */
	bool wraps;    /* a long text goes on in the next line */
	bool columns;  /* tabs divide the text into columns, as wide as the rows in view need */
};

/* The top of an area that all rows take, or all of it: what follows the list stands right below. */
struct area list_view_area(const struct list_view *list, const struct list_rows *rows, struct area area);
/* Fits the list to changed rows or a changed area; the row chosen stays chosen while it is there. */
void list_view_fit(struct list_view *list, const struct list_rows *rows, struct area area);
/* Moves by arrows, page keys, Home and End, and searches; false when the key is none of them. */
bool list_view_key(struct list_view *list, const struct list_rows *rows, const struct ui_key *key);
/* The same on a page where letters are typed: ^F searches. Asked before the page reads a key, as Enter and Esc end the typing of the words. */
bool list_view_text_key(struct list_view *list, const struct list_rows *rows, const struct ui_key *key);
/* Moves without searching. */
bool list_view_move(struct list_view *list, const struct list_rows *rows, const struct ui_key *key);
/* Reads a digit, when rows have them: *index is its row. */
bool list_view_digit(const struct list_view *list, const struct list_rows *rows, const struct ui_key *key, size_t *index);
void list_view_draw(const struct list_view *list, const struct list_rows *rows, struct canvas *canvas);
void list_view_release(struct list_view *list);

#endif
