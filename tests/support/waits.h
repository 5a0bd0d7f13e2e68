#ifndef TESTS_SUPPORT_WAITS_H
#define TESTS_SUPPORT_WAITS_H

#include <stdint.h>

/* What the preloaded waits.so tells a test of the program in its terminal: a page mapped by both. */

#define WAITS_FD "LOUCE_WAITS_FD" /* the page's descriptor, inherited */

struct waits_page {
	_Atomic uint32_t waiting;   /* 1 while the program waits for a key */
	_Atomic uint32_t entered;   /* how often it began to wait */
	_Atomic int32_t timeout_ms; /* for how long at most, this time */
};

#endif
