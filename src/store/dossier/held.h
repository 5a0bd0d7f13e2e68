#ifndef STORE_HELD_H
#define STORE_HELD_H

#include "eval/eval.h"
#include "store/dossier/dossier.h"

/* Facts that rise at once and fall with signatures alone (`signed:` in the pack). Internal to the folder. */

/* What such facts may not fall under yet: object, fact -> value; VALUE_NONE: nothing keeps any. Asked once the sign-offs are judged, with the building's
 * heads loaded. True: other versions of these are loaded now, and the caller loads the heads again. */
bool held_floors(struct eval *eval, const struct dossier *dossier, struct value *floors);

#endif
