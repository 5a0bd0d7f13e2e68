#ifndef FORM_OFFICES_H
#define FORM_OFFICES_H

#include <stddef.h>

#include "form/expr.h"

/* Who answers for what, as a pack says it: offices that answer a form (form/parts/office.h), the office that a form opens to, and the form that tells who
 * covers which hamlet. Parts of a pack: all is borrowed from it. */

struct field;
struct fact;
struct form;

/* `offices:` several answer the form, each for itself. */
struct form_offices {
	char *field_name, *owe_name, *keyed_name;
	const struct field *field; /* the choice that says for which office an answer is; NULL: the form is nobody's in particular */
	const struct fact *owe;	   /* which owe one, each with its day */
	const struct field *keyed; /* a yes or no: who signs is of no office, and keys in what one wrote; NULL: it is not asked */
	struct names *roles;	   /* for each choice of the field's list and each turn: whose it is */
	size_t role_count;
	struct place place;
};

/* `opens:` what is private in the form is sealed for an office too, each time with a key of its own. */
struct form_opens {
	char *to_name, *place_name;
	const struct field *to,
		*place; /* whose choice the office is, NULL: nobody's; where the house stands, NULL: the form does not say */
	struct place where;
};

/* `covers:` the form about a village that tells who covers which hamlet. */
struct covers_words {
	char *form_name, *hamlet_name, *person_name, *of_name, *whole;
	const struct form *form; /* NULL: none tells it */
	const struct field *rows, *hamlet, *person;
	const struct field *of; /* of the form that starts a building: its hamlet */
	struct place place;
};

#endif
