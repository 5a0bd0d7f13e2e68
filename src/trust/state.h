#ifndef TRUST_STATE_H
#define TRUST_STATE_H

#include "base/map.h"
#include "step/log.h"
#include "trust/credential.h"
#include "trust/fold.h"
#include "trust/genesis.h"
#include "trust/packs.h"
#include "trust/trust.h"

/* What the files of the trust floor share. Internal to the floor. Calls between the files go one way: credential, reason, links, state, holders,
 * endorsements, fold, covers, receipts, founding, genesis, officers, bounds, revocations, standing, packs, decisions, forks, same, waiting, fate,
 * verdict, foldable, trust.
 *
 * Everything here is at most n log n in what was added, and nothing recurs: a file can make a log, a chain of receipts or a list of
 * revocations as long as it likes. But a chain of geneses costs, for each, what was added, and revocations that name receipts beside the main
 * line cost, for each, what these receipts cover: only officers, who agree, and the receiver write those. Where a rule breaks a tie by ids,
 * entries are walked in that order; no other answer leans on an order. */

#define TRUST_NONE SIZE_MAX
#define TRUST_AFTER_ALL INT64_MAX /* the place in time of a step that no receipt of the main line covers */

/* A line of a receipt: the end of an unbroken run. */
struct trust_line {
	size_t log; /* index into logs */
	int64_t seq;
	struct id tip;
};

/* One step about trust, as it was added. */
struct trust_entry {
	struct id id;
	enum step_kind kind;
	struct id author; /* zeros: none */
	struct device_id device;
	char area[DIVISION_CODE_LEN + 1];
	size_t node; /* its place in its log; TRUST_NONE: in none */
	struct id *parents;
	size_t parent_count;
	bool has_with;
	struct id of, with, pack; /* `of`, or `about` of a decision; zeros: none */
	struct id *named;	  /* officers of a genesis; `prior` of a receipt */
	size_t named_count;
	struct id *upto; /* of a genesis or revocation */
	size_t upto_count;
	struct trust_line *lines; /* of a receipt */
	size_t line_count;
	struct value data;	  /* of the rest of what the step says, the members that trust reads */
	struct trust_facts facts; /* of a pack */

	/* derived */
	enum trust_reason reason;
	bool in_chain;	  /* of a genesis */
	bool agreed;	  /* enough officers of a genesis of the chain stand behind the step */
	bool wants_facts; /* of a pack: it would count, and trust was not told what it says */
	size_t receipt;	  /* of a receipt: index into receipts; else TRUST_NONE */
};

/* A step in its log. Every step about trust that stands in a log is a node; others are added where branches or bounds matter. */
struct trust_node {
	struct id id, prev;
	size_t log;
	int64_t seq;
	bool forkable; /* a form, sign-off, withdrawal or manifest: loses its effect on a branch that is dropped */

	/* derived */
	size_t before;	 /* node it links to, or TRUST_NONE */
	size_t length;	 /* how many nodes descend from this one, itself among them */
	size_t path, at; /* which path, and where on it, from 1 */
	size_t rival;	 /* the nearest of its ancestors, or itself, that has a rival at its place */
	bool out;	 /* a genesis that dropped its author does not reach it */
	bool lost;	 /* on a branch that keeps no effect */
};

/* The forest of links, cut into paths so that from any node to its root there are few (log n) of them. What descends from a node stands on
 * its path behind it, or on paths that grow out there. */
struct trust_path {
	size_t up; /* node that the path grows out of, or TRUST_NONE */
};

/* A part of the forest that holds, with a node, all that the node descends from. */
struct trust_marks {
	size_t *reach; /* per path: how far it is marked */
	size_t *touched, touched_count, touched_cap;
};

/* Such parts, each within the next: since when is a node in? */
struct trust_times {
	struct trust_spans {
		struct trust_span {
			size_t reach;
			int64_t when;
		} * items; /* ascending by both */
		size_t count, cap;
	} * paths;
	size_t path_count;
};

/* A credential and how it stands. */
struct trust_holder {
	struct credential credential;
	struct id person_name, key_name; /* to look them up by */
	size_t entry;

	/* derived */
	bool officer; /* named by a genesis of the chain, the last or not */
	bool stands;  /* by who issued it; how far its acts count is for the bounds */
	const struct trust_bound *bounds[4];
	size_t bound_count;
};

/* An officer of the chain, for as long as it names him. */
struct trust_officer {
	struct id id;
	size_t dropped; /* index into the chain; TRUST_NONE: never */
};

/* A genesis that is whole. */
struct trust_founding {
	size_t entry;
	int64_t threshold;
	struct device_id receiver;
	struct idmap index; /* officer -> person, a number from 0 */
	size_t person_count;
	bool *covered; /* per entry: within the upto of the genesis behind it; NULL: none is */
};

/* A step that may be a county receipt. */
struct trust_receipt {
	size_t entry;
	bool named;		     /* by a genesis of the chain: its author as officer, its device as receiver */
	bool is_bounded, bounded_in; /* by a genesis; within that one's upto */
	bool counts, is_prior;	     /* a county receipt; some other is behind it */
	int64_t number;		     /* 0: not known yet */
	int64_t main;		     /* its number on the main line; 0: not on it */
	int64_t since;		     /* the number of the main line's first receipt in whose past it is */
	size_t round;		     /* of the last walk that came by */
};

/* Old receipts of the main line that are not added (fold.h). */
struct trust_fold {
	int64_t first, last; /* their numbers */
	struct id base, top; /* the last of them; and the last that was added behind it */
	struct trust_fold_source source;
	struct idmap logs; /* log_name -> its end among `ends` */
	struct trust_fold_tip {
		int64_t seq; /* of the last step of the log that is here, or folded */
		struct id id;
	} * ends;
	size_t end_count, end_cap;
	struct trust_folded_line {
		struct trust_line line;
		int64_t when;
		bool named;
	} * marks; /* by when, once sorted */
	size_t mark_count, mark_cap;
	bool sorted;
};

/* Revocations that hold together: a step counts when it is within each one's upto. */
struct trust_bound;

struct trust {
	struct trust_pin {
		struct id genesis;
		bool by_person;
	} * pins;
	size_t pin_count, pin_cap;

	struct trust_entry *entries; /* ascending by id, once settled */
	size_t entry_count, entry_cap;
	struct idmap entry_index;
	bool sorted;

	struct trust_holder **holders; /* ascending by id, once settled; each stays where it is */
	size_t holder_count, holder_cap;
	struct idmap holder_index;

	struct log_key *logs;
	size_t log_count, log_cap;
	struct idmap log_index;
	struct trust_node *nodes;
	size_t node_count, node_cap;
	struct idmap node_index;

	struct idmap named;	/* officers of every genesis that was added */
	struct idmap forebears; /* geneses that a pinned one descends from */

	/* derived, in the order in which they are */
	size_t *by_log; /* nodes by log, seq */
	struct trust_path *paths;
	size_t path_count, path_cap;
	size_t *endorsements; /* entries, by what they endorse */
	size_t endorsement_count;
	size_t *successors; /* geneses with a parent, by that */
	size_t successor_count;
	struct trust_officer *officers;
	size_t officer_count, officer_cap;
	struct idmap officer_index;
	struct trust_founding *chain; /* oldest first */
	size_t chain_count, chain_cap;
	struct id *rivals; /* all who contend for a place, from the oldest place on */
	size_t rival_count, rival_cap;
	bool rivals_open; /* for a place that no person's pin settles */

	struct trust_fold *fold; /* NULL: every receipt is added */
	struct trust_receipt *receipts;
	size_t receipt_count;
	size_t round; /* of walks over receipts */
	size_t *main; /* receipts of the main line, oldest first */
	size_t main_count, main_cap;
	struct trust_times places; /* by what receipts of the main line cover */
	struct trust_times stood;  /* by that, or by being one of these or before it in its log */
	struct trust_cover {
		size_t log;
		int64_t when, seq; /* once sorted: the highest until then */
	} * covers;		   /* by log, when; what is in no past of the main line comes after all */
	size_t cover_count, cover_cap;
	struct trust_line *tips; /* every line of a county receipt, by tip */
	size_t tip_count, tip_cap;
	struct id *newest;
	size_t newest_count;

	struct trust_revocation *revocations;
	size_t revocation_count;
	struct trust_revocation **own, **stolen; /* of one credential, by that; of a key, by that and by who may say so */
	size_t own_count;
	struct trust_theft *thefts;
	size_t theft_count;
	struct trust_bound **bounds;
	size_t bound_count, bound_cap;
	struct trust_marks bound_marks; /* clear; kept from bound to bound, as there are as many as people */

	bool has_pack;
	struct id pack;

	int64_t *forked_from; /* per log, as many as there were: the lowest place with two steps */
	size_t forked_count;

	struct trust_fork_place *forks;
	size_t fork_count, fork_cap;
	size_t *fork_rivals; /* nodes */
	size_t fork_rival_count, fork_rival_cap;
	size_t *decided; /* decisions about branches, by `about` */
	size_t decided_count;
	struct trust_joining *joinings; /* decisions about two houses, by each of these */
	size_t joining_count;
	struct trust_stepping *stepping; /* of these, pairs of which some decision lets the house step aside, by the house */
	size_t stepping_count;
	struct idmap taken_back; /* proposals of who may not decide that their author took back, by their step */
};

/* ---- trust.c */

bool trust_is_followed(const struct trust *trust, const struct id *genesis); /* pinned, or a pinned one descends from it */

/* ---- state.c: what was added */

void trust_add_entry(struct trust *trust, const struct id *id, const struct step *step);
void trust_sort_entries(struct trust *trust);
void trust_release_entries(struct trust *trust);
size_t trust_entry_of(const struct trust *trust, const struct id *id); /* or TRUST_NONE */

/* ---- links.c: logs and the forest of links */

size_t trust_log(struct trust *trust, const struct log_key *key);
size_t trust_log_of(const struct trust *trust, const struct log_key *key); /* or TRUST_NONE */
size_t trust_add_node(struct trust *trust, const struct id *id, const struct step *step);
size_t trust_node_of(const struct trust *trust, const struct id *id); /* or TRUST_NONE */
/* Does the line of a receipt name its tip rightly, as far as that is here (rule R5)? The tip's node, or TRUST_NONE. */
size_t trust_line_tip(const struct trust *trust, const struct trust_line *line);
struct trust_fold_tip *trust_tip_of_fold(const struct trust *trust, const struct log_key *log); /* NULL: the log holds no folded receipt */
size_t trust_node_until(const struct trust *trust, size_t log,
			int64_t seq); /* the last of the log that stands there or before; or TRUST_NONE */
void trust_settle_links(struct trust *trust);
void trust_forget_links(struct trust *trust);
void trust_marks_init(const struct trust *trust, struct trust_marks *marks);
void trust_marks_clear(struct trust_marks *marks);
void trust_marks_release(struct trust_marks *marks);
void trust_mark(const struct trust *trust, struct trust_marks *marks, size_t node);
bool trust_is_marked(const struct trust *trust, const struct trust_marks *marks, size_t node);
void trust_times_init(const struct trust *trust, struct trust_times *times);
void trust_times_release(struct trust_times *times);
/* `when` never falls from call to call. */
void trust_time_mark(const struct trust *trust, struct trust_times *times, size_t node, int64_t when);
int64_t trust_time(const struct trust *trust, const struct trust_times *times, size_t node);

/* ---- holders.c */

void trust_add_holder(struct trust *trust, const struct id *id, const struct step *step);
void trust_settle_holders(struct trust *trust);
void trust_release_holders(struct trust *trust);
struct trust_holder *trust_holder(const struct trust *trust, const struct id *credential); /* or NULL */
/* Who is whom among the credentials that count. After standing is settled. */
void trust_settle_persons(struct trust *trust);

/* ---- endorsements.c */

void trust_settle_endorsements(struct trust *trust);
/* How many persons among the officers of a genesis signed or endorsed the step, as far as the genesis behind it in the chain reaches. */
int64_t trust_endorsers(const struct trust *trust, const struct trust_founding *genesis, size_t of);
void trust_settle_agreed(struct trust *trust);

/* ---- receipts.c */

void trust_settle_receipts(struct trust *trust); /* finds them; none counts yet */
/* Which receipts are the county's by the chain as it is so far; and by these who is on the main line, and what stands when. */
void trust_judge_receipts(struct trust *trust);
void trust_judge_places(struct trust *trust);
/* Marks the receipt's past, what that covers, and what these receipts descend from. */
void trust_mark_past(struct trust *trust, size_t receipt, struct trust_marks *marks);
/* The same but what receipts of the main line stand for: of that the number of the last is returned, 0: none. */
int64_t trust_mark_beside(struct trust *trust, size_t receipt, struct trust_marks *marks);
int64_t trust_main_number(const struct trust *trust, size_t index); /* of a receipt of the main line by its index, and back */
size_t trust_main_index(const struct trust *trust, int64_t number);
int64_t trust_place(const struct trust *trust, size_t node); /* TRUST_AFTER_ALL also of no node */
void trust_end_receipts(struct trust *trust);
void trust_forget_receipts(struct trust *trust);

/* ---- covers.c */

/* Does a line of a receipt say something of its log? Not when its tip is here and stands elsewhere. */
bool trust_line_counts(const struct trust *trust, const struct trust_line *line);
void trust_add_covers(struct trust *trust, const struct trust_entry *receipt, int64_t when);
void trust_sort_covers(struct trust *trust);

/* ---- fold.c */

size_t trust_line_node(const struct trust *trust,
		       const struct trust_line *line); /* the last that is here of what the line names; or TRUST_NONE */
void trust_fold_mark_times(struct trust *trust);
int64_t trust_fold_number(const struct trust *trust, const struct id *receipt); /* 0: it is not folded */

/* ---- founding.c */

bool trust_founding_init(const struct trust *trust, size_t entry, struct trust_founding *out);
void trust_founding_release(struct trust_founding *founding);

/* ---- genesis.c */

void trust_settle_genesis(struct trust *trust);
void trust_forget_genesis(struct trust *trust);

/* ---- bounds.c: several uptos at once */

/* The bound that these revocations make together; owned by trust. NULL of none. A step of another author in an upto stands for nothing (U1),
 * as it lies in no log that is asked about. */
const struct trust_bound *trust_make_bound(struct trust *trust, const struct trust_entry *const *revocations, size_t count);
const struct id *trust_bound_name(const struct trust_bound *bound); /* the same for the same revocations alone */
bool trust_within(const struct trust *trust, const struct trust_bound *bound, size_t node);
void trust_forget_bounds(struct trust *trust);

/* ---- revocations.c, standing.c */

/* Does this step of the holder's count, as far as bounds go? */
bool trust_act_counts(const struct trust *trust, const struct trust_holder *holder, size_t node);
void trust_find_revocations(struct trust *trust);
void trust_sort_revocations(struct trust *trust);		     /* after officers are known */
void trust_judge_revocations(struct trust *trust, bool of_officers); /* officers' words first, issuers' after they are bound */
void trust_bind(struct trust *trust, struct trust_holder *holder);
void trust_forget_revocations(struct trust *trust);
void trust_settle_standing(struct trust *trust);

/* ---- decisions.c */

/* Which decisions about one thing hold: sets `holds` of the widest that no other replaces; false when there is none, or these contradict
 * each other.
 * `differ`: do two of them say different things? */
bool trust_widest(const struct trust *trust, const size_t *decisions, size_t count, bool *holds,
		  bool (*differ)(const struct trust_entry *, const struct trust_entry *));
void trust_settle_decisions(struct trust *trust);

/* ---- the rest of the order, called by trust_settle alone; each has its file */

void trust_settle_packs(struct trust *trust);
void trust_settle_forks(struct trust *trust);
void trust_forget_forks(struct trust *trust);
void trust_settle_same(struct trust *trust);
void trust_forget_same(struct trust *trust);

#endif
