#ifndef APP_HOUSE_DELIVERED_H
#define APP_HOUSE_DELIVERED_H

#include <stdbool.h>
#include <stddef.h>

/* How much of a house the county has received, and how much of that counts: two things, which no sentence may take for one. */

struct house_delivery {
	size_t steps;
	size_t undelivered; /* counting or not: no county receipt held here covers them */
	size_t idle;	    /* do not count, nor did they until something newer stood in their place */
	size_t idle_undelivered;
};

void house_delivery_note(struct house_delivery *delivery, bool idle, bool delivered);
/* In words; caller frees. */
char *house_delivery_words(const struct house_delivery *delivery);

#endif
