#ifndef APP_HOUSE_NEXT_H
#define APP_HOUSE_NEXT_H

#include <stdbool.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "flow/task.h"

/* What comes next for a house, and who does it: first what the unlocked person does himself, as his first page has it, else the first task of all. */

struct dossier;
struct pack_case;

struct house_next {
	enum flow_task task;
	const struct form *form;     /* to be filled, or in which something is corrected; NULL: none */
	const struct form *own_form; /* what this person may fill meanwhile; NULL: nothing, or no form comes next */
	const struct level *level;   /* NULL: none */
	struct id root;		     /* of the slot that it is about; zeros: none */
	bool mine;		     /* this person does it, or something meanwhile; nobody unlocked: whoever unlocks may */
	char *text;		     /* a sentence; owned */
};

/* Is the house counted as another one? A case that is open there goes on until it is open at that one. */
bool house_asks_for_nothing(struct app *app, const struct dossier *dossier);
/* Which house is counted for the one; NULL: it is counted itself, or is not here. Caller frees. */
char *app_aside_sentence(struct app *app, const struct id *house);
void house_next_read(struct app *app, const struct dossier *dossier, struct house_next *out);
/* A case that was opened and is not any more: every level signed its end. NULL: none. */
const struct pack_case *house_closed_case(const struct app *app, const struct dossier *dossier);
void house_next_release(struct house_next *next);

#endif
