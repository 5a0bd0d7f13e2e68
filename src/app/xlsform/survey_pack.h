#ifndef APP_XLSFORM_SURVEY_PACK_H
#define APP_XLSFORM_SURVEY_PACK_H

#include "app/xlsform/survey.h"

/* A survey as a form pack in a new folder: the form, its lists, and around it as little as a pack needs to be checked and tried: a form that lists what
 * is surveyed, one role that fills, one that signs, the divisions of the installed pack. */

/* CONFLICT: the folder holds something. After a failure nothing of it is left there. */
MUST_CHECK enum status survey_write_pack(const struct survey *survey, const char *dir, struct err *err);
/* Takes away what was written, and the folder with it. */
void survey_drop_pack(const struct survey *survey, const char *dir);

#endif
