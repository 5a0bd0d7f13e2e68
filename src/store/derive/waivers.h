#ifndef STORE_WAIVERS_H
#define STORE_WAIVERS_H

#include "store/dossier/dossier.h"

/* Warnings that were signed over with a reason, and what became of them: whether the answer that was warned of was given otherwise later. Internal to the folder. */

/* Who wrote what a rule finds fault with: the head of the form in which it is mended, else of the rule's own; NULL: none stands, or several do. */
const struct flow_step *waiver_written_by(const struct dossier *dossier, const struct rule *rule);
/* Writes the rows of one building, which has none. */
MUST_CHECK enum status waivers_write(struct store *store, const struct dossier *dossier, struct err *err);

#endif
