#ifndef UI_HOME_RESTORED_H
#define UI_HOME_RESTORED_H

#include "ui/screen.h"

/* A file that was just taken over from this path is a backup: what is in it, and the keys that lie beside it. NULL: none lies there, it is a file that somebody handed over. */
struct screen *restored_screen(struct ui *ui, const char *path);

#endif
