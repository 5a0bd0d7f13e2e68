#ifndef UI_HOME_HOME_H
#define UI_HOME_HOME_H

#include "ui/screen.h"

/* The first page: what there is to do. */

struct screen *home_screen(struct ui *ui);

#endif
