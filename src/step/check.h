#ifndef STEP_CHECK_H
#define STEP_CHECK_H

#include "base/attr.h"
#include "base/err.h"
#include "base/value.h"
#include "step/step.h"

/* What a step's data must be like, whatever a pack says: doc/file-format, S13, S14. Internal to the floor. */

/* The members of data that the program itself writes beside the fields (`_upon` and the like). INVALID names the one that is wrong. */
MUST_CHECK enum status check_form_data(const struct value *data, struct err *err);
/* Data and parents of a system kind. INVALID names the member that is wrong. */
MUST_CHECK enum status check_system_data(enum step_kind kind, const struct value *data, size_t parent_count, struct err *err);

#endif
