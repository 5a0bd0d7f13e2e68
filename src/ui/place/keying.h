#ifndef UI_PLACE_KEYING_H
#define UI_PLACE_KEYING_H

#include "ui/screen.h"

/* A printed list of a village that came back filled in: which one, then its houses in the order of the paper. */

struct screen *keying_prints_screen(struct ui *ui, const char *village);

#endif
