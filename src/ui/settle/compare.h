#ifndef UI_SETTLE_COMPARE_H
#define UI_SETTLE_COMPARE_H

#include "ui/page/listview.h"

/* A table of what stands side by side: rows with a label and a cell for each side. Every text wraps in its column, so that nothing that
 * differs is cut. As many sides are seen as have room; the others come by moving `first`. Owns its texts. */

struct compare_cell {
	char *text;
	struct look look;
	const char *mark; /* of two cells, before the text; NULL: none */
};

struct compare_row {
	char *label;
	struct compare_cell *cells; /* one for each side */
};

struct compare_table {
	struct compare_row *rows;
	size_t count, cap;
	bool marks;	     /* the cells keep room for marks */
	size_t sides, first; /* how many; the one at the left, so that as many follow it as are shown */
};

/* Adds a row and returns its cells, whose texts are NULL, to be set before the table is drawn. */
struct compare_cell *compare_add(struct compare_table *table, const char *label);
void compare_release(struct compare_table *table);
/* The sides that are seen beside each other on a page of so many cells. */
size_t compare_shown(const struct compare_table *table, int cols);
/* The rows as those of a list. */
struct list_rows compare_rows(const struct compare_table *table);
/* One row with all its sides, each below its head: to be read over a whole page where the row is taller than its list. The caller frees. */
char *compare_whole_row(const struct compare_table *head, const struct compare_table *table, size_t index);
/* All rows above a list that has the same columns: the lines they take on a page of so many cells, and drawing them. */
int compare_head_lines(const struct compare_table *table, int cols);
void compare_draw_head(const struct compare_table *table, struct canvas *canvas, struct area area, struct look look);

#endif
