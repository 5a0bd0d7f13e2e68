#ifndef UI_HOME_START_H
#define UI_HOME_START_H

#include "ui/home/run.h"
#include "ui/screen.h"

/* What stands before home: opening the file of last time, and the three choices while there is none. */

/* Opens the workspace and gives the first page: home, or the choices. `start` is borrowed as long as the page lives. */
struct screen *start_screen(struct ui *ui, const struct ui_start *start);
struct screen *first_screen(const struct ui_start *start); /* the choices */
/* Opens the file of a county that was just founded: home, in place of the page that asks. */
struct action start_open_founded(struct ui *ui, const struct ui_start *start, const char *path);

#endif
