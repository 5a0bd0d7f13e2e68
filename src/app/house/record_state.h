#ifndef APP_HOUSE_RECORD_STATE_H
#define APP_HOUSE_RECORD_STATE_H

#include "app/house/record.h"
#include "app/house/returned.h"

/* What the files of a house's page share while it is read. */

struct record_reading {
	struct app *app;
	struct dossier *dossier;
	struct record *out;
	size_t line_cap, photo_cap, step_cap, finding_cap;
	const struct form *form;
	struct id root; /* of the slot that is read; zeros: of none */
	const struct value *values;
	struct value before;		/* of this form, when the person last signed; VALUE_NONE: the same or never */
	const struct step *step_before; /* the step of `before`, or NULL */
	bool closed;
	struct return_marks marks;
	bool own_answered;	     /* this person's last word was a return, and it was answered */
	const struct names *covered; /* the forms of the chain in which this person last signed; NULL: never */
};

/* Reads every form of the house that is filled. record_forms.c */
void record_read_forms(struct record_reading *reading);

#endif
