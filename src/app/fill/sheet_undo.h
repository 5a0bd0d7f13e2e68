#ifndef APP_FILL_SHEET_UNDO_H
#define APP_FILL_SHEET_UNDO_H

#include <stdbool.h>

/* Undo in a form that is being filled: answers, rows and photos as they were, change by change, back to how the form was opened. */

struct field;
struct sheet;
struct sheet_photo;

/* Takes back the last change that made a difference. *field, *row: where it was made; NULL: at several, or at a reason. False: nothing was changed. */
bool sheet_undo(struct sheet *sheet, const struct field **field, int *row);
bool sheet_can_undo(const struct sheet *sheet); /* Was anything changed since the form was opened, that was not taken back? */
/* The cursor came to another line: what is typed from now on is taken back by itself. */
void sheet_undo_point(struct sheet *sheet);

/* ---- for the files of the sheet: called before each change; the keys of one text are one change */
void sheet_remember(struct sheet *sheet, const struct field *field, int row);
void sheet_remember_typing(struct sheet *sheet, const struct field *field, int row);
void sheet_bury_photo(struct sheet *sheet, struct sheet_photo *photo_take); /* a photo that is taken out */
void sheet_past_release(struct sheet *sheet);

#endif
