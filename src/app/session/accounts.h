#ifndef APP_SESSION_ACCOUNTS_H
#define APP_SESSION_ACCOUNTS_H

#include <stddef.h>

#include "app/session/workspace.h"

/* Who can unlock here: people with a key file and a credential that stands. */

struct app_person_row {
	char person[33];
	char name[200], role[100], area[100]; /* as people read them; what is longer ends with a mark */
	size_t rights;			      /* that stand on the key here; the role and area are of the first */
	bool may_sign;			      /* a credential stands and fits this device */
	bool agrees;			      /* will be an officer: may agree to that, and nothing else yet */
	bool asked;			      /* neither; a right was asked for with this key, and has not come yet */
	bool portable;
	int sort; /* the order of the pack's roles */
};
/* The people of this laptop, the ones that may sign first, by role and name. *rows: caller frees. `near`: a division prefix; people of
 * areas that do not touch it are left out ("" for all). */
MUST_CHECK enum status app_person_list(struct app *app, const char *near, struct app_person_row **rows, size_t *count, struct err *err);

#endif
