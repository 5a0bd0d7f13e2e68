#ifndef UI_STICK_OLD_COPY_H
#define UI_STICK_OLD_COPY_H

#include "ui/screen.h"

/* The page of a file that is an older copy: two ways out. */

struct screen *old_copy_screen(void);

#endif
