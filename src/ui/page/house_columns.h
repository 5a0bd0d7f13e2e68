#ifndef UI_PAGE_HOUSE_COLUMNS_H
#define UI_PAGE_HOUSE_COLUMNS_H

#include "app/house/list.h"
#include "ui/columns.h"

/* What a house is called, in the columns of a list: its village, the place within it, its numbers, its address and owner. Where they have no room,
 * the two places are cut at their ends, and the address where it begins: numbers and names tell houses apart. */

enum { HOUSE_VILLAGE, HOUSE_FIRST, HOUSE_NUMBERS, HOUSE_OWNER, HOUSE_COLUMNS };

/* Makes the columns as wide as the house needs; `village`: its village's name is among them. */
void house_columns_widen(struct list_column columns[HOUSE_COLUMNS], const struct listed *house, bool village);
/* Calls the village by its own name, without the township, where both have no room: the township tells fewer houses apart. */
void house_columns_fit(const struct list_column columns[HOUSE_COLUMNS], const struct pack *pack, struct listed *house);
/* Draws the house at the left of what is left of the row. */
void house_columns_draw(struct canvas *canvas, struct area *left, const struct list_column columns[HOUSE_COLUMNS], struct look look,
			const struct listed *house);
/* In which order the columns of a house give way (columns_share). */
extern const size_t house_columns_give[3];

#endif
