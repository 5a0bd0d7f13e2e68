#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "flow/task.h"
#include "form/pack.h"
#include "step/step.h"
#include "trust/credential.h"

/* The state of one building from its steps: slots and their heads, sign-offs, returns, what is next. Pure: the caller
 * (store) brings the steps with trust's verdict, and answers the pack's expressions between the two halves.
 * doc/file-format, "What counts". */

/* A sign-off read once for all the buildings that it names, up to a thousand; each looks itself up. */
struct flow_signoff {
	struct id *buildings; /* of item i; all zero when the item names none */
	size_t count;
	bool ascending;	   /* as items must be; else they are searched from the front */
	bool summary_fits; /* its summary counts what its items say was shown */
};
void flow_signoff_read(const struct step *step, struct flow_signoff *out);
void flow_signoff_release(struct flow_signoff *signoff);

struct flow_step;
/* A building's item of a sign-off, borrowed; NULL when it names none or is none. */
const struct value *flow_signoff_item(const struct flow_step *flow, const struct id *building);

struct flow_step {
	struct id id;
	const struct step *step;	 /* borrowed while the evaluation lasts */
	const struct flow_signoff *sign; /* of a sign-off, borrowed; NULL of another kind */
	enum trust_reason trust;	 /* trust_judge's verdict */
	const struct credential *author; /* borrowed; NULL when unknown */
	bool value_problem;		 /* types, choices or calculations do not fit its own pack */
	const struct pack *pack;	 /* its own pack, parsed; NULL when not here */
};

enum flow_reason {
	FLOW_COUNTS = 0,
	FLOW_TRUST,   /* see the trust verdict */
	FLOW_NO_PACK, /* its pack is not here */
	FLOW_UNKNOWN_FORM,
	FLOW_WRONG_ROLE,   /* the role may not sign this form or level */
	FLOW_VALUES,	   /* its values do not fit its pack */
	FLOW_NO_ROOT,	   /* the building's listing is not here or does not count */
	FLOW_SAME_PERSON,  /* distinct_from: wrote what he must not have written */
	FLOW_WRONG_PARENT, /* a parent of another slot */
	FLOW_LEVEL_UNKNOWN,
	FLOW_STALE,	  /* covers are no longer the heads: signed an older version */
	FLOW_CONFLICT,	  /* a covered slot has two heads */
	FLOW_INCOMPLETE,  /* a form the chain covers and calls for is not filled */
	FLOW_NO_PRIOR,	  /* the approval below is missing or has no effect */
	FLOW_LOWER_LEVEL, /* the signer signed a lower level */
	FLOW_SHOWN,	  /* `shown` or `summary` is not what the record says */
	FLOW_RETURNED,	  /* beaten by a return */
	FLOW_WITHDRAWN,
	FLOW_FINDINGS,	 /* rules of level error fire: a level may not sign (existing approvals keep their effect) */
	FLOW_AREA,	 /* the signer's areas do not hold the building */
	FLOW_SUPERSEDED, /* an ancestor of a head */
	FLOW_REASON_COUNT
};

const char *flow_reason_text(enum flow_reason reason); /* a sentence, translatable; never NULL */

struct flow_slot {
	const struct form *form; /* by the pack in force */
	bool repeat;
	struct id repeat_root; /* repeat forms: the slot's first step */
	size_t *heads;	       /* indexes into the steps; more than one: conflict; ascending by id */
	size_t head_count;
};

/* ---- first half: slots */

struct flow_input {
	const struct pack *pack; /* in force */
	struct id root;
	const struct flow_step *steps; /* every step with this building, its root, and sign-offs/withdrawals naming it */
	size_t step_count;
	const char *division;  /* of the root, or NULL */
	const struct id *same; /* roots decided to be the same house, ascending */
	size_t same_count;
};

struct flow_slots {
	struct flow_slot *slots; /* in the pack's form order, then by repeat root */
	size_t slot_count;
	enum flow_reason *step_reasons; /* per step: counts, superseded or why not; sign-offs are judged in the second half */
};

void flow_slots_eval(const struct flow_input *input, struct flow_slots *out);
void flow_slots_release(struct flow_slots *slots);
/* The one slot of a form that is no repeat, or NULL. */
const struct flow_slot *flow_slot(const struct flow_slots *slots, const char *form);
/* The slot of a form that repeats, by its first step, or NULL. */
const struct flow_slot *flow_slot_of(const struct flow_slots *slots, const char *form, const struct id *root);

/* ---- second half: sign-offs, with the facts the store answers over the heads' values */

struct flow_facts {
	const bool *form_relevant; /* per form of the pack: is it called for at this building? */
	const char *shown;	   /* summary field's value as text, or NULL */
	size_t error_findings;	   /* rules of level error that fire on the heads */
};

struct flow_sign {
	size_t step;  /* index of the signoff step */
	size_t level; /* index in the chain */
	bool approve;
	bool effective;
	enum flow_reason reason; /* FLOW_COUNTS when effective */
};

struct flow_todo {
	enum flow_task task;
	const struct form *form;   /* FORM, RETURNED (first covered), CONFLICT */
	const struct level *level; /* SIGN, RETURNED (who returned) */
	size_t sign;		   /* RETURNED: index into signs */
};

struct flow_state {
	struct flow_sign *signs; /* every approval or return naming this building, by step id */
	size_t sign_count;
	size_t *level_effective; /* per level: index into signs of its effective approval, or SIZE_MAX */
	size_t levels_signed;	 /* effective approvals from the lowest without gap */
	struct flow_todo *todos; /* first is next; forms not in the chain may follow */
	size_t todo_count;
	struct id hash; /* of the building: doc/file-format */
};

/* Judges the sign-offs; their reasons go into slots->step_reasons too. */
void flow_state_eval(const struct flow_input *input, struct flow_slots *slots, const struct flow_facts *facts, struct flow_state *out);
void flow_state_release(struct flow_state *state);

/* Did this person write a head of one of the forms? */
bool flow_wrote(const struct flow_input *input, const struct flow_slots *slots, const struct names *forms, const char *person);

/* The covers a sign-off of this building needs now: heads of all filled slots the chain covers, ascending. Caller frees. */
struct id *flow_covers(const struct flow_input *input, const struct flow_slots *slots, size_t *count);

/* May this credential sign `level` now? FLOW_COUNTS or the reason it would not count. */
enum flow_reason flow_may_sign(const struct flow_input *input, const struct flow_slots *slots, const struct flow_facts *facts,
			       const struct flow_state *state, const struct credential *signer, size_t level);

/* State hash of an area: genesis, pack in force, then (root, hash) ascending by root. */
void flow_area_hash(const struct id *genesis, const struct id *pack, const struct id *roots, const struct id *hashes, size_t count,
		    struct id *out);

#endif
