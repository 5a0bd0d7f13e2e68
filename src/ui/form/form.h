#ifndef UI_FORM_FORM_H
#define UI_FORM_FORM_H

#include "form/pack.h"
#include "app/fill/sheet.h"
#include "ui/screen.h"

/* A form while it is filled. */

/* `building` "" : a new one. NULL when it cannot be opened; the reason is said. */
struct screen *form_screen(struct ui *ui, const struct id *building, const char *form);
/* One slot of a form that repeats, by its first step, to correct it; zeros: another one. */
struct screen *form_slot_screen(struct ui *ui, const struct id *building, const char *form, const struct id *slot);
/* Another slot of a form that repeats, in which this field has the text; a draft goes before it. */
struct screen *form_preset_screen(struct ui *ui, const struct id *building, const char *form, const struct field *field, const char *text);
/* The form at one of its fields, NULL: where it begins. */
struct screen *form_field_screen(struct ui *ui, const struct id *building, const char *form, const struct field *field);
/* One row of a repeat, as a form of its own; the sheet is borrowed. */
struct screen *row_screen(struct ui *ui, struct sheet *sheet, const struct field *repeat, int row);

#endif
