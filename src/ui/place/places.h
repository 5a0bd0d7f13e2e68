#ifndef UI_PLACE_PLACES_H
#define UI_PLACE_PLACES_H

#include "ui/screen.h"

/* The forms about villages, townships and the county. NULL when there is no form pack; that is said. */
struct screen *places_screen(struct ui *ui);

#endif
