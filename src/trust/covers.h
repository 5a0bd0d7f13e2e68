#ifndef TRUST_COVERS_H
#define TRUST_COVERS_H

#include <stdint.h>

#include "step/log.h"
#include "trust/trust.h"

/* What county receipts cover; valid after trust_settle. */

/* The highest seq of a log that a county receipt numbered <= `receipt_no` (0: any) covers; 0: none. */
int64_t trust_covered(const struct trust *trust, const struct log_key *log, int64_t receipt_no);

#endif
