#ifndef TRUST_WAITING_H
#define TRUST_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "step/step.h"
#include "trust/trust.h"

/* What waits for officers to agree, and how many of how many did; valid after trust_settle. */

struct trust_waiting {
	struct id id, author;
	enum step_kind kind;	    /* pack, credential, revocation, genesis */
	int64_t have, need;	    /* officers in force */
	bool holds;		    /* a revocation that counts: only what it is to replace waits */
	int64_t have_new, need_new; /* of a later genesis: of the officers it names; 0 of 0 otherwise */

	/* What the step says, by its kind; borrowed for the call. */
	const char *pack_name;
	int64_t pack_version;
	struct id revoked; /* zero: not readable */
	const char *reason;
	int64_t receipt; /* the number of the last county receipt that the upto of a revocation names; 0: none */
	const struct id *officers;
	size_t officer_count;
	bool has_receiver;
	struct device_id receiver;
};
void trust_each_waiting(const struct trust *trust, void (*visit)(const struct trust_waiting *, void *), void *ctx);
/* The packs that wait and of which trust was not told whether they can be read: one that cannot waits no longer once it was (trust_settle_told). */
void trust_each_waiting_pack(const struct trust *trust, void (*visit)(const struct id *pack, void *), void *ctx);
/* Is the credential among the officers of a later genesis that waits? Its holder may endorse that one before he is in force. */
bool trust_will_be_officer(const struct trust *trust, const struct id *credential);

#endif
