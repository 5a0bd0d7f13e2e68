#ifndef APP_ROSTER_GONE_STATE_H
#define APP_ROSTER_GONE_STATE_H

#include "app/session/tries.h"
#include "app/roster/gone.h"
#include "base/value.h"

/* A listing that is about to be signed anew: what gone.c and undo.c share. Included by no other file. */

struct going {
	struct id house, head;
	struct value values;
	char *place; /* in words */
	bool back;   /* what stood before is put back; else the house is taken out, or brought back */
};

/* A pack is in force, with the field that says that there is no such house. */
MUST_CHECK enum status going_needs_field(struct app *app, struct err *err);
/* Reads the house's listing, and writes `why` into it (NULL: takes it out). DENIED, CONFLICT, INVALID say why that cannot be. The act rests on what stands
 * about the house (`tries`; NULL: whatever stands). */
MUST_CHECK enum status going_prepare(struct app *app, const struct id *house, const char *why, struct act_tries *tries, struct going *out,
				     struct err *err);
/* Signs all of them in one act, judged at `generation` of the store. */
MUST_CHECK enum status going_sign(struct app *app, const struct going *going, size_t count, unsigned generation,
				  const struct progress *progress, struct err *err);
void going_release(struct going *going, size_t count);

#endif
