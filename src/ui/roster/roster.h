#ifndef UI_ROSTER_ROSTER_H
#define UI_ROSTER_ROSTER_H

#include "app/roster/roster_map.h"
#include "ui/screen.h"

/* The pages of rosters. */

/* Tables on sticks and in the inbox, and the imports of before. */
struct screen *roster_screen(struct ui *ui);
/* One table before it is taken in. Copies the path. */
struct screen *roster_table_screen(const char *path);
/* What the columns of a table and their words mean; what is said goes into `map`. All borrowed, as long as the page stands. `leaves_out`: it was agreed to
 * leave out the columns that mean nothing. */
struct screen *roster_columns_screen(const char *path, const char *sheet, struct roster_map *map, bool leaves_out);
/* An import that is taken back, and why. Copies its name. */
struct screen *roster_undo_screen(struct ui *ui, const char *batch);
/* A house that is taken out, and why; one that is out comes back. */
struct screen *roster_out_screen(struct ui *ui, const struct id *house);

#endif
