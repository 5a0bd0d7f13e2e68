#ifndef UI_PLACE_DRAWS_H
#define UI_PLACE_DRAWS_H

#include "base/id.h"
#include "ui/screen.h"

/* Spot checks: the townships with their draws, a draw with its houses, telling a draw and giving its seed. */

/* The draws of the person's area. NULL: they cannot be shown, the reason is said. */
struct screen *draws_screen(struct ui *ui);
/* The houses of one draw. */
struct screen *draw_screen(struct ui *ui, const struct id *draw);
/* Telling what a draw of a township will be drawn from. NULL: it cannot be told, the reason is said. */
struct screen *draw_tell_screen(struct ui *ui, const char *township);
/* The seed of a draw that was told. */
struct screen *draw_seed_screen(struct ui *ui, const struct id *draw);

#endif
