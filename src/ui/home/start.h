#ifndef UI_HOME_START_H
#define UI_HOME_START_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"
#include "ui/home/run.h"
#include "ui/screen.h"

/* What stands before home: opening the file of last time, and the three choices while there is none. */

/* Opens the workspace and gives the first page: home, or the choices. `start` is borrowed as long as the page lives. */
struct screen *start_screen(struct ui *ui, const struct ui_start *start);
struct screen *first_screen(const struct ui_start *start); /* the choices */
/* The file opened last, which is still there; caller frees. NULL: none. */
char *start_remembered(void);
/* Opens a file of this laptop and notes that it is the one worked on. */
MUST_CHECK enum status start_open(struct ui *ui, const char *path, struct err *err);
/* What follows when it was not opened: the page that mends a file of this laptop that was altered; NULL otherwise: what failed is said. `start` is
 * borrowed as long as the page lives. */
struct screen *start_not_opened(struct ui *ui, const struct ui_start *start, const char *path, const struct err *err);
/* Of struct progress, its ctx the ui: shows how far it is. */
void start_tell_busy(void *ui, const char *what, int64_t done, int64_t all);
/* Opens the file of a county that was just founded, or stands already: home, in place of the page that asks. */
struct action start_open_founded(struct ui *ui, const struct ui_start *start, const char *path);

#endif
