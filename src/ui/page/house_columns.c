#include "ui/page/house_columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "form/pack.h"

#define PLACE_LEAST 6  /* of a village, and of a place in it: two characters and the mark */
#define OWNER_LEAST 10 /* of an address and an owner: a name, a door and the mark */

const size_t house_columns_give[3] = { HOUSE_VILLAGE, HOUSE_FIRST, HOUSE_OWNER };

/* The texts of the columns; `first` is the caller's to free. */
static char *
texts_of(const struct listed *house, const char *texts[HOUSE_COLUMNS])
{
	char *first = mem_strndup(house->words, house->first);
	const char *numbers = house->words + house->first;

	texts[HOUSE_VILLAGE] = house->village;
	texts[HOUSE_FIRST] = first + strspn(first, " ");
	texts[HOUSE_NUMBERS] = numbers + strspn(numbers, " ");
	texts[HOUSE_OWNER] = house->owner;
	return first;
}

void
house_columns_widen(struct list_column columns[HOUSE_COLUMNS], const struct listed *house, bool village)
{
	const char *texts[HOUSE_COLUMNS];
	char *first = texts_of(house, texts);

	for (size_t c = village ? HOUSE_VILLAGE : HOUSE_FIRST; c < HOUSE_COLUMNS; c++)
		columns_widen(&columns[c], texts[c]);
	columns[HOUSE_VILLAGE].least = columns[HOUSE_FIRST].least = PLACE_LEAST;
	columns[HOUSE_OWNER].least = OWNER_LEAST;
	columns[HOUSE_OWNER].ends = true;
	free(first);
}

void
house_columns_fit(const struct list_column columns[HOUSE_COLUMNS], const struct pack *pack, struct listed *house)
{
	const struct division *own = pack && (int)text_cells(house->village) > columns[HOUSE_VILLAGE].cols
					     ? pack_division_now(pack, house->division)
					     : NULL;

	if (own && columns[HOUSE_VILLAGE].cols)
		house->village = own->name;
}

void
house_columns_draw(struct canvas *canvas, struct area *left, const struct list_column columns[HOUSE_COLUMNS], struct look look,
		   const struct listed *house)
{
	const char *texts[HOUSE_COLUMNS];
	char *first = texts_of(house, texts);
	int row = left->row, col = left->col;

	for (size_t c = 0; c < HOUSE_COLUMNS; c++)
		columns_draw(canvas, left, &columns[c], look, texts[c]);
	if (look.flags & LOOK_REVERSE) /* the gaps too */
		canvas_look(canvas, row, col, left->col - col - COLUMNS_GAP, look);
	free(first);
}
