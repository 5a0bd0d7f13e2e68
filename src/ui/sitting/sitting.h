#ifndef UI_SITTING_SITTING_H
#define UI_SITTING_SITTING_H

#include "form/pack.h"
#include "ui/screen.h"

/* The sitting: the houses of a level, decided one by one and signed together. */

/* The page of a sitting that begins with `building`; NULL: with the first house. Returns NULL, and says so, when there is nothing to sign. */
struct screen *sitting_screen(struct ui *ui, const struct level *level, const struct id *building);

#endif
