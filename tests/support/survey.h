#ifndef TESTS_SUPPORT_SURVEY_H
#define TESTS_SUPPORT_SURVEY_H

#include "base/value.h"

/* Leaves of the campaign's pack the survey alone, for tests that add forms and chains of their own: `files` is a pack's. survey.sh does the same. */
void survey_alone(struct value *files);

#endif
