#ifndef UI_PLACE_PLACE_WORDS_H
#define UI_PLACE_PLACE_WORDS_H

#include "app/place/manifest.h"
#include "ui/screen.h"

/* Words of the pages of villages. The caller frees each. */

/* What a house is called on the page of its village: without the names of the village and of the part that it stands under. */
char *place_house_words(const struct ui *ui, const char *village, const struct manifest_house *house);
/* What a missing house waits for, or how often somebody came in vain. */
char *place_waits_words(const struct ui *ui, const struct manifest_house *house);
/* The reasons by their digits, as many to a line as fit whole. */
char *place_reasons_lines(const struct ui *ui, int cols);

#endif
