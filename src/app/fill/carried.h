#ifndef APP_FILL_CARRIED_H
#define APP_FILL_CARRIED_H

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/value.h"
#include "form/pack.h"

/* What stands of a form at one house, signed at another as it stands there: its answers and photos, what is private of them sealed anew for the readers
 * there. Findings stay findings; what makes a step count is asked. */

struct dossier;
struct flow_slot;
struct flow_step;

struct carried_form {
	const struct form *form;
	const struct flow_step *head; /* what stands */
	const char *village;	      /* of the other house */
	const struct dossier *to;     /* the other house; NULL: it begins with this listing */
	const struct flow_slot *over; /* what stands there and is replaced; NULL: it begins a slot */
	const struct value *upon;     /* of a form of a house that stands: its `_upon` there */
	const struct value *instead;  /* of a listing: answers that are said anew, or NULL */
};
/* DENIED: what is private cannot be read by the unlocked person, so that it cannot be sealed again. INVALID: an answer no longer fits the form. *values: what
 * it says there, before its check; caller releases, or NULL. */
MUST_CHECK enum status carried_fits(struct app *app, const struct carried_form *carried, struct value *values, struct err *err);
/* Signs it under a right that fits the village, between act_begin and act_end. Refused as above, and a listing of which its check finds something: a line
 * each in `findings`. */
MUST_CHECK enum status carried_sign(struct app *app, const struct carried_form *carried, struct buf *findings, struct id *step,
				    struct err *err);

#endif
