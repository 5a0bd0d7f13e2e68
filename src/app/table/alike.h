#ifndef APP_TABLE_ALIKE_H
#define APP_TABLE_ALIKE_H

#include "app/table/sift.h"

/* The same error elsewhere: from one house where a rule finds something to those that answer the same. */

/* Puts into the filters of *sift what the house answers to the open questions that the rule is about; where several stand in one, each. NOT_FOUND: it
 * answers none of them, or none that this person may see now: sealed values are never searched by. */
MUST_CHECK enum status alike_filters(struct app *app, const struct id *building, const struct rule *rule, struct sift *sift,
				     struct err *err);

#endif
