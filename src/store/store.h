#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "base/progress.h"
#include "flow/task.h"
#include "form/pack.h"
#include "seal/seal.h"
#include "step/step.h"
#include "eval/eval.h"
#include "trust/reason.h"
#include "trust/trust.h"

/* One workspace file: the journal of signed steps, which is the truth, and the register derived from it. Steps are only ever added;
 * each is checked before it is stored, and what it changes is derived in the same transaction. doc/architecture 6. */

struct store;

enum store_mode { STORE_WRITE, STORE_READ_ONLY };

/* A new file; it must not exist. It follows the first genesis that is put. */
MUST_CHECK enum status store_create(const char *path, struct err *err);
/* Opens a workspace. TAMPERED: some table, view, index or trigger in it is not as this program writes it; INVALID: no workspace. */
MUST_CHECK enum status store_open(const char *path, enum store_mode mode, struct store **out, struct err *err);
void store_close(struct store *store);
/* The same, and tells how far it is: derived tables of another version of the program are made anew first, which may take minutes. */
MUST_CHECK enum status store_open_telling(const char *path, enum store_mode mode, const struct progress *progress, struct store **out,
					  struct err *err);
struct db;
const char *store_path(const struct store *store);
struct db *store_db(struct store *store); /* for the other files of this floor */

/* ---- writing: begin, put, commit. Commit derives what changed first; on any failure nothing remains. */

MUST_CHECK enum status store_begin(struct store *store, struct err *err);
MUST_CHECK enum status store_commit(struct store *store, struct err *err);
void store_expect_many(struct store *store, bool many); /* steps: takes more memory until it is said that no more will come */
void store_rollback(struct store *store);

enum fate {
	FATE_STORED,  /* new and kept; whether it counts is derived */
	FATE_KNOWN,   /* was here already */
	FATE_PENDING, /* its author's credential is not here yet */
	FATE_REFUSED, /* wrong form or signature, or another device than its credential's; not kept */
};

/* Checks and adds one step. `err` says why when *fate is REFUSED (the call then returns OK: a refusal is an answer).
 * A credential that arrives lets its pending steps in. *id is set whenever the bytes could be hashed. */
MUST_CHECK enum status store_put_step(struct store *store, const char *body, size_t len, const struct signature *sig, enum fate *fate,
				      struct id *id, struct err *why, struct err *err);
/* The same for a step whose bytes were hashed, parsed and verified elsewhere (on all cores). `right` is the answer about the signature
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
/* *same: it is here under just this signature. Of those that wait, only such a one counts: nobody has verified them. */
MUST_CHECK enum status store_has_step(struct store *store, const struct id *id, const struct signature *sig, bool *has, bool *same,
				      struct err *err);
/* The credential that a step names as author, whatever its right; NULL: not here. Valid until the next credential is put. */
const struct credential *store_author(const struct store *store, const struct id *credential);

enum blob_kind { BLOB_PHOTO, BLOB_BOX };
/* A photo or box is at most this long, so that a reader of strange files can hold it. */
#define BLOB_MAX_BYTES ((16u << 20) - 65536)
MUST_CHECK enum status store_put_blob(struct store *store, enum blob_kind kind, const void *bytes, size_t len, struct id *id,
				      struct err *err);
MUST_CHECK enum status store_get_blob(struct store *store, enum blob_kind kind, const struct id *id, struct buf *out, struct err *err);

MUST_CHECK enum status store_has_blob(struct store *store, enum blob_kind kind, const struct id *id, int64_t *len_bytes,
				      struct err *err); /* *len_bytes -1: not here */

/* Asks to be told the verdict on every step of each building that commits derive from now on; NULL ends it. `reason`: enum
 * flow_reason, `trust`: enum trust_reason. */
typedef void store_watch(const struct id *step, int reason, int trust, void *ctx);
void store_set_watch(struct store *store, store_watch *watch, void *ctx);

/* Many steps in one transaction (demo, roster, import): derivation is left until commit and done once. That is how
 * every transaction works; this only says how many rows the last commit's derivation wrote. */
size_t store_last_derived(const struct store *store);

/* Drops and derives everything anew. */
MUST_CHECK enum status store_rebuild(struct store *store, struct err *err);
void store_set_progress(struct store *store, const struct progress *progress); /* borrowed; NULL: nobody waits */

/* ---- reading the journal */

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
/* The same for the steps of one kind. */
MUST_CHECK enum status store_each_step_of(struct store *store, const char *kind, bool (*visit)(const struct store_step *, void *),
					  void *ctx, struct err *err);
int64_t store_step_count(struct store *store);
int64_t store_last_step(struct store *store); /* the number of the newest; steps are numbered as they come, and never removed */
int64_t store_pending_count(struct store *store);

/* Where the next step of a device goes: fills device, epoch, seq, prev, anchor and at (never behind the newest held). */
MUST_CHECK enum status store_next_place(struct store *store, const struct device_id *device, struct step *step, struct err *err);
/* What was last signed on this machine: of a feed that splits, with nothing decided, its steps go on behind that. */
void store_note_own_tip(struct store *store, const struct id *tip);
/* The newest place of a device here: seq 0 when there is none. */
MUST_CHECK enum status store_tip(struct store *store, const struct device_id *device, int64_t *epoch, int64_t *seq, struct id *id,
				 struct err *err);
/* How many other buildings' current forms name this photo. */
int64_t store_photo_elsewhere(struct store *store, const struct id *photo, const struct id *root);
int64_t store_newest_at(struct store *store); /* greatest `at` held, 0: none */

/* ---- what is derived */

const struct trust *store_trust(const struct store *store);
/* The pack in force, parsed, and its evaluator; NULL before one is published. */
const struct pack *store_pack(const struct store *store);
const struct id *store_pack_id(const struct store *store);
struct eval *store_eval(struct store *store);
/* Any pack that counts, by its step; NULL when not here. */
const struct pack *store_pack_by_id(struct store *store, const struct id *id);

/* A building by what a person types: the first 8 or more hex digits of its root, or the value of a field of the root
 * form marked as number (house_id, platform_no, census_house_no). NOT_FOUND, or CONFLICT when several fit. */
MUST_CHECK enum status store_find_building(struct store *store, const char *text, struct id *root, struct err *err);

/* Counts by what comes next, and the state hash, over the buildings whose division starts with `area` ("" for all). */
struct area_status {
	int64_t buildings, steps;
	int64_t joined;	      /* besides `buildings`: counted as another, by a decision that they are one house */
	int64_t by_level[16]; /* signed up to level n (0: none) */
	int64_t by_task[TASK_COUNT];
	struct id hash;
};
MUST_CHECK enum status store_area_status(struct store *store, const char *area, struct area_status *out, struct err *err);

/* One row of a list of buildings. Texts are borrowed for the call. */
struct building_row {
	int64_t number;
	struct id root;
	const char *division;
	enum flow_task task;
	const char *task_name; /* of its form or level; NULL: none */
	int level;	       /* signed up to */
	int64_t changed_unix;
};
/* Buildings in an area, by division and root. */
MUST_CHECK enum status store_each_building(struct store *store, const char *area, bool (*visit)(const struct building_row *, void *),
					   void *ctx, struct err *err);

/* The same rows with what the form that starts a building says in words: the texts of its fields that are not private, joined by a
 * space in the pack's order. In no order. For lists and search. */
MUST_CHECK enum status store_each_listed(struct store *store, const char *area,
					 bool (*visit)(const struct building_row *, const char *words, void *), void *ctx, struct err *err);

/* Buildings whose current forms name photos that are not here, and how many of each. */
MUST_CHECK enum status store_each_missing_photo(struct store *store, bool (*visit)(const struct id *root, int64_t photos, void *),
						void *ctx, struct err *err);
/* Pairs of buildings, one of them at least in the area, whose current forms name the same photo; each pair once. */
MUST_CHECK enum status store_each_photo_twin(struct store *store, const char *area,
					     bool (*visit)(const struct id *a, const struct id *b, void *), void *ctx, struct err *err);

/* What a rule finds at a building. Texts are borrowed for the call. */
struct finding_row {
	struct id building;
	const char *rule, *level;
	int64_t kind;
	bool judged;
};
/* Findings of the rules in an area, by rule, division and root; rule NULL: of all. */
MUST_CHECK enum status store_each_finding(struct store *store, const char *area, const char *rule,
					  bool (*visit)(const struct finding_row *, void *), void *ctx, struct err *err);

#endif
