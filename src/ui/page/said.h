#ifndef UI_PAGE_SAID_H
#define UI_PAGE_SAID_H

#include "ui/screen.h"

/* The sentences that were said above the keys, the newest first. */

struct screen *said_screen(struct ui *ui);

#endif
