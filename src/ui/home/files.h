#ifndef UI_HOME_FILES_H
#define UI_HOME_FILES_H

#include <stdbool.h>

#include "ui/home/run.h"
#include "ui/screen.h"

/* The files of louce that were found, one of which is opened. `start` is borrowed as long as the page lives. */

/* The page, in place of the one that asks. `then_keys`: a key comes next, as the laptop is being set up. */
struct action files_show(const struct ui_start *start, struct ui *ui, bool then_keys);
/* The page when a file lies where this laptop keeps its own, and nobody noted that it works on it; NULL: none lies there. */
struct screen *files_own_screen(const struct ui_start *start, struct ui *ui);

#endif
