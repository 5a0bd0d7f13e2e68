#ifndef APP_XLSFORM_PATTERN_H
#define APP_XLSFORM_PATTERN_H

#include <stdbool.h>

#include "base/buf.h"

/* Regular expressions of surveys as SQL: "[0-9]{11}" is a GLOB. Classes, letters, digits and points, each with a count; one count of them all may be
 * open, as in "[A-Z]{2}[0-9]+". */

/* Appends the condition that the SQL value `of` is wholly as the pattern says. False: it cannot be said, and nothing of `out` is of use. */
bool pattern_write(const char *pattern, const char *of, struct buf *out);

#endif
