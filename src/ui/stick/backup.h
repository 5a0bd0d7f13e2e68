#ifndef UI_STICK_BACKUP_H
#define UI_STICK_BACKUP_H

#include "ui/screen.h"

/* A backup of all that is here onto a stick's folder (NULL: no stick is in). NULL when nothing can be written (said). */
struct screen *backup_screen(struct ui *ui, const char *folder);

#endif
