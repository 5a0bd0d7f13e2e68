#ifndef UI_HOME_BARS_H
#define UI_HOME_BARS_H

#include "app/house/work.h"
#include "ui/area.h"
#include "ui/canvas.h"

/* How far each place has come, a bar each: a line a place, two columns of them where there are more places than lines, and how many are left out.
 * A number is never cut: the bars give way, then the names. Draws nothing where there is no place or no room. */
void bars_draw(const struct work *work, struct canvas *canvas, struct area left);

#endif
