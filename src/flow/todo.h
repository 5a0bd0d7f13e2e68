#ifndef FLOW_TODO_H
#define FLOW_TODO_H

#include "flow/cover.h"

/* What is next at a building. Internal to the floor. */

/* Fills the state's todos; its progresses must be judged. */
void find_todos(struct flow_judging *judging);
/* The day of a deadline, or that an expression gives; false: none. */
bool find_day(const struct flow_judging *judging, const struct deadline *deadline, const struct expr *due, const struct chain *chain,
	      const struct id *root, char out[FLOW_DAY_SIZE]);
/* How many rules of level error fire on the forms of a chain. */
size_t chain_errors(const struct chain *chain, const struct pack *in_force, const struct flow_facts *facts);
/* Does a form of the chain lack the answer to an added question? */
bool chain_is_added_to(const struct chain *chain, const struct flow_facts *facts);

#endif
