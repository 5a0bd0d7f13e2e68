#ifndef APP_ROSTER_ROSTER_CORRECT_H
#define APP_ROSTER_ROSTER_CORRECT_H

#include "app/roster/roster_read.h"

/* A table to correct: the roster once more, in its own format, with what is wrong in a column beside the rows. */

/* Writes NAME-to-correct.csv or .xlsx (in the language of the pages) beside the roster, under a name that is free; *path gets it, the caller frees. */
MUST_CHECK enum status roster_correct_write(const struct roster_reading *reading, char **path, struct err *err);

#endif
