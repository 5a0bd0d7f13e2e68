#ifndef APP_HOUSE_UNFIT_H
#define APP_HOUSE_UNFIT_H

#include "app/session/workspace.h"
#include "base/value.h"
#include "form/pack.h"

/* Answers that fitted their question once and fit it no more, since a later pack took the choice away, narrowed the bounds or asks for something of
 * another type. */

/* What was answered, in the words of the pack that took it, else as it is stored; of a list of codes those that the field does not have. The caller
 * frees. */
char *unfit_words(const struct app *app, const struct field *field, const struct value *value);
/* A sentence about such an answer: what it said, and why it cannot stand. `words`: as above; `keeps`: other choices of it stand. The caller frees. */
char *unfit_sentence(const struct app *app, const struct field *field, const char *words, bool keeps);
/* Did an earlier pack take the value in a field of this name? */
bool unfit_was_taken(const struct app *app, const struct field *field, const struct value *value);

/* What `values`, of a step under the pack `own`, answers and the form in force does not ask any more: the labels, with `says` what was answered too. NULL:
 * nothing. The caller frees. */
char *unfit_unasked(const struct pack *own, const struct form *form, const struct value *values, bool says);

#endif
