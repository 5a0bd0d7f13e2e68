#ifndef TESTS_EVAL_HONEST_H
#define TESTS_EVAL_HONEST_H

#include <stddef.h>

/* What honest people of a village here answer: names, shops, doors, remarks, telephones, days, places. The rules pass each without a word, or ask (`asks`), and
 * refuse none. */

struct honest_answer {
	const char *form, *json; /* set over a good house, as it is typed; ' stands for " */
	const char *asks, *why;	 /* the rules that ask, one space between, and why that cannot be spared; NULL: none */
	const char *house;	 /* what another form of the house says ("" takes out), or NULL */
	const char *house_form;
};

extern const struct honest_answer honest_passed[], honest_asked[];
extern const size_t honest_passed_count, honest_asked_count;

#endif
