#ifndef APP_TABLE_LISTING_H
#define APP_TABLE_LISTING_H

#include "app/session/workspace.h"
#include "base/id.h"
#include "base/value.h"

/* A listing signed by a table or by an act about many houses, of which nobody fills the form by hand. */

/* Seals, signs and puts one, between act_begin and act_end, under the right that fits its village. `house` NULL: a new one; else its root, and
 * `head` what it replaces. */
MUST_CHECK enum status listing_put(struct app *app, const struct value *values, const struct id *house, const struct id *head,
				   struct err *err);

#endif
