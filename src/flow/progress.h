#ifndef FLOW_PROGRESS_H
#define FLOW_PROGRESS_H

#include "flow/cover.h"

/* How far each chain has come on this building. Internal to the floor. */

/* Lists a progress for each chain of the pack in force, of chains over a repeat form for each filled slot, with its cover. */
void find_progresses(struct flow_judging *judging);
/* Judges them by the approvals that have effect. */
void judge_progresses(struct flow_judging *judging);

#endif
