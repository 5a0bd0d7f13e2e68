#ifndef TRUST_COVERS_H
#define TRUST_COVERS_H

#include <stdint.h>

#include "step/log.h"
#include "trust/trust.h"

/* What county receipts cover of a log that neither forks nor has gaps; valid after trust_settle. */

/* The highest seq of the log that the past of the main line's receipt numbered `receipt_no` names (0: any county receipt); 0: none. */
int64_t trust_covered(const struct trust *trust, const struct log_key *log, int64_t receipt_no);

#endif
