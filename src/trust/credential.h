#ifndef TRUST_CREDENTIAL_H
#define TRUST_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "step/step.h"
#include "trust/reason.h"

/* A credential: what its step says, and how the credential stands. Reading judges nothing: `revoked`, `bound`, `reason` and `human` are filled
 * by trust_settle (trust/holders.h). */

struct credential {
	struct id id;	 /* of the credential's step */
	char person[33]; /* 32 hex: the same over all credentials of one person */
	char *name, *role;
	char **areas; /* division prefixes: "451224", "451224100", "451224100201" */
	size_t area_count;
	char **issues; /* roles that its holder may issue */
	size_t issue_count;
	bool has_device; /* false: portable */
	struct device_id device;
	struct sign_key sign_key;
	struct box_key box_key;
	bool has_request;
	struct id request;
	bool has_issuer;	  /* false: self-signed (an officer of the genesis, or a mere request) */
	struct id issuer;	  /* credential */
	int64_t at_unix;	  /* when its step was signed, by that machine's clock: a claim */
	int64_t not_after_unix;	  /* 0: none */
	bool revoked;		  /* or, of an officer, dropped by a later genesis: only what is within the upto counts */
	struct id bound;	  /* revoked: another when the revocations or geneses that say how far its acts count are others */
	enum trust_reason reason; /* TRUST_COUNTS when the credential stands */
	size_t human;		  /* equal exactly for credentials of one person, by all that counts here */
};

enum { CREDENTIAL_LIST_MAX = STEP_AREAS_MAX }; /* areas, and issues, of a credential that counts */

/* Reads a credential from its step, whatever its right. False when malformed. */
bool credential_from_step(const struct id *id, const struct step *step, struct credential *out);
void credential_release(struct credential *credential);
bool credential_covers(const struct credential *credential, const char *area); /* by prefix */
/* Is the credential for this device, or for any? */
bool credential_fits_device(const struct credential *credential, const struct device_id *device);
/* Are the two of one person? */
bool credential_same_human(const struct credential *a, const struct credential *b);

#endif
