#ifndef UI_HOME_FOUND_H
#define UI_HOME_FOUND_H

#include "ui/home/run.h"
#include "ui/screen.h"

/* Founding a county on the screens: its digits and title, its officers, a key for each of them, and the file. `start` is borrowed. */

struct screen *found_screen(const struct ui_start *start);

#endif
