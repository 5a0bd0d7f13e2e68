#ifndef UI_HOME_DATE_H
#define UI_HOME_DATE_H

#include "ui/screen.h"

/* Asks what day it is, and says which one louce takes; leads home. NULL: the file could not be read, which is said. */
struct screen *date_screen(struct ui *ui);
struct screen *date_doubted_screen(struct ui *ui);	  /* the same; NULL as well while the clock of this machine is not doubted */
struct screen *date_before_signing_screen(struct ui *ui); /* leads back to the page that wanted to sign */

#endif
