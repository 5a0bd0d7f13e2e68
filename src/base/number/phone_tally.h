#ifndef BASE_PHONE_TALLY_H
#define BASE_PHONE_TALLY_H

#include <stdbool.h>
#include <stddef.h>

/* Six counts of a township and a day as 36 digits that are read out by telephone, in fours: doc/phone-tally says how they are made, and why so. */

#define PHONE_TALLY_COUNTS 6
#define PHONE_TALLY_MOST 19999 /* of one count */
#define PHONE_TALLY_DIGITS 36
#define PHONE_TALLY_GROUPS 9
#define PHONE_TALLY_LEN 44 /* with a space between two groups */

struct phone_tally {
	int township;			/* the last three digits of its code */
	int day;			/* of the year, from 1 */
	int counts[PHONE_TALLY_COUNTS]; /* none is more than the first, of which the others are parts */
	int head;			/* two digits of what the township signed */
};

/* Do the numbers have room? */
bool phone_tally_fits(const struct phone_tally *tally);
void phone_tally_write(const struct phone_tally *tally, char out[PHONE_TALLY_LEN + 1]);

enum phone_tally_fault {
	PHONE_TALLY_RIGHT,
	PHONE_TALLY_SIGN,  /* something is no digit: `at` is its byte */
	PHONE_TALLY_COUNT, /* not 36 digits: `digits` there are, and `group` has another number than four (0: cannot be told) */
	PHONE_TALLY_WRONG, /* the check says no: `suspects` */
};
struct phone_tally_read {
	struct phone_tally tally;
	enum phone_tally_fault fault;
	size_t at, digits;
	int group;	   /* from 1 */
	unsigned suspects; /* bit G - 1: one digit, or two side by side, wrong in group G alone would explain it; 0: more is wrong */
};
/* Full-width digits are taken too, and blanks, hyphens and commas between them. `likely`: could this have been told? It narrows the suspects. */
void phone_tally_read(const char *text, bool (*likely)(const struct phone_tally *, const void *), const void *ctx,
		      struct phone_tally_read *out);

#endif
