#ifndef UI_PLACE_KEYING_STATE_H
#define UI_PLACE_KEYING_STATE_H

#include "app/fill/keying.h"
#include "ui/screen.h"

/* What the two pages of keying share. */

/* The houses of one list; takes it. */
struct screen *keying_screen(struct ui *ui, struct keying *keying_take);

#endif
