#ifndef APP_SIGN_SIGN_H
#define APP_SIGN_SIGN_H

#include <stddef.h>

#include "app/house/returned.h"
#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"

/* Sign-offs: one step for each village and pack, its items ascending by building and slot. */

struct app_sign {
	const char *chain; /* NULL: the only one that has such a level */
	const char *level;
	const struct id *buildings;
	const struct id
		*slots; /* of a chain over a repeat form, beside the buildings: first steps; NULL or zeros: each slot of the building */
	size_t building_count;
	bool give_back;			  /* return instead of approve */
	const char *reason;		  /* of a return */
	const struct return_marks *marks; /* of a return; NULL: none */
};
/* Signs, one step for each village and pack, all buildings or none: each one that cannot be signed is named in `refused`, a line each. */
MUST_CHECK enum status app_sign(struct app *app, const struct app_sign *sign, size_t *signed_count, struct buf *refused, struct err *err);
/* All the signings of a sitting: every building is judged first, then one transaction. */
MUST_CHECK enum status app_sign_all(struct app *app, const struct app_sign *signs, size_t sign_count, size_t *signed_count,
				    struct buf *refused, struct err *err);
/* What was signed above a sign-off and falls with it, in words: how many houses at which level. NULL: nothing; caller frees. Fails as app_withdraw does
 * when the sign-off is not here or not this person's. */
MUST_CHECK enum status app_withdraw_falls(struct app *app, const char *step, char **words, struct err *err);
/* Withdraws a sign-off of the unlocked person. `agreed`: what the person was told that falls with it, "" for nothing; CONFLICT where that is otherwise now. NULL: nobody
 * was told. */
MUST_CHECK enum status app_withdraw(struct app *app, const char *step, const char *agreed, struct err *err);
/* After a sign-off was withdrawn: the short numbers of the person's other sign-offs that say the same of the same forms, as two laptops may have given them.
 * NULL: none; caller frees. */
MUST_CHECK enum status app_withdraw_leaves(struct app *app, const char *step, char **words, struct err *err);

#endif
