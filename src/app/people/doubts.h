#ifndef APP_PEOPLE_DOUBTS_H
#define APP_PEOPLE_DOUBTS_H

#include "app/session/workspace.h"
#include "base/id.h"

/* What to ask before a right is given: whether a person who stands here already is the one who asks. A doubt stops nobody, the office knows
 * its people; what may never be given is refused by app_issue. */

enum doubt_kind {
	DOUBT_STOLEN, /* the person, an issuer, reported this key as stolen */
	DOUBT_KEY,    /* a right on this key was taken back */
	DOUBT_OTHER,  /* this key stands under another name or number */
	DOUBT_NUMBER, /* the request bears the number of somebody who has another key */
	DOUBT_NAME,   /* somebody else has this name */
	DOUBT_LOOKS,  /* somebody else's name looks like this one and is written otherwise */
	DOUBT_CALLED, /* the name is hardly one: `name` says why, and no person stands here */
};

struct request_doubt {
	enum doubt_kind kind;
	struct id credential; /* of the person who stands here */
	char person[33];
	char *name, *role; /* owned */
	char area[16];	   /* the first of the areas */
	bool revoked;
};

struct request_doubts {
	struct request_doubt *items;
	size_t count, cap;
};
/* The doubts about a request, one for each person and kind, the heaviest first. Empty when the request is not here. */
MUST_CHECK enum status app_request_doubts(struct app *app, const struct id *request, struct request_doubts *out, struct err *err);
void app_request_doubts_release(struct request_doubts *doubts);

#endif
