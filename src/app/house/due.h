#ifndef APP_HOUSE_DUE_H
#define APP_HOUSE_DUE_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "form/pack.h"

/* Which houses owe which form by when. A form's day is the deadline of the pack that it names; days are counted from today when they are asked
 * for and are kept nowhere. */

#define DUE_NEVER INT64_MAX

struct due_row {
	struct id building;
	char division[DIVISION_CODE_LEN + 1];
	const struct form *form;
	const struct deadline *deadline;
	int64_t days; /* from today; negative: overdue */
};

/* Days until a deadline, or until that of a form (DUE_NEVER: it has none); negative: overdue. */
int64_t due_days(const struct deadline *deadline);
int64_t due_form_days(const struct pack *pack, const struct form *form);

/* Every form with a deadline that is called for at a house of the area and stands not there: overdue ones first, then by form, division and
 * house. A house that is counted as another owes nothing. *rows: caller frees. */
MUST_CHECK enum status due_list(struct app *app, const char *area, struct due_row **rows, size_t *count, struct err *err);

#endif
