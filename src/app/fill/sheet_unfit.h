#ifndef APP_FILL_SHEET_UNFIT_H
#define APP_FILL_SHEET_UNFIT_H

#include "app/fill/sheet.h"

/* Answers in a sheet that no longer fit their questions (unfit.h): they stand beside, in words, until the question is answered anew. For the files
 * of this folder. */

/* Puts beside what does not fit among what was typed; the rest of a list of choices stays. The evaluator can load what is left. */
void sheet_set_aside(struct sheet *sheet);
/* What stood in the field and does not fit; NULL: nothing. Borrowed until the next change. */
const char *sheet_unfit(const struct sheet *sheet, const struct field *field, int row);
/* The field was answered: what stood beside goes. */
void sheet_drop_unfit(struct sheet *sheet, const struct field *field, int row);
/* Enter at a question whose other choices stand, or at rows, goes on without it. True: it did. */
bool sheet_confirm_unfit(struct sheet *sheet, const struct field *field, int row);
/* Tells each as a problem of its question. */
void sheet_add_unfit_problems(struct sheet *sheet, void (*add)(struct sheet *sheet, const struct field *field, int row, const char *text));
/* Notes what the version that is corrected answers and the form asks no more. */
void sheet_note_unasked(struct sheet *sheet);
/* Takes what a draft has beside, as far as the form still asks it. */
void sheet_take_unfit(struct sheet *sheet, const struct value *unfit);

#endif
