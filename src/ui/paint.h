#ifndef UI_PAINT_H
#define UI_PAINT_H

#include <stdbool.h>

#include "base/err.h"
#include "ui/canvas.h"
#include "ui/keys.h"

/* The terminal: the only file that includes curses. It paints a canvas and tells the terminal's size; it never reads keys. */

struct paint;

/* Takes the terminal over (raw, alternate screen, bracketed paste). What the terminal answers about its line drawing is read through
 * `decoder`, which keeps whatever was typed meanwhile. NOT_FOUND: TERM is unknown. INVALID: no terminal. */
MUST_CHECK enum status paint_start(struct decoder *decoder, struct paint **out, struct err *err);
void paint_stop(struct paint *paint); /* gives the terminal back as it was; takes NULL */
/* Gives the terminal back for a while, e.g. to suspend. */
void paint_pause(struct paint *paint);
void paint_resume(struct paint *paint);
/* Reads the terminal's size anew. */
void paint_resized(struct paint *paint);
void paint_size(const struct paint *paint, int *rows, int *cols);
unsigned paint_colours(const struct paint *paint); /* 0, 16, 256 */
bool paint_fine_lines(const struct paint *paint);
void paint_canvas(struct paint *paint, const struct canvas *canvas);
void paint_redraw(struct paint *paint); /* the next canvas is painted whole */
void paint_bell(struct paint *paint);

#endif
