#ifndef UI_SCREENS_H
#define UI_SCREENS_H

#include "app/house/record.h"
#include "app/fill/sheet.h"
#include "app/sign/sitting.h"
#include "ui/screen.h"
#include "ui/ui.h"

/* The screens there are. Each is a file of its own; a constructor gives one, the loop frees it. */

/* Opens the workspace and gives the first screen: home, or the choice of the first start. */
struct screen *start_screen(struct ui *ui, const struct ui_start *start);
struct screen *first_screen(void); /* nothing to open yet: three choices */
struct screen *home_screen(struct ui *ui);
/* Who is at the laptop; `then` is what comes after: NULL goes back. */
struct screen *person_screen(struct ui *ui);
struct screen *help_screen(const struct screen *of);
struct screen *buildings_screen(struct ui *ui);
struct screen *building_screen(struct ui *ui, const char *building);
/* `building` "" : a new one. NULL when it cannot be opened; the reason is said. */
struct screen *form_screen(struct ui *ui, const char *building, const char *form);
struct screen *inbox_screen(struct ui *ui, struct sheet *sheet, const struct field *field, int row);
struct screen *rows_screen(struct ui *ui, struct sheet *sheet, const struct field *repeat);
/* One row of a repeat, as a form of its own. */
struct screen *row_screen(struct ui *ui, struct sheet *sheet, const struct field *repeat, int row);
struct screen *photo_screen(const void *bytes, size_t len, const char *caption);
struct screen *sitting_screen(struct ui *ui, const char *level, const char *building); /* begins with this house; NULL: with the first */
struct screen *keys_screen(struct ui *ui);					       /* people and keys */
struct screen *exchange_screen(struct ui *ui);					       /* sticks */
struct screen *decide_screen(void);						       /* feeds that split, houses listed twice */
struct screen *older_screen(void);						       /* the file is an older copy: two ways out */
/* Two versions of a form side by side; NULL when there are none, or they cannot be read (said). */
struct screen *versions_screen(struct ui *ui, const char *building, const char *form);
struct screen *reports_screen(struct ui *ui);
/* A text to read, e.g. a report or a list of reasons; takes both texts. */
struct screen *text_screen(char *title_take, char *text_take);

#endif
