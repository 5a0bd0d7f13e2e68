#ifndef TRUST_COVERS_H
#define TRUST_COVERS_H

#include <stdbool.h>
#include <stdint.h>

#include "step/log.h"
#include "trust/trust.h"

/* What county receipts name and cover; valid after trust_settle. */

/* Does a county receipt name the step, which stands at `seq` of the log, as the end of a run? */
bool trust_names(const struct trust *trust, const struct log_key *log, int64_t seq, const struct id *step);
/* Of a log that neither forks nor has gaps: the highest seq that the past of the main line's receipt numbered `receipt_no` names (0: any county receipt); 0: none. */
int64_t trust_covered(const struct trust *trust, const struct log_key *log, int64_t receipt_no);
/* Does the receipt of the main line with this number (from 1) cover the step, which stands at `seq` of the log? By descent, where the log forks or
 * has gaps. */
bool trust_covers(const struct trust *trust, int64_t receipt_no, const struct log_key *log, int64_t seq, const struct id *step);
/* The number of the first receipt of the main line that covers the step; 0: none does. What one covers, all later ones do. */
int64_t trust_first_cover(const struct trust *trust, const struct log_key *log, int64_t seq, const struct id *step);

#endif
