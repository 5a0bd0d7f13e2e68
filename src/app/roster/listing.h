#ifndef APP_ROSTER_LISTING_H
#define APP_ROSTER_LISTING_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* A form signed by a table or by an act about many houses, which nobody fills by hand: a listing, or the record of another system. */

struct dossier;

/* A form of one head: of a new building (`building` NULL) its listing; `head` what it replaces, or NULL. */
struct putting {
	const struct form *form;
	const struct value *values;
	const char *village; /* where the house stands */
	const struct id *building, *head;
};
/* Seals, signs and puts one, between act_begin and act_end, under the right that fits its village. INVALID as below. */
MUST_CHECK enum status putting_sign(struct app *app, const struct putting *putting, struct id *step, struct err *err);
/* INVALID: an answer does not fit its form, named, and a step with it would not count. */
MUST_CHECK enum status listing_fits(const struct pack *pack, const struct form *form, const struct value *values, struct err *err);
/* Makes a version of a house's listing what it is by the pack in force: answers that it does not ask are left out, what it calculates is made anew. INVALID
 * as above. */
MUST_CHECK enum status listing_as_now(struct app *app, const struct dossier *dossier, struct value *values, struct err *err);
/* The same of a listing. `house` NULL: a new one; else its root, and `head` what it replaces. */
MUST_CHECK enum status listing_put(struct app *app, const struct value *values, const struct id *house, const struct id *head,
				   struct id *step, struct err *err);

#endif
