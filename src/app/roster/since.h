#ifndef APP_ROSTER_SINCE_H
#define APP_ROSTER_SINCE_H

#include "store/dossier/dossier.h"
#include "trust/trust.h"

/* Which steps about a house were signed since one of them. */

/* Per step of the dossier, by its index: was it signed since the one at `version`? What names that one, or one that does, was; else receipts say it, and what
 * the authors said last of all. In doubt it was. Caller frees. */
bool *since_version(const struct trust *trust, const struct dossier *dossier, size_t version);
/* Was the step at `next` signed on the same laptop right after the one at `version`, by the same person? As an import signs a house's record. */
bool since_in_one_act(const struct dossier *dossier, size_t version, size_t next);

#endif
