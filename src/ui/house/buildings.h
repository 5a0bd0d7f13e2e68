#ifndef UI_HOUSE_BUILDINGS_H
#define UI_HOUSE_BUILDINGS_H

#include "ui/screen.h"

/* All houses, searched and filtered. */

struct screen *buildings_screen(struct ui *ui);

#endif
