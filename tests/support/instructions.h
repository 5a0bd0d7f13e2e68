#ifndef TESTS_SUPPORT_INSTRUCTIONS_H
#define TESTS_SUPPORT_INSTRUCTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <sqlite3.h>

/* Work counted in SQLite's own instructions, the same on every machine. A database that is opened while instructions_watch is on is counted
 * until it is closed, unless it gets a progress handler of its own (checking expressions and reports do that). Include <cmocka.h> first. */

#define INSTRUCTIONS_EVERY 10

static int64_t instructions;

static inline int
instructions_add(void *ctx)
{
	(void)ctx;
	instructions += INSTRUCTIONS_EVERY;
	return 0;
}

static inline int
instructions_on_open(sqlite3 *db, const char **why, const void *api)
{
	(void)why;
	(void)api;
	sqlite3_progress_handler(db, INSTRUCTIONS_EVERY, instructions_add, NULL);
	return SQLITE_OK;
}

static inline void
instructions_watch(bool on)
{
	if (on)
		sqlite3_auto_extension((void (*)(void))instructions_on_open);
	else
		sqlite3_cancel_auto_extension((void (*)(void))instructions_on_open);
}

/* Tells how many there were since `instructions` was `from`. None: nothing is counted here, and the test is worth nothing. */
static inline int64_t
instructions_since(int64_t from)
{
	if (instructions <= from)
		fail_msg("no instruction was counted");
	return instructions - from;
}

#endif
