#ifndef TRUST_STATE_H
#define TRUST_STATE_H

#include "base/map.h"
#include "step/log.h"
#include "trust/credential.h"
#include "trust/same.h"
#include "trust/trust.h"

/* What the files of the trust floor share. Entries are kept ascending by id before they are judged, so that no answer can
 * depend on the order of arrival. Internal to the floor. Calls between the files go one way: state, covers, officers, endorsements, genesis,
 * holders, standing, receipts, packs, decisions, forks, same, waiting, verdict, trust. */

#define NO_CUT INT64_MAX

/* One step about trust, as it was added. */
struct trust_entry {
	struct id id;
	enum step_kind kind;
	bool has_author;
	struct id author;
	struct device_id device;
	struct log_key log; /* of a self-signed credential: none */
	int64_t seq;
	struct id *parents;
	size_t parent_count;
	struct value data; /* without a pack's files */
	enum trust_reason reason;
};

enum trust_visit { VISIT_NEW, VISIT_NOW, VISIT_DONE };

/* A credential and how it stands. */
struct trust_holder {
	struct credential credential;
	size_t entry;
	bool officer;		      /* named by any genesis that counts */
	enum trust_visit chain_visit; /* of `chain`: the standing by the chain of issuers, revocations aside */
	enum trust_reason chain;
	bool forsaken; /* an issuer; of the officers who endorsed the credential too few have a word that still counts */
	enum trust_visit cut_visit;
	int64_t cut; /* receipt number up to which the holder's acts count; NO_CUT: not revoked */
};

/* One line of a county receipt. */
struct trust_cover {
	struct log_key log;
	int64_t no, seq;
	struct id tip;
};

/* One step of a log that forks. */
struct trust_branch {
	struct id id, author, prev;
	bool has_prev, has_author;
	struct log_key log;
	int64_t seq;
	bool keeps; /* the step keeps its effect */
};

struct trust {
	bool has_pin;
	struct id pin;

	struct trust_entry *entries;
	size_t entry_count, entry_cap;
	struct idmap entry_index;
	bool sorted;

	/* derived */
	size_t *genesis; /* the counting geneses, from the pinned one to the one in force: entry indexes */
	size_t genesis_count, genesis_cap;
	size_t *revocations; /* entry indexes, judged or not */
	size_t revocation_count, revocation_cap;
	struct trust_holder *holders; /* ascending by id */
	size_t holder_count;
	struct idmap holder_index;
	struct trust_cover *covers; /* by log, no */
	size_t cover_count, cover_cap;
	bool has_anchor, has_pack;
	struct id anchor, pack;
	int64_t anchor_no;

	struct trust_branch *branches; /* by log, seq, id */
	size_t branch_count, branch_cap;
	struct idmap branch_index;

	struct trust_same *same; /* derived */
	size_t same_count, same_cap;

	char **decision_roles;
	size_t decision_role_count;
};

/* ---- state.c: what was added, by id */

void trust_sort_entries(struct trust *trust);
struct trust_holder *trust_holder(const struct trust *trust, const struct id *credential); /* or NULL */

/* ---- covers.c */

/* Adds the lines of a county receipt numbered `no`; trust_sort_covers after the last one. */
void trust_add_covers(struct trust *trust, const struct trust_entry *receipt, int64_t no);
void trust_sort_covers(struct trust *trust);
/* Is a place covered by a county receipt numbered up to `cut`? */
bool trust_place_counts(const struct trust *trust, const struct log_key *log, int64_t seq, int64_t cut);

/* ---- officers.c, endorsements.c */

bool trust_names_officer(const struct trust_entry *genesis, const struct id *credential);
bool trust_named_officer(const struct trust *trust, const struct id *credential); /* an officer by any genesis that counts */
/* How many persons among the officers of a genesis signed or endorsed `of`. `within_cuts`: the word of a revoked officer counts only where a
 * county receipt covers it; to be asked after credentials are settled, and not about what they are judged by. */
size_t trust_endorsers(const struct trust *trust, const struct trust_entry *genesis, const struct trust_entry *of, bool within_cuts);
/* Do the endorsers reach the threshold of a counting genesis (an entry index; SIZE_MAX: of any)? */
bool trust_endorsed(const struct trust *trust, const struct trust_entry *of, size_t genesis, bool within_cuts);

/* ---- standing.c */

enum trust_reason trust_chain(struct trust *trust,
			      struct trust_holder *holder); /* the standing by the chain of issuers, revocations aside */
/* The number of the last county receipt up to which the holder's acts count; NO_CUT: not revoked. */
int64_t trust_cut(struct trust *trust, struct trust_holder *holder);

/* ---- decisions.c */

void trust_keep_roles(struct trust *trust, const char *const *roles, size_t count); /* the roles of those who decide; copied */
void trust_forget_roles(struct trust *trust);
/* Does the decision count, and may its author decide? */
bool trust_may_decide(const struct trust *trust, const struct trust_entry *decision);

/* ---- the order of judging, called by trust_settle alone; each has its file */

void trust_settle_genesis(struct trust *trust);
void trust_settle_holders(struct trust *trust);
void trust_settle_receipts(struct trust *trust);
void trust_settle_standing(struct trust *trust);
void trust_settle_packs(struct trust *trust);
void trust_settle_forks(struct trust *trust);
void trust_settle_same(struct trust *trust);

#endif
