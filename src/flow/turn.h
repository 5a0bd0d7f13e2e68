#ifndef FLOW_TURN_H
#define FLOW_TURN_H

#include "flow/flow.h"

/* Whose turn it is where a rule of one form finds what is mended in another, as when a second person's answer is not the first one's. It is told from the
 * heads that each author saw (`_upon`), never from what a clock said. */
enum flow_turn {
	TURN_MENDS, /* of the form in which it is mended: it stands as who found it saw it */
	TURN_FINDS, /* of the form that the rule is judged at: the other one was signed since, and still it is found */
	TURN_CHAIN, /* of who signs both: two persons gave their answers again, each over the other's */
};

/* `finds`: the form that the rule is judged at; `mends`: where it is mended; `fields`: what the rule is about, in both. */
enum flow_turn flow_turn_of(const struct flow_input *input, const struct flow_slots *slots, const struct form *finds,
			    const struct form *mends, const struct names *fields);

/* Would the person, signing the chain, decide between two answers of which one is his own? */
bool flow_decides_own(const struct flow_input *input, const struct flow_slots *slots, const struct flow_facts *facts,
		      const struct chain *chain, const struct credential *person);

#endif
