#ifndef UI_STICK_STICKS_H
#define UI_STICK_STICKS_H

#include "ui/screen.h"

/* What the pages about sticks share. */

/* The sticks that are in, and the files on them. */
struct screen *sticks_screen(struct ui *ui);
/* A file on a stick: what it holds, and from there taking it in. */
struct screen *stick_file_screen(struct ui *ui, const char *path);
/* Takes files in and shows what came of it. */
struct action stick_take_in(struct ui *ui, char **paths, size_t count);
/* Writing for others into a stick's folder (NULL: no stick is in); `all`: what they have already, too. NULL when nothing can be written (said). */
struct screen *stick_write_screen(struct ui *ui, const char *folder, bool all);
/* Writing all again onto the stick that is in. NULL as above. */
struct screen *sticks_send_again_screen(struct ui *ui);

#endif
