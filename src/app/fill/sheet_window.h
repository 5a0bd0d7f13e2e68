#ifndef APP_FILL_SHEET_WINDOW_H
#define APP_FILL_SHEET_WINDOW_H

#include "app/fill/sheet.h"

/* Other windows of louce on a form that is being filled. */

/* Has another window of louce this form of this building open, and since when? A window that was killed has nothing open. */
MUST_CHECK enum status sheet_held(struct app *app, const struct id *building, const char *form, const struct id *slot, bool *held,
				  int64_t *since_unix, struct err *err);
/* From then on the form is this window's: the other one is told when it next keeps or signs it. */
MUST_CHECK enum status sheet_take_over(struct app *app, const struct id *building, const char *form, const struct id *slot,
				       struct err *err);

#endif
