#ifndef UI_PLACE_TALLY_H
#define UI_PLACE_TALLY_H

#include "ui/screen.h"

/* The six counts that a township tells by telephone: its own, to be read out, or those that the county types in. NULL, with a word: this person does neither. */

struct screen *tally_screen(struct ui *ui);

#endif
