#ifndef APP_SESSION_LOOK_H
#define APP_SESSION_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

/* How the photos of a file look (photo/photo.h, store/houses/looks.h): told as they come in. */

struct store;

/* The look of a photo's bytes; 0 where they are none, or show nothing. */
uint64_t look_of_bytes(const void *bytes, size_t len);

/* Looks at photos that came and were not looked at yet: for a moment, and the rest next time. Inside a transaction. */
MUST_CHECK enum status looks_catch_up(struct store *store, struct err *err);
/* The same in a transaction of its own. That it cannot be done is no fault: photos that look alike are not asked about then. */
void looks_after(struct store *store);

#endif
