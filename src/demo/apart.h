#ifndef DEMO_APART_H
#define DEMO_APART_H

#include <stdbool.h>

#include "demo/demo.h"

/* The demonstration made by a process of its own, so that whoever waits for it may stop it at any moment. */

/* Makes the demonstration of `ask`, whose own `progress` is not called; one that is there is left as it is. `tell` hears how far it is, several times a second
 * at least, and stops it by answering true: then nothing of it is kept, and DENIED says so. */
MUST_CHECK enum status demo_county_make_apart(const struct demo_ask *ask,
					      bool (*tell)(void *ctx, const char *what, int64_t done, int64_t all), void *ctx,
					      struct err *err);

#endif
