#ifndef STEP_CHECK_H
#define STEP_CHECK_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/value.h"

/* What a form's data and what hangs on a form must be like, whatever its pack says: doc/file-format, S9, S10, S13. Internal to the floor. */

/* Is the text a name of a field: [a-z][a-z0-9_]*? */
bool check_is_name(const char *text, size_t len);
/* Is the text a place of a photo: NAME, or REPEAT/ROW/NAME? */
bool check_is_place(const char *text);
/* The members of data that the program itself writes beside the fields (`_upon` and the like). INVALID names the one that is wrong. */
MUST_CHECK enum status check_form_data(const struct value *data, struct err *err);

#endif
