#ifndef UI_SITTING_SITTING_H
#define UI_SITTING_SITTING_H

#include "ui/screen.h"

/* The houses of a level, decided one by one and signed together. */

/* The page of a sitting that begins with a house; `building` NULL: with the first. NULL when there is nothing to sign, which is said. */
struct screen *sitting_screen(struct ui *ui, const char *level, const struct id *building);

#endif
