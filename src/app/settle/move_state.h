#ifndef APP_SETTLE_MOVE_STATE_H
#define APP_SETTLE_MOVE_STATE_H

#include "app/settle/move.h"
#include "base/division.h"
#include "form/pack.h"
#include "store/dossier/dossier.h"

/* A house that is being moved, as the files that do so share it. */

/* What stands of a form at the old house and not at the new one. */
struct move_slot {
	const struct flow_slot *old;
	const struct flow_slot *new; /* what stands there in an older version; NULL: nothing does */
};

/* What stands of a form at both houses. */
struct move_pair {
	const struct form *form;
	struct id old, new; /* heads */
};

struct moving {
	struct app *app;
	const struct pack *pack;
	const struct app_move *ask;
	char area[DIVISION_CODE_LEN + 1]; /* holds both villages */
	struct dossier *from, *to;	  /* from: of which is carried just now; to: NULL until it is listed */
	struct id *sources;		  /* the houses of which is carried, the nearest first: one that moved on has others behind it */
	size_t source_count, source;
	bool *had; /* by form of the pack: a nearer house than this one has it */
	struct move_pair *pairs;
	size_t pair_count, pair_cap;
	struct app_moved *told;
};

/* The one head of a slot. */
const struct flow_step *moving_head(const struct dossier *dossier, const struct flow_slot *slot);
/* Notes that the one step stands at the new house for the other, which stands at the old one. */
void moving_pair(struct moving *moving, const struct form *form, const struct id *old, const struct id *new);
/* Of a house that moved before: notes what was carried then, or filled there since. */
void moving_pair_all(struct moving *moving);
/* `_upon` of a form that is carried: of what it came after at the old house, what stands for that at the new one. Caller releases. */
struct value moving_upon(const struct moving *moving, const struct form *form, const struct step *stood);
/* A form that this one came after at the old house, and that the new one lacks yet: carried before it, the form would not be known to have come after it.
 * NULL: there is none. */
const struct form *moving_lacks(const struct moving *moving, const struct form *form, const struct step *stood);
/* What of the form is to be carried: what the new house lacks, and what was signed anew at the old one while the new one has it as it was. Caller frees. */
struct move_slot *moving_slots(const struct moving *moving, const struct form *form, size_t *count);
/* Tells the signatures that fall with what replaces something there. */
void moving_tell_falls(struct moving *moving, const struct form *form, const struct move_slot *slot);
/* The house that is counted for the one that is to be moved, where that is another one, and one of those behind it moved to the village: what it lacks is
 * carried, and moving->to is that house. CONFLICT: it is in another village. */
MUST_CHECK enum status moving_find_moved(struct moving *moving, struct err *err);
/* Notes the houses of which is carried. */
MUST_CHECK enum status moving_find_sources(struct moving *moving, struct err *err);
/* Is the form one that is filled at houses by hand? */
bool moving_is_carried(const struct pack *pack, const struct form *form);

#endif
