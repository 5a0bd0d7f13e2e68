#ifndef APP_HOUSE_FALL_H
#define APP_HOUSE_FALL_H

#include "base/value.h"
#include "base/id.h"
#include "form/pack.h"

/* Signatures that lose their effect by an act, told before it. */

struct dossier;
struct flow_progress;

/* The approvals of a house that fall when a form (of a repeat form: in the slot, by its first step) is signed anew with these values: the level, who and when
 * of each. Those of a chain in which a return is open are not named, since that return asks for the correction. NULL: none falls; caller frees. */
char *house_falls_with(const struct pack *pack, const struct dossier *dossier, const struct form *form, const struct id *slot,
		       const struct value *values);
/* All approvals of a house that have an effect, in the same words. NULL: there is none; caller frees. */
char *house_signatures(const struct pack *pack, const struct dossier *dossier);

#endif
