#ifndef UI_FORM_REPEAT_H
#define UI_FORM_REPEAT_H

#include "app/fill/sheet.h"
#include "ui/screen.h"

/* The rows of a repeat: findings, businesses. */

struct screen *rows_screen(struct ui *ui, struct sheet *sheet, const struct field *repeat);

#endif
