#ifndef UI_STICK_SLIP_H
#define UI_STICK_SLIP_H

#include "ui/screen.h"

/* What is said of a hand-over, to be read; one key prints the pack's paper about the file that is handed over. */

/* `file`: that is handed over, or NULL: none is known yet, and the key says so. */
struct screen *slip_screen(char *title_take, char *text_take, const char *file);

#endif
