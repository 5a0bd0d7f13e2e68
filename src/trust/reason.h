#ifndef TRUST_REASON_H
#define TRUST_REASON_H

/* Why a step counts or does not, as a code and as a sentence. */

enum trust_reason {
	TRUST_COUNTS = 0,
	TRUST_NO_GENESIS,      /* no genesis that counts is here */
	TRUST_AUTHOR_UNKNOWN,  /* the author's credential is not here */
	TRUST_AUTHOR_NO_RIGHT, /* the author's credential does not count */
	TRUST_WRONG_DEVICE,    /* signed on another device than the credential is for */
	TRUST_WRONG_AREA,      /* outside the credential's areas, or not of the area whose business it is */
	TRUST_HAS_AREA,	       /* a step about the whole county that names an area */
	TRUST_WRONG_ROLE,      /* the role may not do this */
	TRUST_REVOKED,	       /* its author was revoked, or dropped from office, and this is not within the upto */
	TRUST_NOT_RECEIVER,    /* a receipt that no officer wrote on the county's receiver */
	TRUST_NOT_ABOVE,       /* a revocation of a right that its author did not give, and he is no officer */
	TRUST_UNKNOWN_OF,      /* a revocation of a credential that is not here */
	TRUST_NOT_ENDORSED,    /* too few officers endorsed the step */
	TRUST_NAMES_DROPPED,   /* a genesis that names an officer whom the chain dropped */
	TRUST_RIVAL,	       /* a genesis beside others that contend for its place, and not the one that is followed */
	TRUST_NOT_FOLLOWED,    /* a genesis that does not come behind the one in force, and is none of the chain */
	TRUST_STRETCHED,       /* grants a role or area that its issuer does not have */
	TRUST_FORKED,	       /* on a branch of a forked log that keeps no effect */
	TRUST_MALFORMED,       /* the step's data is not what its kind needs */
	TRUST_UNKNOWN_KIND,
	TRUST_SUPERSEDED,      /* an older pack, genesis or revocation: stands, but is not in force */
	TRUST_PACK_VOID,       /* its form pack does not count */
	TRUST_PACK_UNREADABLE, /* a pack whose files cannot be read */
	TRUST_PACK_CHANGES,    /* a pack that changes what an older one fixed, or has another name */
	TRUST_REASON_COUNT
};

/* A sentence for a person (translated where it is shown); never NULL. */
const char *trust_reason_text(enum trust_reason reason);

#endif
