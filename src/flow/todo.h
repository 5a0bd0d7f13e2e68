#ifndef FLOW_TODO_H
#define FLOW_TODO_H

#include "flow/cover.h"

/* What is next at a building. Internal to the floor. */

/* Fills the state's todos; its progresses must be judged. */
void find_todos(struct flow_judging *judging);
/* Fills the state's dues, and the days of its todos; these must be found. */
void find_days(struct flow_judging *judging);
/* Is a form of the pack in force, by its index, called for as work? */
bool todo_is_asked(const struct flow_judging *judging, size_t form);
/* Of a form that has no single slot in a house: one that repeats and says when it is called for is so until one of it stands, or (always) as long as that
 * holds; without `relevant` it is filled when there is something to say. One about a division never is, here. */
bool todo_is_asked_once(const struct flow_judging *judging, const struct form *form);
/* The first question that was added to a form; NULL: none. What must be filled again answers it by the way. */
const struct flow_added *todo_added_to(const struct flow_judging *judging, const struct form *form);
/* The day of a deadline, or that an expression gives; false: none. */
bool find_day(const struct flow_judging *judging, const struct deadline *deadline, const struct expr *due, const struct chain *chain,
	      const struct id *root, char out[FLOW_DAY_SIZE]);
/* The last of the pack's deadlines; "": it has none. */
void last_day(const struct pack *pack, char out[FLOW_DAY_SIZE]);
/* The level of the chain in force whose day a signature has: that of its name; where the chain was begun with a level that this one lacks, the next behind it
 * that this one has, else the last before it. NULL: they share none. */
const struct level *level_of_day(const struct chain *chain, const struct level *level);
/* How many rules of level error fire on the forms of a chain. */
size_t chain_errors(const struct chain *chain, const struct pack *in_force, const struct flow_facts *facts);
/* Does a level of the chain over forms stand signed? */
bool chain_is_begun(const struct flow_state *state, const struct chain *chain);
/* Does a form of the chain lack the answer to an added question? */
bool chain_is_added_to(const struct chain *chain, const struct flow_facts *facts);

#endif
