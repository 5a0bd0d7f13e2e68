#ifndef APP_HOUSE_STAGES_H
#define APP_HOUSE_STAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "app/session/workspace.h"
#include "base/id.h"
#include "form/pack.h"

/* The stages of a house: its forms and the levels that sign it. */

struct dossier;

/* A stage: each form of the pack is one, each filled slot of a form that repeats behind it, then the levels of each
 * chain, of a chain over a repeat form those of each slot. */
struct record_stage {
	const struct form *form;   /* NULL: a level */
	const struct level *level; /* NULL: a form */
	struct id level_root;	   /* of a level of a chain over a repeat form: the slot's first step; else zeros */
	struct id root;		   /* of a slot: its first step; zeros: the form itself, which begins another slot when it repeats */
	char *label;
	enum stage_state { STAGE_DONE, STAGE_NOW, STAGE_LATER, STAGE_BACK, STAGE_CONFLICT } state;
	char *by;	 /* "name date"; of what stands open its day, where it has one; or "" */
	struct id sign;	 /* of a signed level: the sign-off; else zeros */
	bool mine;	 /* this person may fill it, or sign it now; nobody unlocked: whoever unlocks may (record.c) */
	bool called_for; /* filled, or the pack asks for it here; of the others a person may fill one all the same */
};
/* Reads the stages, as the person at the laptop may see them (`app` NULL: as they are); *out is for house_stages_free. */
void house_stages_read(struct app *app, const struct pack *pack, const struct dossier *dossier, struct record_stage **out, size_t *count);
void house_stages_free(struct record_stage *stages, size_t count);

#endif
