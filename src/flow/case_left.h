#ifndef FLOW_CASE_LEFT_H
#define FLOW_CASE_LEFT_H

#include "flow/cover.h"

/* Takes out of what is to be done, and of what is due, all that is about a slot of a stage that no case is at any more, and the signatures under an end that
 * no case has come to. Once the open cases are known. Internal to the floor. */
void case_drop_left(struct flow_judging *judging);

#endif
