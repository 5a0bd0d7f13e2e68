#ifndef UI_HOUSE_BUILDING_H
#define UI_HOUSE_BUILDING_H

#include "ui/screen.h"

/* One house: its forms, photos and history, and the way to what comes next. */

struct screen *building_screen(struct ui *ui, const struct id *building);

#endif
