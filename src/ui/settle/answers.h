#ifndef UI_SETTLE_ANSWERS_H
#define UI_SETTLE_ANSWERS_H

#include "app/settle/versions.h"
#include "form/pack.h"
#include "ui/screen.h"

/* What the versions of a form answer to one question. */

const struct value *answer_value(const struct app_version *version, const struct field *field); /* NULL: nothing; borrowed */
/* As a person reads it, the rows of a repeat a line each; caller frees. */
char *answer_text(const struct ui *ui, const struct app_version *version, const struct field *field);
bool answers_agree(const struct app_version *a, const struct app_version *b, const struct field *field);

#endif
