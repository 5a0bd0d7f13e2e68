#ifndef STORE_DRAW_RULE_H
#define STORE_DRAW_RULE_H

#include "base/attr.h"
#include "base/err.h"
#include "step/step.h"
#include "store/divisions/draws.h"

/* What a signed draw must be by itself. Internal to the folder. */

/* Says in its standing what is wrong with a draw, of which `first` and `head` are the steps. */
MUST_CHECK enum status draw_judge(struct store *store, const struct step *first, const struct step *head, struct store_draw *draw,
				  struct err *err);

#endif
