#ifndef TRUST_FORKS_H
#define TRUST_FORKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "step/log.h"
#include "step/step.h"
#include "trust/trust.h"

/* Forks: two steps at one place of a log. One branch keeps its effect, or none. */

/* Adds a step of a log that forks, from the fork on, for every branch. Needed only for logs that fork. */
void trust_add_branch(struct trust *trust, const struct id *id, const struct step *step);

/* ---- answers, valid after trust_settle */

/* The lowest place from which on the steps of this log are wanted as branches; INT64_MAX: the log does not fork. */
int64_t trust_forked_from(const struct trust *trust, const struct log_key *log);
/* Does the step stand on a branch that keeps no effect? */
bool trust_dropped(const struct trust *trust, const struct id *id);
bool trust_kept(const struct trust *trust, const struct id *id); /* on a branch that keeps its effect */

/* A place where a log forks, and the rivals' ids (borrowed for the call). */
struct trust_fork {
	struct log_key log;
	int64_t seq;
	const struct id *rivals;
	size_t rival_count;
	bool settled; /* one rival keeps its effect */
};
void trust_each_fork(const struct trust *trust, void (*visit)(const struct trust_fork *, void *), void *ctx);
/* How many steps stand on the branch that begins at this rival. */
size_t trust_branch_length(const struct trust *trust, const struct id *rival);

#endif
