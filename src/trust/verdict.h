#ifndef TRUST_VERDICT_H
#define TRUST_VERDICT_H

#include "base/id.h"
#include "step/step.h"
#include "trust/reason.h"
#include "trust/trust.h"

/* The verdict on one step, valid after trust_settle. */

/* Of a step that trust_add took. */
enum trust_reason trust_step(const struct trust *trust, const struct id *id);
/* Does a step of another kind (form, signoff, withdrawal, manifest, share, export) count as far as trust goes: author stands (or
 * is covered by a receipt before the revocation), right device, not on a dropped branch, its pack counts? The area is
 * judged by `division` (of the building's root; NULL: not judged here). */
enum trust_reason trust_judge(const struct trust *trust, const struct id *id, const struct step *step, const char *division);

#endif
