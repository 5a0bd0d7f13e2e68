#ifndef APP_FILL_SHEET_AGAIN_H
#define APP_FILL_SHEET_AGAIN_H

#include "app/fill/sheet.h"

/* Answers that are asked again, since what their form depends on is no longer what its author saw: of a form that is blind to something they
 * begin empty, of another each is confirmed as it stands, or changed. The form is not signed before. */

/* Asks again where a field that the form depends on is not as in the steps that `upon` (hex ids) names. False: all are. */
bool sheet_ask_again(struct sheet *sheet, const struct value *upon);
/* Is the question still to be answered again, or confirmed? */
bool sheet_is_asked_again(const struct sheet *sheet, const struct field *field);
/* The answer was seen, and stands; what of it fits no more is gone (sheet_unfit.h). */
void sheet_confirm(struct sheet *sheet, const struct field *field, int row);
/* What has changed and what is to be done, in a sentence; NULL: nothing is asked again. The caller frees. */
char *sheet_again_words(const struct sheet *sheet);

#endif
