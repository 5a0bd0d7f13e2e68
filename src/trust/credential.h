#ifndef TRUST_CREDENTIAL_H
#define TRUST_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "step/step.h"
#include "trust/reason.h"

/* A credential: what its step says, and how the credential stands. Reading judges nothing: `revoked`, `counts_to` and `reason` are filled by
 * trust_settle (trust/holders.h). */

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
	bool has_issuer;	/* false: self-signed (an officer of the genesis, or a mere request) */
	struct id issuer;	/* credential */
	int64_t not_after_unix; /* 0: none */
	bool revoked;
	int64_t counts_to;	  /* revoked: number of the last county receipt whose covered acts count; else INT64_MAX */
	enum trust_reason reason; /* TRUST_COUNTS when the credential stands */
};

/* Reads a credential from its step, whatever its right. False when malformed. */
bool credential_from_step(const struct id *id, const struct step *step, struct credential *out);
void credential_release(struct credential *credential);
bool credential_covers(const struct credential *credential, const char *division); /* by prefix */
/* Is the credential for this device, or for any? */
bool credential_fits_device(const struct credential *credential, const struct device_id *device);

#endif
