#ifndef APP_HOUSE_ANSWERS_H
#define APP_HOUSE_ANSWERS_H

#include "base/value.h"
#include "form/pack.h"

/* The answers of one form as a person reads them at the command line. */

/* A line for each answer, "label: words", in the order of the form, rows under a line of their own, each `indent` spaces in. What the form has no question
 * for (an earlier pack's, answers to returns and reasons aside) follows as it is stored, so that nothing signed stays unsaid. Caller frees; "" for none. */
char *house_answers_words(const struct pack *pack, const struct form *form, const struct value *values, int indent);

#endif
