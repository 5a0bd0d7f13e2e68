#ifndef FLOW_CASE_OPENED_H
#define FLOW_CASE_OPENED_H

#include "flow/cover.h"

/* Was the fact that opens the case true of what the author of a stage saw, or the signer of an approval? Internal to the floor. */
bool case_was_opened(struct flow_judging *judging, const struct pack_case *of);

#endif
