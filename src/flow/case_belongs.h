#ifndef FLOW_CASE_BELONGS_H
#define FLOW_CASE_BELONGS_H

#include "flow/cover.h"

/* Does a slot of a stage, or of the form that ends a case, belong to the case: did an author of its heads see the values that the case is told by, as they
 * are now? Internal to the floor. */
struct case_lines {
	struct case_line *items;
	size_t count, cap;
};
void case_lines_release(struct case_lines *lines);
bool case_slot_belongs(const struct flow_judging *judging, const struct pack_case *of, const struct flow_slot *slot);

#endif
