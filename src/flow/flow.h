#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "base/map.h"
#include "flow/task.h"
#include "form/pack.h"
#include "step/step.h"
#include "trust/credential.h"

/* The state of one building from its steps: slots and their heads, sign-offs, returns, what is next. Pure: the caller
 * (store) brings the steps with trust's verdict, and answers the pack's expressions between the two halves.
 * doc/file-format, sections B, A and H. */

#define FLOW_ITEMS_MAX 1000
#define FLOW_DAY_SIZE 11 /* YYYY-MM-DD and its NUL */

/* A sign-off read once for all the buildings that it names. */
struct flow_signoff {
	struct flow_item {
		struct id building, root;
		bool has_root;
	} * items; /* as the step has them */
	size_t count;
	bool well_formed; /* 1 to FLOW_ITEMS_MAX items, ascending by building and root, distinct; else it does not count, and `count` is 0 */
	bool summary_fits; /* its summary counts what its items say was shown */
};
void flow_signoff_read(const struct step *step, struct flow_signoff *out);
void flow_signoff_release(struct flow_signoff *signoff);
/* {n, by: {shown: count}} of the items of an approval (rule A1). */
struct value flow_signoff_summary(const struct value *items);

struct flow_step {
	struct id id;
	const struct step *step;	 /* borrowed while the evaluation lasts */
	const struct flow_signoff *sign; /* of a sign-off, borrowed; NULL of another kind */
	enum trust_reason trust;	 /* trust_judge's verdict */
	const struct credential *author; /* borrowed; NULL when unknown */
	bool value_problem;		 /* types, choices or calculations do not fit its own pack */
	const struct pack *pack;	 /* its own pack, parsed; NULL when not here */
};

/* The items of a sign-off about a building: the index of the first, and how many follow each other. */
size_t flow_signoff_items(const struct flow_step *flow, const struct id *building, size_t *first);
/* One item as the step has it. */
const struct value *flow_signoff_item(const struct flow_step *flow, size_t index);

enum flow_reason {
	FLOW_COUNTS = 0,
	FLOW_TRUST,   /* see the trust verdict */
	FLOW_NO_PACK, /* its pack is not here */
	FLOW_UNKNOWN_FORM,
	FLOW_WRONG_ROLE,   /* the role may not sign this form or level, or take this sign-off back */
	FLOW_VALUES,	   /* its values do not fit its pack */
	FLOW_NO_ROOT,	   /* the building's listing is not here or does not count */
	FLOW_NO_SLOT,	   /* `root` is not the first step of such a slot, or stands where none may */
	FLOW_SAME_PERSON,  /* distinct_from: wrote what he must not have written */
	FLOW_WRONG_PARENT, /* a parent that is not here or of another slot */
	FLOW_ITEMS,	   /* a sign-off of no, too many, doubled or unsorted houses */
	FLOW_LEVEL_UNKNOWN,
	FLOW_STALE,	  /* covers are no longer the heads: signed an older version */
	FLOW_CONFLICT,	  /* a covered slot has two heads */
	FLOW_INCOMPLETE,  /* a form the chain covers and calls for is not filled */
	FLOW_OUTDATED,	  /* what a covered form depends on is no longer what its author saw */
	FLOW_NO_PRIOR,	  /* the approval below is missing or has no effect */
	FLOW_LOWER_LEVEL, /* the signer signed a lower level */
	FLOW_DECIDES_OWN, /* two answers differ and both stay: a level may not sign that would decide over the signer's own one */
	FLOW_RETURNED,	  /* a return of the chain is open */
	FLOW_ANSWERED,	  /* a return that a later version answers */
	FLOW_WITHDRAWN,
	FLOW_STAGES,	 /* the end of a case whose stages are not over: a level may not sign, and the case stays open over one that did */
	FLOW_ADDED,	 /* a question that was added is not answered: the first level may not sign */
	FLOW_FINDINGS,	 /* rules of level error fire: a level may not sign (existing approvals keep their effect) */
	FLOW_AREA,	 /* the signer's areas do not hold the building, or the step says another area */
	FLOW_SUPERSEDED, /* an ancestor of a head */
	FLOW_REASON_COUNT
};

const char *flow_reason_text(enum flow_reason reason); /* a sentence, translatable; never NULL */

struct flow_slot {
	const struct form *form; /* by the pack in force; by the step's own when that one has no such form any more */
	size_t place;		 /* of the form in the pack in force; the count of its forms: it has none of the name */
	bool repeat;
	struct id repeat_root; /* repeat forms: the slot's first step */
	size_t *heads;	       /* indexes into the steps; more than one: conflict; ascending by id */
	size_t head_count;
	const struct credential **authors; /* of the heads, each once */
	size_t author_count;
};

/* ---- first half: slots */

struct flow_input {
	const struct pack *pack; /* in force */
	struct id root;
	const struct flow_step *steps; /* every step with this building, its root, and sign-offs/withdrawals naming it */
	size_t step_count;
	const char *division;	/* of the root, or NULL */
	bool of_division;	/* the steps are about that division itself, its forms and manifests: there is no root */
	const struct id *aside; /* roots that this house steps aside for, ascending */
	size_t aside_count;
};

struct flow_slots {
	struct flow_slot *slots; /* in the pack's form order, then by repeat root; those of forms that the pack does not have last */
	size_t slot_count;
	enum flow_reason *step_reasons; /* per step: counts, superseded or why not; sign-offs are judged in the second half */
	size_t *slot_of;		/* per step that counts or is superseded: its slot; else SIZE_MAX */
	struct idmap steps, index;	/* where a step, a slot stands */
};

/* Of a division: false when it has no head, else its hash (doc/file-format, H2). */
bool flow_division_hash(const struct flow_input *input, const struct flow_slots *slots, struct id *out);
void flow_slots_eval(const struct flow_input *input, struct flow_slots *out);
void flow_slots_release(struct flow_slots *slots);
/* The one slot of a form that is no repeat, or NULL. */
const struct flow_slot *flow_slot(const struct flow_slots *slots, const char *form);
/* The slot of a form that repeats, by its first step, or NULL. */
const struct flow_slot *flow_slot_of(const struct flow_slots *slots, const char *form, const struct id *root);

/* ---- second half: sign-offs, with the facts the store answers over the heads' values */

/* A question that must be answered and was not asked when the form that stands was filled, under an older pack. */
struct flow_added {
	const struct form *form; /* of the pack in force, as the field is */
	const struct field *field;
};

struct flow_facts {
	struct flow_called {
		const struct pack *pack;
		const bool *forms; /* per form of the pack: is it called for at this building? */
	} * called;		   /* of the pack in force first, then of every other that a sign-off was made under */
	size_t called_count;
	const bool *asked; /* per form of the pack in force: is it asked for as work? NULL: as it is called for. No approval hangs on it */
	const size_t *form_errors;	/* per form of the pack in force: rules of level error that fire on its head */
	const struct flow_added *added; /* in the order of the forms */
	size_t added_count;
	const size_t *form_mends;	 /* the same rules, at the form in which what they find is mended; NULL: not known */
	const struct value *fact_values; /* object: each fact of the pack in force; NULL: not known */
	const bool *
		disputed; /* per form of the pack in force: it holds one of two answers that differ and both stay (flow/turn); NULL: none does */
	/* The expressions that flow asks about by itself, only while flow_state_eval lasts: a `due`, of a form, or of a level in a slot (zeros: none), where
	 * false is no day; whether a case's fact is true with these steps as the heads of the forms that it is about (count 0: with those that there
	 * are); whether a stage's `when`, or its `done` in a slot of its form, is. NULL: nothing has a day; no case opens. */
	bool (*day)(void *ctx, const struct expr *due, const struct chain *chain, const struct id *root, char out[FLOW_DAY_SIZE]);
	bool (*opens)(void *ctx, const struct pack_case *of, const size_t *heads, size_t count);
	bool (*holds)(void *ctx, const struct expr *expr, const struct form *form, const struct id *root);
	/* From here on what is asked sees no slot that `left_out` (per slot) says: those of a form that repeats which do not belong to the case; NULL: sees
	 * all. May be NULL itself. */
	void (*narrow)(void *ctx, const bool *left_out);
	/* Said once the sign-offs are judged and before anything is asked for: what waits for signatures is known now (flow_unsigned), and the answers above
	 * may be given anew. True: something is kept from taking effect until it is signed. NULL: nothing is. */
	bool (*settle)(void *ctx);
	void *ctx;
};

/* What a chain covers now: on the building, or, of a chain over a repeat form, in one slot. */
struct flow_cover {
	const struct pack *pack; /* whose chain it is */
	const struct chain *chain;
	struct id root;	  /* of the slot; zeros: none */
	struct id *heads; /* ascending */
	size_t head_count;
	size_t rest;		 /* in a case: the index of the cover that holds its other heads; SIZE_MAX: none */
	enum flow_reason reason; /* FLOW_COUNTS, or why no approval over it has effect */
	const struct form *form; /* that the reason is about; NULL: none */
	bool returned;		 /* a return of the chain is open */
	const char *shown;	 /* the summary field's value; "": none. Borrowed */
};

struct flow_sign {
	size_t step; /* index of the sign-off step */
	size_t item; /* of its items */
	struct id root;
	const struct level *level; /* of its own pack; NULL: it has no such level */
	size_t cover;		   /* of an approval with a level: index into covers; else SIZE_MAX */
	bool approve;
	bool effective;		 /* an approval with effect, or an open return */
	enum flow_reason reason; /* FLOW_COUNTS when effective */
};

/* How far a chain has come. */
struct flow_progress {
	const struct chain *chain; /* of the pack that it is signed under: the one in force, or the one it was begun under */
	struct id root;		   /* of the slot; zeros: none */
	size_t cover;		   /* index into covers: what the pack in force says */
	size_t best;		   /* the same, or what the pack says that it was begun under, with the same heads at least */
	size_t *effective;	   /* per level: index into signs of its effective approval, or SIZE_MAX */
	size_t levels_signed;	   /* effective approvals from the lowest without gap */
	struct id pack;		   /* under which the next level signs; zeros: the one in force */
};

struct flow_todo {
	enum flow_task task;
	const struct chain *chain; /* of the pack in force, that the task belongs to; NULL: none */
	bool first; /* of the tasks of its chain and slot; true of each signature, of what blocks one (FINDINGS), and of each added question */
	const struct form *form;     /* FORM, ADDED, AGAIN, RETURNED (first covered), CONFLICT, FINDINGS (in which the first is mended) */
	const struct field *field;   /* ADDED: the first of the form's questions; else NULL */
	const struct level *level;   /* SIGN, RETURNED (who returned) */
	const struct level *blocked; /* FINDINGS: whose signature cannot be given */
	struct id root;		     /* of the slot; zeros: none */
	size_t sign;		     /* RETURNED: index into signs */
	char day[FLOW_DAY_SIZE]; /* by which it must be done; "": none. The same every day: whether it is past is asked where it is shown */
};

/* What stands open and has a day: a form that is called for and does not stand or must be filled again, one that was given back or has two versions, and
 * the next signature of a chain and slot. */
struct flow_due {
	const struct form *form;	 /* NULL: a signature; beside a level: where what keeps that from being signed is looked into */
	const struct field *field;	 /* of the form, the question that was added; NULL: the form itself */
	const struct level *level;	 /* of the pack in force; of the one that it was begun under where that has none of the name */
	struct id root;			 /* of the slot that is signed, or corrected; zeros: none */
	const struct pack_case *of_case; /* whose next act it is; NULL: none's */
	const struct choice *office;	 /* of the form, the office that owes it; NULL: it is owed as a whole */
	char day[FLOW_DAY_SIZE];
};

/* An open case of the pack in force, and its next act: there always is one, with who owes it and by when. */
struct flow_case {
	const struct pack_case *of;
	enum flow_task task;	   /* FORM, ADDED, AGAIN, RETURNED (correct it), CONFLICT, SIGN */
	size_t stage;		   /* that it is at: an index, the count of stages at its end, SIZE_MAX: the forms that it is about */
	bool before_end;	   /* at its end, which asks for something before, or for the signatures of another chain */
	const struct form *form;   /* to be filled, or signed */
	const struct level *level; /* SIGN */
	struct id root;		   /* the slot; zeros: a new one, or none */
	const struct names *by;	   /* roles */
	char day[FLOW_DAY_SIZE];
};

struct flow_state {
	struct flow_sign *signs; /* every approval or return naming this building, by step id and root */
	size_t sign_count;
	struct flow_cover *covers;
	size_t cover_count, cover_cap;
	struct idmap cover_index; /* of each chain and slot asked for: its place in covers */
	struct flow_progress
		*progresses; /* each chain of the pack in force, in its order; of those over a repeat form one for each filled slot */
	size_t progress_count;
	struct flow_todo *todos; /* first is next; forms not in any chain follow last */
	size_t todo_count;
	struct flow_due *dues; /* forms in the pack's order, those that were given back or have two versions, then signatures */
	size_t due_count;
	struct flow_case *cases; /* the open ones, in the pack's order */
	size_t case_count;
	struct id hash; /* of the building: doc/file-format, H1 */
};

/* Judges the sign-offs; their reasons go into slots->step_reasons too. */
void flow_state_eval(const struct flow_input *input, struct flow_slots *slots, const struct flow_facts *facts, struct flow_state *out);
void flow_state_release(struct flow_state *state);

/* Is the sign-off one of a chain that covers the form (of a chain over a repeat form: in this slot; NULL: none)? */
bool flow_sign_covers(const struct flow_sign *sign, const struct form *form, const struct id *slot);
/* All heads of a cover, ascending: what an approval names. Caller frees. */
struct id *flow_cover_heads(const struct flow_state *state, size_t cover, size_t *count);

/* Are both credentials of one person (rule C6, of two signatures: no third credential makes them so)? */
bool flow_same_person(const struct credential *a, const struct credential *b);
/* Did this person write a head of one of the forms? */
bool flow_wrote(const struct flow_slots *slots, const struct names *forms, const struct credential *person);

/* What stands in a slot without the signatures of its chain, and what stood there since these were given last. */
struct flow_versions {
	size_t *steps; /* indexes: the heads first, then what they replaced back to what was signed by every level, that included */
	size_t count;
	bool absent; /* of a form that repeats: no level ever signed it to the end, so that it might as well not be there */
};
/* Visits each filled slot whose chain has not signed to the end what stands in it. `versions` are borrowed for the call. */
void flow_each_unsigned(const struct flow_input *input, const struct flow_slots *slots, const struct flow_state *state,
			void (*visit)(const struct flow_slot *slot, const struct flow_versions *versions, void *ctx), void *ctx);

/* The progress of a chain of the pack in force; `root` NULL or zeros: of one that is over a list of forms. NULL: none. */
const struct flow_progress *flow_progress_of(const struct flow_state *state, const char *chain, const struct id *root);
/* The form that a return asks for: of the first mark whose form still stands as it did, else of the first mark; of the form last filled when
 * nothing is marked. NULL: none stands. */
const struct form *flow_returned_form(const struct flow_input *input, const struct flow_slots *slots, const struct flow_sign *sign);
/* Does a form stand as the author of a sign-off saw it? */
bool flow_stands_as_signed(const struct flow_input *input, const struct flow_slots *slots, const struct flow_sign *sign,
			   const struct form *form);
/* Is a field of a form that stands once as it was for who saw the heads that `upon` (hex texts; NULL: none) names? `steps`: those of the slots. */
bool flow_is_as_seen(const struct flow_step *steps, const struct flow_slots *slots, const struct pack *pack, const char *name,
		     const struct value *upon);
/* Does any form lack the answer to a question that was added to it? */
bool flow_is_added_to(const struct flow_state *state);
/* Must a form that is filled be filled again? */
bool flow_form_is_again(const struct flow_state *state, const struct form *form);
bool flow_progress_is_done(const struct flow_progress *progress);
/* The first of the chains that a case rests on (`needs`) that is not signed to its end; NULL: none. */
const struct flow_progress *flow_needed(const struct flow_state *state, const struct pack_case *of);

/* May this credential approve at `level` of the progress's chain now? FLOW_COUNTS or the reason it would not count. */
enum flow_reason flow_may_sign(const struct flow_input *input, const struct flow_slots *slots, const struct flow_facts *facts,
			       const struct flow_state *state, const struct flow_progress *progress, const struct credential *signer,
			       size_t level);
/* The approval of the level below that it may name: one that the person signed no part of. Index into signs; SIZE_MAX: none, or the lowest level. */
size_t flow_prior(const struct flow_input *input, const struct flow_state *state, const struct flow_progress *progress,
		  const struct credential *signer, size_t level);
/* May it give back there? */
enum flow_reason flow_may_return(const struct flow_input *input, const struct flow_state *state, const struct flow_progress *progress,
				 const struct credential *signer, size_t level);

struct flow_area {
	const struct id *geneses; /* of the chain, oldest first */
	size_t genesis_count;
	const struct id *pack; /* in force; NULL: none */
	const struct id *roots, *hashes;
	size_t count; /* of the buildings, ascending by root */
	const struct flow_division {
		char code[DIVISION_CODE_LEN + 1];
		struct id hash;
	} * divisions; /* those with a head, ascending by code */
	size_t division_count;
};
void flow_area_hash(const struct flow_area *area, struct id *out);

#endif
