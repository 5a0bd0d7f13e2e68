#ifndef DEMO_PUT_H
#define DEMO_PUT_H

#include "demo/county.h"

/* Signing a step for a person of the demonstration, inside a transaction of the county's store: of a form, or of a level. Internal to the
 * demonstration's files. */

/* A form of a building. Its other forms that are asked for by rules and calculations lie in the store's evaluator. */
struct demo_put {
	struct demo_county *county;
	struct demo_building *building;
	const struct signer *signer;
	const char *form;
	const struct id *parent; /* NULL: none */
	struct value *keep;	 /* gets the completed values, the caller's to release; NULL: nobody wants them */
};
/* Signs the values with those of the photos that are the form's. Values that break an error of the pack's rules are a mistake of the demonstration: BUG. */
MUST_CHECK enum status demo_put_form(const struct demo_put *put, struct value values_take, const struct demo_drawn *drawn,
				     size_t drawn_count, struct id *id, struct err *err);

/* What somebody of a level decides about items of one village. */
struct demo_decision {
	const struct signer *signer;
	const char *chain, *level;
	const char *reason; /* of a return; NULL: an approval */
	const char *field;  /* of a return: the one that is wrong; NULL: none is named */
	int kind;	    /* of its error */
};
MUST_CHECK enum status demo_put_decision(struct demo_county *county, const struct demo_village *village,
					 const struct demo_decision *decision, struct value items_take, struct id *id, struct err *err);

#endif
