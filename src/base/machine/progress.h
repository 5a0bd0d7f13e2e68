#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stdint.h>

/* Progress: how a long act tells whoever waits how far it is. NULL in place of a struct progress: nobody waits. */

struct progress {
	void (*tell)(void *ctx, const char *what, int64_t done, int64_t all); /* what: a phrase, translated; all 0: not known */
	void *ctx;
};

static inline void
progress_tell(const struct progress *progress, const char *what, int64_t done, int64_t all)
{
	if (progress)
		progress->tell(progress->ctx, what, done, all);
}

#endif
