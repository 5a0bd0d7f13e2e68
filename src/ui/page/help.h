#ifndef UI_PAGE_HELP_H
#define UI_PAGE_HELP_H

#include "ui/screen.h"

/* The keys of the page it was asked on, and what holds everywhere. */

struct screen *help_screen(const struct screen *of);

#endif
