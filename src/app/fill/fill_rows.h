#ifndef APP_FILL_FILL_ROWS_H
#define APP_FILL_FILL_ROWS_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* Rows of a form about a division that the program takes from a report (`from` of a repeat): nobody types them, and they are signed as values. */

struct dossier;

/* What the repeats with `from` of the form hold for the dossier's division, as they are now: an object, by repeat. Of a slot that is corrected they stay
 * as they were signed. INVALID: the report gives what does not fit a field. The caller releases. */
MUST_CHECK enum status fill_rows(struct app *app, const struct form *form, const struct dossier *dossier, const struct id *slot,
				 struct value *out, struct err *err);

#endif
