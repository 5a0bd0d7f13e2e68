#ifndef TESTS_FLOW_ACTS_DRAWN_H
#define TESTS_FLOW_ACTS_DRAWN_H

#include "flow/cover.h"
#include "scene.h"

/* Houses with a case, drawn at random: slots of its stages, of its end and of what it is about, said to be signed so far; tasks and days that stand beside it;
 * and answers to what the pack asks. */

enum { CONTROL, REMEDY, PATROLLED, CLOSURE, VERDICT, ACTS_FORMS, STAGES = CLOSURE };
extern const char *const acts_forms[ACTS_FORMS]; /* the stages, the end, and a form that the case is about */

/* In force, and one of before, whose levels have other names; between acts_load and acts_unload. */
extern struct pack *acts_pack, *acts_older;
int acts_load(void **state);
int acts_unload(void **state);

struct acts_slot {
	int form;
	size_t step, heads;
	bool belongs, returned, again, done; /* done: what its stage asks of a signed one */
	bool older;			     /* signed under the pack of before */
	size_t levels;			     /* signed */
};

#define ACTS_SLOTS 12
#define ACTS_ANSWERS 16
#define ACTS_TASKS 40

struct acts_house {
	struct scene scene;
	struct acts_slot slots[ACTS_SLOTS];
	size_t slot_count;
	size_t conclusions; /* heads of the classification */
	bool replaced, outdated;
	bool opens, was;		       /* the fact now, and then */
	bool held_back, surveyed, more_signed; /* the two chains that the case rests on */
	struct acts_answer {
		const char *sql;
		bool holds;
		const char *day;
	} answers[ACTS_ANSWERS];
	size_t answer_count;
	size_t returns[2]; /* sign-offs that give back the one chain, and the other */
	struct flow_todo todos[ACTS_TASKS];
	size_t todo_count;
	struct flow_due dues[ACTS_TASKS];
	size_t due_count;
};

void acts_house_init(struct acts_house *house);
void acts_house_release(struct acts_house *house);
/* Fails when nobody said what the expression answers. */
const struct acts_answer *acts_answer(const struct acts_house *house, const char *sql);
/* The drawn slot that a slot, or a root, is of; NULL: none. */
const struct acts_slot *acts_slot(const struct acts_house *house, const struct flow_slot *slot);
const struct acts_slot *acts_slot_of(const struct acts_house *house, const struct id *root);
const struct id *acts_root(const struct acts_house *house, const struct acts_slot *slot);
/* The chain over each slot of a form; NULL: none. */
const struct chain *acts_chain_of(const struct pack *pack, int form);
/* That under which a slot is signed. */
const struct chain *acts_chain(const struct acts_slot *slot);
/* The state that flow is told: progresses, covers, tasks and days. */
void acts_tell(const struct acts_house *house, struct flow_state *out);

void acts_told_release(struct flow_state *told);
/* What was asked while a case was judged. */
struct acts_asking {
	const struct acts_house *house;
	bool asked_then;	     /* about what was */
	bool asked_stage, asked_day; /* what nobody needs to know of a case that is not open */
	bool narrow, was_narrowed;
};
/* Answers as the house says, and notes. */
struct flow_facts acts_facts(struct acts_asking *asking, bool narrowing);

#endif
