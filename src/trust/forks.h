#ifndef TRUST_FORKS_H
#define TRUST_FORKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "step/log.h"
#include "trust/trust.h"

/* Forks: two steps at one place of a log. One branch keeps its effect, or none, or all. Valid after trust_settle; steps of a log that forks
 * were added by trust_add_link. */

/* The lowest place of the log with two steps, as far as these were added: the log's steps from there on are wanted; INT64_MAX: there is none. */
int64_t trust_forked_from(const struct trust *trust, const struct log_key *log);
/* Does the step stand on a branch that keeps no effect? */
bool trust_dropped(const struct trust *trust, const struct id *id);

/* A place where a log forks, and the first steps of its branches (borrowed for the call). */
struct trust_fork {
	struct log_key log;
	int64_t seq;
	const struct id *rivals;
	const bool *keeps; /* per rival: does the branch keep its effect? */
	size_t rival_count;
	bool settled; /* some branch does, or a decision holds */
};
void trust_each_fork(const struct trust *trust, void (*visit)(const struct trust_fork *, void *), void *ctx);
/* How many steps stand on the branch that begins at this rival. */
size_t trust_branch_length(const struct trust *trust, const struct id *rival);

#endif
