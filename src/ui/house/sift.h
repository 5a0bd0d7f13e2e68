#ifndef UI_HOUSE_SIFT_H
#define UI_HOUSE_SIFT_H

#include "app/house/list.h"
#include "app/table/sift.h"
#include "ui/screen.h"

/* The list of houses by any field or fact of the pack, and saved. What is chosen goes into `sift`, which is borrowed as long as the page stands. */

/* One answer that the houses have in common: a column, then its value, counted among the houses of `only`. NULL: no pack is in force, which was said. */
struct screen *sift_filter_screen(struct ui *ui, struct sift *sift);
/* Columns, order and counts of the houses that are left, and the file. Copies the area, which is said above the table. */
struct screen *sift_save_screen(struct ui *ui, struct sift *sift, const char *area);

/* What the list shows, as it is said above a table: each NULL where it does not narrow. */
struct sift_shown {
	const struct ui *ui;
	const char *areas, *task;
	bool searched; /* the words are not said: they may be somebody's name */
	bool urgent;   /* in the order of work; else in that of the roster */
};
/* Lets the sift hold of the houses that show and no others, in their order and with what each waits for. */
void sift_keep_shown(struct sift *sift, const struct building_list *list, const struct sift_shown *shown);

#endif
