#ifndef UI_PLACE_MANIFEST_H
#define UI_PLACE_MANIFEST_H

#include "ui/screen.h"

/* One village: its houses by where they stand, those that are missing, and why; the manifest is signed here. */

struct screen *manifest_screen(struct ui *ui, const char *village);

#endif
