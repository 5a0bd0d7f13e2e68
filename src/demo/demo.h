#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

/* The demonstration county: DIR/county.louce and DIR/home; besides DIR/laptops/CODE/CODE.louce and DIR/laptops/CODE/home of two townships and
 * three villages of each, which have exchanged DIR/stick/ */

struct demo_ask {
	const char *dir;
	const char *seed;
	bool fresh;								  /* throw away the one there */
	bool single;								  /* the county's file alone, without the other laptops */
	int64_t buildings;							  /* 0: the county's 4,028 commercial houses */
	void (*progress)(void *ctx, const char *what, int64_t done, int64_t all); /* may be NULL */
	void *ctx;
};
MUST_CHECK enum status demo_county_make(const struct demo_ask *demo, struct err *err);

#endif
