#ifndef FLOW_CASE_NEXT_H
#define FLOW_CASE_NEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The next act of a case, from how far its stages have come. Apart from gathering that, so that every state can be tried. */

/* How far the most advanced slot of a stage, or of the form that ends the case, has come, of the slots that belong to the case. */
enum case_at {
	CASE_AT_NONE,	  /* there is none */
	CASE_AT_CONFLICT, /* two versions of it */
	CASE_AT_RETURNED, /* a level gave it back */
	CASE_AT_AGAIN,	  /* it must be filled again */
	CASE_AT_SIGNING,  /* a level is to sign it */
	CASE_AT_SIGNED,	  /* by every level that it has */
	CASE_AT_COUNT
};

struct case_stage_is {
	bool when; /* is the stage called for? */
	bool done; /* CASE_AT_SIGNED: does it say that the stage is over? */
	enum case_at at;
};

/* Of the forms that the case is about; those that are signed a slot by itself may wait for that, or have come back. */
enum case_of_fault { CASE_OF_RIGHT, CASE_OF_CONFLICT, CASE_OF_AGAIN, CASE_OF_RETURNED, CASE_OF_SIGNING, CASE_OF_COUNT };

struct case_is {
	bool opens; /* its fact is true of the heads */
	bool held;  /* it was true of heads that a stage or an approval saw */
	enum case_of_fault fault;
	const struct case_stage_is *stages;
	size_t stage_count;
	enum case_at closing;
};

#define CASE_OF SIZE_MAX /* as a stage: the forms that the case is about */

struct case_next {
	bool open;    /* else what follows says nothing */
	size_t stage; /* an index, the count of stages for the form that ends the case, or CASE_OF */
	enum case_act { CASE_FILL, CASE_MERGE, CASE_CORRECT, CASE_AGAIN, CASE_SIGN } act;
};
void case_decide(const struct case_is *is, struct case_next *out);

#endif
