#ifndef TRUST_VERDICT_H
#define TRUST_VERDICT_H

#include "base/id.h"
#include "step/step.h"
#include "trust/reason.h"
#include "trust/trust.h"

/* The verdict on one step, valid after trust_settle. */

/* The verdict on a step that trust_add took. */
enum trust_reason trust_step(const struct trust *trust, const struct id *id);
/* The verdict on a step of another kind (form, signoff, withdrawal, manifest, share), as far as trust goes: its author stands (or the upto of
 * what revoked him holds the step), device and area are right, the branch was not dropped, the pack counts. `division`: whose business the step
 * must be (that of the building's root; NULL: not asked). */
enum trust_reason trust_judge(const struct trust *trust, const struct id *id, const struct step *step, const char *division);

#endif
