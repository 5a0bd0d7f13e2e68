#ifndef UI_HOME_REPORTS_H
#define UI_HOME_REPORTS_H

#include "ui/screen.h"

/* The reports of the pack in force, shown or written to a file. */

struct screen *reports_screen(struct ui *ui);

#endif
