#ifndef UI_PAGE_LISTVIEW_H
#define UI_PAGE_LISTVIEW_H

#include "base/buf.h"
#include "ui/area.h"
#include "ui/canvas.h"
#include "ui/find.h"
#include "ui/menu.h"

/* A list of any length with one row chosen: it scrolls, searches with `/`, picks by the digit before a row, and says where it stands
 * ("12/40") when not all of it is seen. A row too long for its line ends with a mark. The texts of the rows come from their owner. */

struct list_view {
	struct menu menu;
	struct area area; /* as last fitted */
	int lines;	  /* that each row takes */
	struct find find;
	char note[100]; /* for the line above the keys: the place or the search; "" when all is seen */
};

/* The rows of a list, as its page has them. */
struct list_rows {
	size_t count;
	const void *ctx;
	void (*text)(const void *ctx, size_t index, struct buf *out); /* appends; for drawing and searching */
	struct look (*look)(const void *ctx, size_t index);	      /* of a row that is not chosen; NULL: plain */
	/* Draws a row that has columns, beside the mark of the chosen one; `text` is then only searched. NULL: the text is drawn. */
	void (*draw)(const void *ctx, size_t index, bool chosen, struct area area, struct canvas *canvas);
	int lines;     /* of the page, that each row takes; 0: one */
	bool numbered; /* the rows in view have digits 1 to 9 */
};

/* Fits the list to changed rows or a changed area; the row chosen stays chosen while it is there. */
void list_view_fit(struct list_view *list, const struct list_rows *rows, struct area area);
/* Moves by arrows, page keys, Home and End, and searches; false when the key is none of them. */
bool list_view_key(struct list_view *list, const struct list_rows *rows, const struct ui_key *key);
/* Reads a digit, when the rows in view have them: *index is its row. */
bool list_view_digit(const struct list_view *list, const struct list_rows *rows, const struct ui_key *key, size_t *index);
void list_view_draw(const struct list_view *list, const struct list_rows *rows, struct canvas *canvas);
void list_view_release(struct list_view *list);

#endif
