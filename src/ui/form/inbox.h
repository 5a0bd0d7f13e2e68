#ifndef UI_FORM_INBOX_H
#define UI_FORM_INBOX_H

#include "app/fill/sheet.h"
#include "ui/screen.h"

/* The photos of the inbox, to take one for a field. */

/* A photo of the folder, large. NULL: it cannot be read, which was said. */
struct screen *inbox_large(struct ui *ui, const char *path, const char *name);
struct screen *inbox_screen(struct ui *ui, struct sheet *sheet, const struct field *field, int row);

#endif
