#ifndef UI_HOUSE_SIFT_H
#define UI_HOUSE_SIFT_H

#include "app/table/sift.h"
#include "ui/screen.h"

/* The list of houses by any field or fact of the pack, and saved. What is chosen goes into `sift`, which is borrowed as long as the page stands. */

/* One answer that the houses have in common: a column, then its value. NULL: no pack is in force, which was said. */
struct screen *sift_filter_screen(struct ui *ui, struct sift *sift);
/* Columns, order and counts of the houses that are left, and the file. Copies the area. */
struct screen *sift_save_screen(struct ui *ui, struct sift *sift, const char *area);

#endif
