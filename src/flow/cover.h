#ifndef FLOW_COVER_H
#define FLOW_COVER_H

#include "flow/flow.h"

/* What a chain covers on this building: the heads that an approval must name, and what stands in the way of one. Internal to the floor. */

struct flow_judging {
	const struct flow_input *input;
	const struct flow_slots *slots;
	const struct flow_facts *facts;
	struct flow_state *out;	  /* its covers are made as they are asked for */
	bool held_back;		  /* something takes effect with signatures that are not there yet: facts->settle */
	struct case_lines *lines; /* as they are asked for: case_belongs.c */
};

/* The cover of a chain of this pack, made when it is asked for first: its index. `root` NULL: of a chain over a list of forms. */
size_t cover_of(struct flow_judging *judging, const struct pack *pack, const struct chain *chain, const struct id *root);
/* A name for the chain and slot of any cover: of all packs' chains of one name the same. */
struct id cover_place(const char *chain, const struct id *root);
/* Does the list of hex ids name exactly the heads of the cover, ascending? */
bool cover_is(const struct flow_state *state, size_t cover, const struct value *ids);
/* Does the cover name each head that the other one does, of which there must be one? */
bool cover_holds(const struct flow_state *state, size_t cover, size_t other);
/* Why a head breaks what the pack says of its form: FLOW_SAME_PERSON, FLOW_OUTDATED; FLOW_COUNTS: it does not. */
enum flow_reason cover_head_fault(const struct flow_input *input, const struct flow_slots *slots, const struct pack *pack,
				  const struct form *form, size_t head);
/* The step that a list names by its hex id at `at`: an index; IDMAP_NONE: it is not here. */
size_t cover_step_named(const struct flow_slots *slots, const struct value *ids, size_t at);
/* Does a list of hex ids name this one? */
bool cover_list_names(const struct value *ids, const struct id *id);
/* Do two steps hold the same value of a field? */
bool cover_same_value(const struct field *field, const struct step *a, const struct step *b);

#endif
