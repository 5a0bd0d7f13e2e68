#ifndef UI_STICK_STICKS_H
#define UI_STICK_STICKS_H

#include "ui/screen.h"

/* What the pages about sticks share. */

/* The sticks that are in, and what has gone round. */
struct screen *exchange_screen(struct ui *ui);
/* What is on a file; from there it is taken in. */
struct screen *exchange_file_screen(struct ui *ui, const char *path);
/* Takes files in and shows what came of it. */
struct action exchange_take_in(struct ui *ui, char **paths, size_t count);
/* Writing into a stick's folder (NULL: none is in); NULL: it cannot be (said). */
struct screen *exchange_out_screen(struct ui *ui, const char *folder);

#endif
