#ifndef TRUST_FATE_H
#define TRUST_FATE_H

#include "base/id.h"
#include "step/step.h"
#include "trust/credential.h"
#include "trust/trust.h"

/* What becomes of a step that comes from elsewhere, once its form is right and its signature its author's. It follows from what was added
 * alone, and only ever goes from waiting to storing: so what a file stores in the end does not depend on the order in which steps came.
 * doc/file-format, section D. Needs no settling. */

enum trust_fate {
	TRUST_REFUSE,  /* it can never count: counted, and forgotten */
	TRUST_WAIT,    /* its author is not known, or not yet who may write it: `pending` */
	TRUST_REQUEST, /* somebody asks for a credential: `request` */
	TRUST_STORE
};

/* `author`: the author's credential, stored or a mere request; NULL: not here, or the step is self-signed. */
enum trust_fate trust_fate(const struct trust *trust, const struct id *id, const struct step *step, const struct credential *author);

#endif
