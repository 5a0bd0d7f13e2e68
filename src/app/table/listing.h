#ifndef APP_TABLE_LISTING_H
#define APP_TABLE_LISTING_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* A form signed by a table or by an act about many houses, which nobody fills by hand: a listing, or the record of another system. */

/* A form of one head: of a new building (`building` NULL) its listing; `head` what it replaces, or NULL. */
struct putting {
	const struct form *form;
	const struct value *values;
	const char *village; /* where the house stands */
	const struct id *building, *head;
};
/* Seals, signs and puts one, between act_begin and act_end, under the right that fits its village. */
MUST_CHECK enum status putting_sign(struct app *app, const struct putting *putting, struct id *step, struct err *err);
/* The same of a listing. `house` NULL: a new one; else its root, and `head` what it replaces. */
MUST_CHECK enum status listing_put(struct app *app, const struct value *values, const struct id *house, const struct id *head,
				   struct id *step, struct err *err);

#endif
