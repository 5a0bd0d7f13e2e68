#ifndef APP_PLACE_PLACES_H
#define APP_PLACE_PLACES_H

#include <stddef.h>

#include "app/session/workspace.h"
#include "base/division.h"
#include "base/id.h"
#include "form/pack.h"

/* The forms about divisions in the unlocked person's area: what stands, who signed it and when, and what he may fill. */

struct place_form {			  /* a slot of a form, or a form that nobody has filled there, or once more */
	char code[DIVISION_CODE_LEN + 1]; /* the division's digits */
	char *name;			  /* what it is called */
	const struct form *form;
	struct id root; /* stands for the division where a building's is asked for */
	struct id slot; /* of a form that repeats: its first step; zeros: a new one */
	size_t heads;	/* versions side by side; 0: nobody filled it */
	char *says;	/* the first words of what stands, in a line; "" */
	char *by;	/* who signed it */
	char at[17];	/* when, by that machine's clock */
	char day[11];	/* by which it must stand, where nobody filled it; "": there is none */
	bool may_fill;
	bool waits; /* nobody filled it, and it is for this person, who answers for just this division */
	bool below; /* nobody filled it, and those of the division do, which lies in this person's area */
};

struct app_places {
	struct place_form *items; /* by division, form, slot; what stands, and what he may fill */
	size_t count, cap;
	size_t waiting, below;
	char day[11]; /* the first by which one of those that wait must stand; "": none has one */
};

MUST_CHECK enum status app_places(struct app *app, struct app_places *out, struct err *err);
void app_places_release(struct app_places *places);

#endif
