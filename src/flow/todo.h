#ifndef FLOW_TODO_H
#define FLOW_TODO_H

#include "flow/cover.h"

/* What is next at a building. Internal to the floor. */

/* Fills the state's todos; its progresses must be judged. */
void find_todos(struct flow_judging *judging);
/* How many rules of level error fire on the forms of a chain. */
size_t chain_errors(const struct chain *chain, const struct pack *in_force, const struct flow_facts *facts);

#endif
