#ifndef UI_STICK_OLD_COPY_H
#define UI_STICK_OLD_COPY_H

#include "ui/screen.h"

/* The page of a file that lacks steps of this laptop, by its note (an older copy) or by a county receipt (a claim): two ways out. */

struct screen *old_copy_screen(void);

#endif
