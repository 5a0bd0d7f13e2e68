#ifndef FLOW_PROGRESS_H
#define FLOW_PROGRESS_H

#include "flow/cover.h"

/* How far each chain has come on this building. Internal to the floor. */

/* Lists a progress for each chain of the pack in force, of chains over a repeat form for each filled slot, with its cover. */
void find_progresses(struct flow_judging *judging);
/* Is a form of the chain to be filled again by what the pack says of it (`again`)? Nobody signs what is no more. */
bool chain_is_old(const struct flow_state *state, const struct pack *pack, const struct chain *chain);
/* Where the progress of each chain and slot stands, by the name of its place (cover_place). The caller releases it. */
struct idmap progress_places(const struct flow_state *out);
/* Judges them by the approvals that have effect. */
void judge_progresses(struct flow_judging *judging);

#endif
