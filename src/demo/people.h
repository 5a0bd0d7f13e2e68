#ifndef DEMO_PEOPLE_H
#define DEMO_PEOPLE_H

#include "seal/seal.h"

/* Invented people and places, the same for the same stream. No real person is meant: surnames and given names are combined at random, ID
 * numbers have a right check digit and a serial that no office gives out in that combination, phones begin with an area code. */

struct demo_owner {
	char name[32];
	char id_number[19];
	char phone[16];
};

void demo_owner(struct random_stream *stream, struct demo_owner *out);
const char *demo_hamlet(struct random_stream *stream);
/* What a shop of this trade is called behind its owner's surname. */
const char *demo_shop(struct random_stream *stream, const char *trade);

#endif
