#ifndef FORM_REWORDED_H
#define FORM_REWORDED_H

#include "form/pack.h"

/* What a later pack says otherwise of answers that stand: what was signed is a code, and everybody reads it in the words of the pack in force. */

enum reworded_what {
	REWORDED_CHOICE,   /* a code means other words */
	REWORDED_REASON,   /* what was said for a warning says other words */
	REWORDED_MISSING,  /* why a house was left out does */
	REWORDED_QUESTION, /* an answer stands below other words */
	REWORDED_OPEN,	   /* what was sealed is so no longer */
	REWORDED_READER,   /* a role reads what is sealed that did not */
	REWORDED_FORM,	   /* what was filled is called otherwise */
	REWORDED_ROLE,	   /* who signed is */
	REWORDED_LEVEL,	   /* what was signed is: a chain or one of its levels */
	REWORDED_ERROR,	   /* what was given back for is */
	REWORDED_SIGNS,	   /* a role signs a level or a form that it did not */
	REWORDED_UNSIGNED, /* a level is signed no more */
	REWORDED_OFFICE,   /* a role answers for another office */
	REWORDED_DAY,	   /* a deadline is another day */
	REWORDED_DIVISION, /* where it stands is */
};

struct reworded {
	enum reworded_what what;
	const struct field *field; /* of a choice a question that has its list */
	const char *code;	   /* of a choice, a division; of who signs and answers: the role's words; of a deadline, its own */
	const char *before,
		*after; /* the words; of a reader, after: the role's; of who signs, after: what; of a level that is gone, before */
};

/* Visits each difference. `newest`: of a list, only codes that this one does not have, and all when it is `before`. */
void reworded_each(const struct pack *before, const struct pack *newest, const struct pack *now, const char *lang,
		   void (*visit)(const struct reworded *reworded, void *ctx), void *ctx);
/* A choice that got the words of another one of its list, or a division the name of another one beside it that did not become it, in a sentence: no wording
 * means that. NULL: none. Caller frees. */
char *reworded_swapped(const struct pack *before, const struct pack *now);

#endif
