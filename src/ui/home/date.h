#ifndef UI_HOME_DATE_H
#define UI_HOME_DATE_H

#include "ui/screen.h"

/* Asks what day it is, when the clock of this machine is doubted; leads home. NULL: the clock is not doubted. */
struct screen *date_screen(struct ui *ui);

#endif
