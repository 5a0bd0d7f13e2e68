#ifndef UI_PAGE_PASSPHRASE_H
#define UI_PAGE_PASSPHRASE_H

#include "ui/input.h"
#include "ui/screen.h"

/* The line in which a passphrase is typed, and below it, in the demonstration, what it is. */

#define PASSPHRASE_ROWS 2

/* Draws both at the top of the area, and puts the cursor there. */
void passphrase_draw(const struct ui *ui, struct canvas *canvas, struct area area, const struct secret *secret);

#endif
