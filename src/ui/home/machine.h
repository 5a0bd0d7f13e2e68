#ifndef UI_HOME_MACHINE_H
#define UI_HOME_MACHINE_H

#include "ui/screen.h"

/* What is wrong with this machine, and how to mend it: as louce doctor says it, to read. */

struct screen *machine_screen(struct ui *ui);

#endif
