#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "seal/seal.h"
#include "step/step.h"

/* The journal: signed steps, put after they were checked, and read. Nothing here changes or removes one. */

struct store;

struct credential;

/* ---- putting, between store_begin and store_commit */

enum fate {
	FATE_STORED,  /* new and kept; whether it counts is derived */
	FATE_KNOWN,   /* here already */
	FATE_PENDING, /* waits: its author's credential is not here yet */
	FATE_REQUEST, /* a self-signed credential that no genesis names: kept beside the journal */
	FATE_REFUSED, /* wrong form or signature, or another device than its credential's; not kept */
};

/* Checks and adds one step. `err` says why when *fate is REFUSED (the call then returns OK: a refusal is an answer).
 * A credential that arrives lets its pending steps in. *id is set whenever the bytes could be hashed. */
MUST_CHECK enum status store_put_step(struct store *store, const char *body, size_t len, const struct signature *sig, enum fate *fate,
				      struct id *id, struct err *why, struct err *err);
/* Adds a step whose bytes were hashed, parsed and verified elsewhere (on all cores). `right` is the answer about the signature
 * under the key of the credential that the step names as author; CHECK_NONE: nobody could ask yet, its credential was not at hand. */
struct checked_step {
	struct id id;
	const char *body;
	size_t len;
	const struct signature *sig;
	const struct step *step; /* parsed from body */
	enum { CHECK_NONE, CHECK_RIGHT, CHECK_WRONG } signature;
};
MUST_CHECK enum status store_put_checked(struct store *store, const struct checked_step *checked, enum fate *fate, struct err *why,
					 struct err *err);
/* Is the step stored, or does it wait under just this signature (nobody has verified what waits)? *same: stored under just this signature,
 * or waiting. */
MUST_CHECK enum status store_has_step(struct store *store, const struct id *id, const struct signature *sig, bool *has, bool *same,
				      struct err *err);
/* The credential that a step names as author, whatever its right; NULL: not here. Valid until the next credential is put. */
const struct credential *store_author(const struct store *store, const struct id *credential);

/* ---- reading */

MUST_CHECK enum status store_get_step(struct store *store, const struct id *id, struct buf *body, struct signature *sig, struct err *err);
/* A step by its row; *id is set. */
MUST_CHECK enum status store_step_at(struct store *store, int64_t n, struct id *id, struct buf *body, struct signature *sig,
				     struct err *err);
/* A step by the first 8 or more digits of its id. */
MUST_CHECK enum status store_find_step(struct store *store, const char *text, struct id *out, struct err *err);
/* Every step in the order it came. The callback's false stops. */
struct store_step {
	int64_t n;
	struct id id;
	const char *body;
	size_t len;
	const struct signature *sig;
};
MUST_CHECK enum status store_each_step(struct store *store, bool (*visit)(const struct store_step *, void *), void *ctx, struct err *err);
/* Every step of one kind, in the order it came. */
MUST_CHECK enum status store_each_step_of(struct store *store, const char *kind, bool (*visit)(const struct store_step *, void *),
					  void *ctx, struct err *err);
int64_t store_step_count(struct store *store);
int64_t store_last_step(struct store *store); /* the number of the newest; steps are numbered as they come, and never removed */
/* The number of the newest step about trust (step_kind_is_trust): while it stays, nobody's rights have changed, nor which steps count. */
MUST_CHECK enum status store_last_trust(struct store *store, int64_t *n, struct err *err);
int64_t store_pending_count(struct store *store);
/* Does a step of this id wait? */
MUST_CHECK enum status store_waits(struct store *store, const struct id *id, bool *waits, struct err *err);

#endif
