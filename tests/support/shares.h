#ifndef TESTS_SUPPORT_SHARES_H
#define TESTS_SUPPORT_SHARES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/journal.h"

/* The shares that stand in a file: keys to private values that were passed on. */

static inline bool
shares_count_one(const struct store_step *step, void *count)
{
	(void)step;
	++*(size_t *)count;
	return true;
}

static inline size_t
shares_in(struct store *store)
{
	struct err err = { 0 };
	size_t count = 0;

	if (store_each_step_of(store, "share", shares_count_one, &count, &err))
		fail_msg("%s", err.text);
	return count;
}

#endif
