#ifndef TRUST_TRUST_H
#define TRUST_TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/id.h"
#include "step/step.h"

/* Does a step count? A pure function of the set of steps: no clock, file or global. Feed it every step about trust
 * in any order, settle, then ask. Judged in this order, each only by those before it: genesis, county receipts,
 * credentials and revocations, packs, forks; slots and sign-offs are the floor above (flow). doc/file-format, "What counts". */

enum trust_reason {
	TRUST_COUNTS = 0,
	TRUST_NO_GENESIS,      /* no genesis that counts is here */
	TRUST_AUTHOR_UNKNOWN,  /* the author's credential is not here */
	TRUST_AUTHOR_NO_RIGHT, /* the author's credential does not count */
	TRUST_WRONG_DEVICE,    /* signed on another device than the credential is for */
	TRUST_WRONG_AREA,      /* outside the credential's areas */
	TRUST_WRONG_ROLE,      /* the role may not do this */
	TRUST_REVOKED,	       /* revoked, and no county receipt up to the revocation's covers it */
	TRUST_NOT_ENDORSED,    /* too few officers endorsed it */
	TRUST_STRETCHED,       /* grants a role or area that its issuer does not have */
	TRUST_FORKED,	       /* on a branch of a forked feed that nothing has settled */
	TRUST_MALFORMED,       /* its data is not what its kind needs */
	TRUST_UNKNOWN_KIND,
	TRUST_SUPERSEDED, /* an older pack or genesis: stands, but is not in force */
	TRUST_REASON_COUNT
};

/* A sentence for a person (translatable with gettext); never NULL. */
const char *trust_reason_text(enum trust_reason reason);

struct credential {
	struct id id;	 /* its step */
	char person[33]; /* 32 hex: the same over all credentials of one person */
	char *name, *role;
	char **areas; /* division prefixes: "451224", "451224100", "451224100201" */
	size_t area_count;
	char **issues; /* roles it may issue */
	size_t issue_count;
	bool has_device; /* false: portable */
	struct device_id device;
	uint8_t sign_key[SIGN_KEY_BYTES], box_key[BOX_KEY_BYTES];
	bool has_request;
	struct id request;
	bool has_issuer;	/* false: self-signed (an officer of the genesis, or a mere request) */
	struct id issuer;	/* credential */
	int64_t not_after_unix; /* 0: none */
	bool revoked;
	int64_t counts_to;	  /* of a revoked one: the number of the last county receipt that bears its acts out; else INT64_MAX */
	enum trust_reason reason; /* TRUST_COUNTS when it stands */
};

/* Reads a credential from its step, whatever its right. False when malformed. */
bool credential_from_step(const struct id *id, const struct step *step, struct credential *out);
void credential_release(struct credential *credential);
bool credential_covers(const struct credential *credential, const char *division); /* by prefix */
/* Is it for this device, or for every one? */
bool credential_fits_device(const struct credential *credential, const struct device_id *device);

struct trust;

/* `pinned`: the workspace's first genesis; NULL: not known yet, then nothing counts until trust_pin. */
struct trust *trust_new(const struct id *pinned);
void trust_pin(struct trust *trust, const struct id *genesis);
void trust_free(struct trust *trust);

/* Adds one step of the kinds genesis, credential, endorsement, revocation, pack, receipt, decision,
 * epoch (copies what it needs); others are ignored. Adding twice changes nothing. */
void trust_add(struct trust *trust, const struct id *id, const struct step *step);

/* One place of a forked feed (two steps at one device, epoch, seq): every step of that feed from the fork on, for
 * every branch. Needed only for feeds that fork. */
void trust_add_branch(struct trust *trust, const struct id *id, const struct step *step);
/* After settling: the lowest place from which on the steps of this feed are wanted as branches; INT64_MAX: it does not fork. */
int64_t trust_forked_from(const struct trust *trust, const struct device_id *device, int64_t epoch);

/* Roles that may sign `decision` and `epoch`, from the pack in force; call between settling and judging forks.
 * Roles are copied. */
void trust_set_acts(struct trust *trust, const char *const *decision_roles, size_t decision_count, const char *const *epoch_roles,
		    size_t epoch_count);

/* Derives everything from what was added. May be called again after more is added. */
void trust_settle(struct trust *trust);

/* ---- answers, valid after trust_settle */

const struct id *trust_genesis(const struct trust *trust);				   /* in force, or NULL */
const struct value *trust_genesis_data(const struct trust *trust);			   /* borrowed, or NULL */
const struct credential *trust_credential(const struct trust *trust, const struct id *id); /* or NULL */
size_t trust_credential_count(const struct trust *trust);
const struct credential *trust_credential_at(const struct trust *trust, size_t index); /* by id ascending */
/* The pack in force for what comes next: endorsed, highest version, tie smaller id; NULL: none. */
const struct id *trust_pack(const struct trust *trust);
/* Verdict on a step that trust_add took. */
enum trust_reason trust_step(const struct trust *trust, const struct id *id);
/* The newest county receipt by number, or NULL: the `anchor` of the next step. */
const struct id *trust_anchor(const struct trust *trust);
/* The highest seq of a device's epoch that a county receipt numbered <= `receipt_no` (0: any) covers; 0: none. */
int64_t trust_covered(const struct trust *trust, const struct device_id *device, int64_t epoch, int64_t receipt_no);

int64_t trust_anchor_no(const struct trust *trust); /* its number; 0: none */
/* Is this credential among the officers of a genesis that counts? */
bool trust_is_officer(const struct trust *trust, const struct id *credential);
bool trust_in_office(const struct trust *trust, const struct id *credential); /* ... of the one in force */
/* Are receipts of this device the county's? Some genesis that counts names it. */
bool trust_is_receiver(const struct trust *trust, const struct device_id *device);
/* May the holder of `issuer` issue what a request asks for? Issuers only officers may, and enough of them must agree. */
bool trust_may_issue(const struct trust *trust, const struct id *issuer, const struct credential *asked);
/* Does `above` stand in the chain of issuers of this credential? */
bool trust_issued(const struct trust *trust, const struct id *above, const struct id *credential);

/* What waits for officers to agree, and how many of how many did. */
struct trust_waiting {
	struct id id, author;
	enum step_kind kind;	    /* pack, credential, revocation, genesis */
	const struct value *data;   /* borrowed; of a pack without its files */
	int64_t have, need;	    /* officers in force */
	int64_t have_new, need_new; /* of a later genesis: of the officers it names; 0 of 0 otherwise */
};
void trust_each_waiting(const struct trust *trust, void (*visit)(const struct trust_waiting *, void *), void *ctx);
/* Did the holder of this credential sign or endorse it already? */
bool trust_has_endorsed(const struct trust *trust, const struct id *of, const struct id *credential);
/* Is it among the officers of a later genesis that waits? Its holder may endorse that one before he is in force. */
bool trust_will_be_officer(const struct trust *trust, const struct id *credential);

/* The newest place of a device that any standing receipt names: seq, with its epoch and step; 0: none. */
int64_t trust_received(const struct trust *trust, const struct device_id *device, int64_t *epoch, struct id *tip);

/* Decisions that two buildings are one house: {about, with, verdict: same}, by a role that decides, and not undone by one {about: the
 * decision, verdict: apart}. */
struct trust_same {
	struct id decision, a, b;
	const struct credential *author; /* borrowed */
};
size_t trust_same_count(const struct trust *trust);
const struct trust_same *trust_same_at(const struct trust *trust, size_t index); /* by decision ascending */

/* Does it stand on a branch of a forked feed that keeps no effect? */
bool trust_dropped(const struct trust *trust, const struct id *id);
bool trust_kept(const struct trust *trust, const struct id *id); /* on one that does */
/* Every place where a feed forks: device, epoch, seq and the rivals' ids (borrowed for the call). */
struct trust_fork {
	struct device_id device;
	int64_t epoch, seq;
	const struct id *rivals;
	size_t rival_count;
	bool settled; /* one of them keeps its effect */
};
/* How many steps stand on the branch that begins at this rival. */
size_t trust_branch_length(const struct trust *trust, const struct id *rival);
void trust_each_fork(const struct trust *trust, void (*visit)(const struct trust_fork *, void *), void *ctx);

/* Does a step of another kind (form, signoff, withdrawal, manifest, share, export) count as far as trust goes: author stands (or
 * is covered by a receipt before the revocation), right device, not on a dropped branch, its pack counts? The area is
 * judged by `division` (of the building's root; NULL: not judged here). */
enum trust_reason trust_judge(const struct trust *trust, const struct id *id, const struct step *step, const char *division);

#endif
