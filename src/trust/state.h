#ifndef TRUST_STATE_H
#define TRUST_STATE_H

#include "base/map.h"
#include "trust/trust.h"

/* What the files of the trust floor share. Everything is kept ascending by id before it is judged, so that no answer can
 * depend on the order of arrival. Internal to the floor. */

#define NO_CUT INT64_MAX

struct entry {
	struct id id;
	enum step_kind kind;
	bool has_author;
	struct id author;
	struct device_id device;
	int64_t epoch, seq;
	struct id *parents;
	size_t parent_count;
	struct value data; /* without a pack's files */
	enum trust_reason reason;
};

enum visit { VISIT_NEW, VISIT_NOW, VISIT_DONE };

struct person {
	struct credential credential;
	size_t entry;
	bool officer;		/* of any genesis that counts */
	enum visit chain_visit; /* standing by its chain of issuers, revocations aside */
	enum trust_reason chain;
	bool forsaken; /* an issuer for whom too few officers speak whose word still holds */
	enum visit cut_visit;
	int64_t cut; /* receipt number up to which its acts count; NO_CUT: not revoked */
};

/* One line of a county receipt. */
struct cover {
	struct device_id device;
	int64_t epoch, no, seq;
	struct id tip;
};

struct branch {
	struct id id, author, prev;
	bool has_prev, has_author;
	struct device_id device;
	int64_t epoch, seq;
	bool keeps; /* keeps its effect */
};

struct trust {
	bool has_pin;
	struct id pin;

	struct entry *entries;
	size_t entry_count, entry_cap;
	struct idmap entry_index;
	bool sorted;

	/* derived */
	size_t *genesis; /* chain of counting ones, first to the one in force: entry indexes */
	size_t genesis_count, genesis_cap;
	size_t *revocations; /* entry indexes, whatever their right */
	size_t revocation_count, revocation_cap;
	struct person *people; /* ascending by id */
	size_t person_count;
	struct idmap person_index;
	struct cover *covers; /* by device, epoch, no */
	size_t cover_count, cover_cap;
	bool has_anchor, has_pack;
	struct id anchor, pack;
	int64_t anchor_no;

	struct branch *branches; /* by device, epoch, seq, id */
	size_t branch_count, branch_cap;
	struct idmap branch_index;

	struct trust_same *same; /* derived */
	size_t same_count, same_cap;

	char **decision_roles;
	size_t decision_role_count;
};

struct person *trust_person(const struct trust *trust, const struct id *credential);
/* How many persons among the officers of a genesis signed or endorsed `of`. `within_cuts`: the word of a revoked one counts only where a
 * county receipt covers it; to be asked after people are settled, and not about what people are judged by. */
size_t trust_endorsers(const struct trust *trust, const struct entry *genesis, const struct entry *of, bool within_cuts);
/* Do they reach the threshold of some counting genesis, or of the one given (an entry index; SIZE_MAX: any)? */
bool trust_endorsed(const struct trust *trust, const struct entry *of, size_t genesis, bool within_cuts);
bool trust_names_officer(const struct entry *genesis, const struct id *credential);

void trust_settle_people(struct trust *trust);
void trust_settle_receipts(struct trust *trust);
void trust_settle_forks(struct trust *trust);
void trust_settle_same(struct trust *trust);
/* May its author decide, and does it count? */
bool trust_may_decide(const struct trust *trust, const struct entry *decision);
enum trust_reason trust_chain(struct trust *trust, struct person *person);
int64_t trust_cut(struct trust *trust, struct person *person);
/* Is a place covered by a county receipt numbered up to `cut`? */
bool trust_place_counts(const struct trust *trust, const struct device_id *device, int64_t epoch, int64_t seq, int64_t cut);

#endif
