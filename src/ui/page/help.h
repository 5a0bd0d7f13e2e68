#ifndef UI_PAGE_HELP_H
#define UI_PAGE_HELP_H

#include "ui/screen.h"

/* The help page: the keys of the page it was asked on, and the keys of every page. */

struct screen *help_screen(const struct screen *of);

#endif
