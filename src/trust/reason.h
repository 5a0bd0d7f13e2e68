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
	TRUST_WRONG_ROLE,      /* the role may not do this */
	TRUST_REVOKED,	       /* its author was revoked, or dropped from office, and this is not within the upto */
	TRUST_NOT_ENDORSED,    /* too few officers endorsed the step */
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

/* A sentence for a person (translatable with gettext); never NULL. */
const char *trust_reason_text(enum trust_reason reason);

#endif
