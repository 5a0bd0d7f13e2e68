#ifndef UI_PLACE_MANIFESTS_H
#define UI_PLACE_MANIFESTS_H

#include "ui/screen.h"

/* The villages with their manifests; of a person who signs for one village alone, that village's own page. */

struct screen *manifests_screen(struct ui *ui);

#endif
