#ifndef STEP_CHECK_H
#define STEP_CHECK_H

#include "base/attr.h"
#include "base/err.h"
#include "base/value.h"

/* What a form's data must be like, whatever its pack says: doc/file-format, S13. Internal to the floor. */

/* The members of data that the program itself writes beside the fields (`_upon` and the like). INVALID names the one that is wrong. */
MUST_CHECK enum status check_form_data(const struct value *data, struct err *err);

#endif
