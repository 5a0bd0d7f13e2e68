#ifndef UI_SETTLE_MOVE_H
#define UI_SETTLE_MOVE_H

#include "base/id.h"

struct screen;
struct ui;

/* A house that belongs in another village: which one, and why. Of one that moved, whichever of the two is named, what is still to be signed is carried. */
struct screen *move_screen(struct ui *ui, const struct id *house);

#endif
