#ifndef UI_HOUSE_BUILDINGS_H
#define UI_HOUSE_BUILDINGS_H

#include "app/table/sift.h"
#include "ui/screen.h"

/* All houses, searched and filtered. */

struct screen *buildings_screen(struct ui *ui);
/* Those that have answers in common; takes what the sift holds. */
struct screen *buildings_sifted_screen(struct ui *ui, struct sift *sift);

#endif
