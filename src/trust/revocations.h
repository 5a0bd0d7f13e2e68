#ifndef TRUST_REVOCATIONS_H
#define TRUST_REVOCATIONS_H

#include <stdbool.h>

#include "base/id.h"
#include "trust/trust.h"

/* Revocations; valid after trust_settle. What they did to a credential stands with that (trust/credential.h). */

/* Would this credential's holder be heard about that one: as an officer, or as who issued it? Nobody is about an officer. */
bool trust_may_revoke(const struct trust *trust, const struct id *author, const struct id *credential);

/* A revocation that bounds a credential now, as somebody finds it who would write another one. */
enum trust_word_fate {
	TRUST_WORD_REPLACED, /* his replaces it at once, whatever it says */
	TRUST_WORD_AGREED,   /* it does when enough officers agree; until then both hold */
	TRUST_WORD_STANDS    /* never: it is by one above him, or about another right on a stolen key */
};
struct trust_word {
	struct id step, of;
	const struct credential *author; /* borrowed */
	bool stolen;
	enum trust_word_fate fate;
};
/* Each of them, in the order of their ids; `by`: whose credential would write the other one. */
void trust_each_word(const struct trust *trust, const struct id *by, const struct id *credential,
		     void (*visit)(const struct trust_word *, void *), void *ctx);
/* Does a revocation that counts name one as its parent that it replaces only when officers agree? `entry`: of the revocation. */
struct trust_entry;
bool trust_word_wants_agreement(const struct trust *trust, const struct trust_entry *entry);

#endif
