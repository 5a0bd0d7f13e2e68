#ifndef FLOW_HASH_H
#define FLOW_HASH_H

#include "flow/cover.h"

/* The state hash of a building; those of divisions and areas stand in flow.h. Internal to the floor. */

void hash_state(const struct flow_judging *judging);

#endif
