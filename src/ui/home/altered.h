#ifndef UI_HOME_ALTERED_H
#define UI_HOME_ALTERED_H

#include "ui/home/run.h"
#include "ui/screen.h"

/* A file of this laptop that something else wrote into, or a failing disk: `why` is what opening it said. Enter makes a clean file of its signed
 * steps in its place and opens it. `start` is borrowed as long as the page lives. */
struct screen *altered_screen(const struct ui_start *start, const char *path, const char *why);

#endif
