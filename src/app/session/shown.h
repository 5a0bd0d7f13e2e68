#ifndef APP_SESSION_SHOWN_H
#define APP_SESSION_SHOWN_H

#include <stdbool.h>

#include "app/session/workspace.h"

/* A yes is to what was shown. An act that a person agreed to by its words is judged again when the yes is given: its words are made anew from the file as it
 * stands then, and signed only where they are the same; nothing that another window or a command writes comes between these words and the signing.
 *
 *	status = act_as_shown(app, &shown, &err);
 *	if (shown.changed)
 *		... show shown.words, and ask again
 */

struct act_shown {
	char *words; /* what was said yes to; where they are others by now these, for the next yes */
	/* The words as the file stands now; caller frees. NULL, with *err: it cannot be done any more. */
	char *(*now)(void *ctx, struct err *err);
	enum status (*act)(void *ctx, struct err *err);
	void *ctx;
	bool changed; /* the words are others than those that were said yes to: nothing was signed */
};

/* CONFLICT, and `changed`: as above. Else as `now` or `act` end. */
MUST_CHECK enum status act_as_shown(struct app *app, struct act_shown *shown, struct err *err);
void act_shown_release(struct act_shown *shown);

#endif
