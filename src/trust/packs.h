#ifndef TRUST_PACKS_H
#define TRUST_PACKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/id.h"
#include "trust/trust.h"

/* Form packs: which count, and which is in force; valid after trust_settle. Trust reads no pack: what it must know of one is told it. */

/* What a pack says that a later one may not change (a field's type, a form's repeat and what it is about, the root form, a chain's each),
 * by names that the teller chooses, and which roles decide by it. */
struct trust_facts {
	bool told;
	bool readable; /* its files can be read (C22); one of which they cannot, or that was never told of, does not count */
	struct trust_fact {
		struct id name, value; /* hashes of the texts */
	} * facts;
	size_t count, cap;
	char **deciders;
	size_t decider_count, decider_cap;
};
void trust_facts_add(struct trust_facts *facts, const char *name, const char *value); /* hashes of them are kept */
void trust_facts_add_decider(struct trust_facts *facts, const char *role);
void trust_facts_release(struct trust_facts *facts);

/* Tells trust of a pack, before it is settled, or settled anew by trust_settle_told. */
void trust_tell_pack_take(struct trust *trust, const struct id *pack, struct trust_facts facts);
/* After trust_settle: the packs that would count, were it told what they say. Others are not worth reading: anybody may sign a pack, and as many as he
 * likes. */
void trust_each_untold_pack(const struct trust *trust, void (*visit)(const struct id *pack, void *), void *ctx);
/* Settles anew what hangs on packs, once more is told of them. */
void trust_settle_told(struct trust *trust);

/* In force for what comes next: of those that count the highest version (tie: earlier place in time, then smaller id); NULL: none. */
const struct id *trust_pack(const struct trust *trust);
bool trust_pack_counts(const struct trust *trust, const struct id *pack);

#endif
