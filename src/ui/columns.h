#ifndef UI_COLUMNS_H
#define UI_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/canvas.h"

/* The columns of a list: each has one width for all rows in view, so that every row's columns begin at the same cell. The page says of each column
 * how wide its texts are, and which column gives way first where not all have room. Pure arithmetic; what is drawn is cut with the mark of the
 * canvas. */

struct list_column {
	int want;  /* cells of its widest text: columns_widen */
	int least; /* it gives way no further; 0: it never gives way */
	bool ends; /* of a text without room its end is shown: what tells rows apart stands there */
	int cols;  /* what columns_share gave it */
};

#define COLUMNS_GAP 1 /* cells between a column and the one before it */

/* Makes the column as wide as the text. */
void columns_widen(struct list_column *column, const char *text);
/* Shares so many cells among the columns. Where there are too few, columns give way in the order of `first`, indexes of columns, each as far as it may;
 * then the last column, as far as nothing. `first` NULL: the widest ones give way. The last column gets what is left. A column without any text takes
 * no cell. */
void columns_share(struct list_column *columns, size_t count, const size_t *first, size_t first_count, int cols);
/* Draws a text in the column at the left of what is left of the row. */
void columns_draw(struct canvas *canvas, struct area *left, const struct list_column *column, struct look look, const char *text);

#endif
