#ifndef FLOW_CASES_H
#define FLOW_CASES_H

#include "flow/cover.h"

/* Finds the open cases of a building with their next acts; these go into todos and dues, too. Behind find_todos. Internal to the floor. */
void find_cases(struct flow_judging *judging);

#endif
