#ifndef UI_HOUSE_BOARD_H
#define UI_HOUSE_BOARD_H

#include "app/house/board.h"
#include "ui/screen.h"

/* The quality board of the person's area: what the rules find and what was signed over, counted by rule, kind, village, team or person. NULL: no pack
 * is in force, which was said. */
struct screen *board_screen(struct ui *ui);
/* What stands in one row of it, each finding a line that leads into the field where it is mended. */
struct screen *board_list_screen(enum board_by by, const struct board_row *row);

#endif
