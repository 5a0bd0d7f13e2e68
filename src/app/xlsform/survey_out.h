#ifndef APP_XLSFORM_SURVEY_OUT_H
#define APP_XLSFORM_SURVEY_OUT_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"

/* A form of a pack as a survey: an XLSX file with the sheets survey, choices and settings. What a survey has nothing for is said in `lost`, a line each, by
 * file, line and key; *lost_count: how many. CONFLICT: a file of the name is there. NOT_FOUND: the pack has no such form. */
MUST_CHECK enum status survey_write(const char *dir, const char *form, const char *path, struct buf *lost, size_t *lost_count,
				    struct err *err);

#endif
