#ifndef STORE_REFUSED_H
#define STORE_REFUSED_H

#include "eval/eval.h"
#include "store/dossier/dossier.h"

/* What of a building's heads a screen would refuse, and which questions were added since they were filled. Internal to the folder. */

struct findings {
	struct dossier *dossier;
	const struct value *reasons; /* of the form's head */
	const struct rule *limits;   /* of the form */
	size_t cap, added_cap;
};
void findings_add(struct findings *findings, struct dossier_finding finding);

/* Adds findings of the rule `_limits`, counted in the dossier's form_errors, and fills its `added`. The building's heads are loaded; `eval` NULL: the pack has none. */
void refused_find(struct eval *eval, struct findings *findings);

#endif
