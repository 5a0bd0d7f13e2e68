#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

/* The demonstration county, DIR/county.louce with its keys in DIR/home. Two townships and three villages of each have laptops of their
 * own, DIR/laptops/CODE/CODE.louce with DIR/laptops/CODE/home, and have exchanged the files in DIR/stick/. */

struct demo_ask {
	const char *dir;
	const char *seed;
	bool this_day;	   /* made on the day of this run; else, where no clock was given, in the middle of the campaign */
	bool fresh;	   /* deletes the one there */
	bool single;	   /* the county's file alone, without the other laptops */
	int64_t buildings; /* 0: the county's 4,028 commercial houses */
	void (*progress)(void *ctx, const char *what, int64_t done, int64_t all); /* may be NULL */
	void *ctx;
};
MUST_CHECK enum status demo_county_make(const struct demo_ask *demo, struct err *err);
/* Was a demonstration begun in this folder, and not made to its end? The next one throws it away. */
bool demo_is_unfinished(const char *dir);
bool demo_folder_is_empty(const char *path); /* or not there */

#endif
