#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../support/sanitizer.h"
#include "base/mem.h"
#include "../support/history.h"
#include "trust/forks.h"
#include "trust/holders.h"

/* Whoever in the end holds the same set of steps has the same state, in whatever order and in however many pieces they came.
 *
 * LOUCE_HISTORIES: how many (default 1000); each is taken in in ten orders. */

#define MANY (UNDER_SANITIZER ? 200 : 1000)
#define ORDERS 10

static struct pack *pack;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/tests/data/packs/history", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &pack, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	pack_free(pack);
	return 0;
}

/* ---- the question */

struct tally {
	size_t forks, revoked, conflicts, signs, same;
};

static void
count_fork(const struct trust_fork *fork, void *ctx)
{
	(void)fork;
	(*(size_t *)ctx)++;
}

static void
note(const struct view *view, struct tally *tally)
{
	trust_each_fork(view->trust, count_fork, &tally->forks);
	for (size_t i = 0; i < trust_credential_count(view->trust); i++)
		tally->revoked += trust_credential_at(view->trust, i)->revoked;
	for (size_t b = 0; b < BUILDINGS; b++) {
		const struct building_view *building = &view->buildings[b];

		tally->signs += building->there ? building->state.progresses[0].levels_signed : 0;
		tally->same += building->input.aside_count;
		for (size_t s = 0; s < building->slots.slot_count; s++)
			tally->conflicts += building->slots.slots[s].head_count > 1;
	}
}

/* The county's and a village's set, each in ten orders and as many pieces. */
static void
converges(struct history *history, size_t number, struct tally *tally)
{
	for (int side = 0; side < 2; side++) {
		size_t order[STEPS], count = 0;
		struct view first, again;

		for (size_t i = 0; i < history->count; i++)
			if (side == 0 || history->laptops[1].knows[i])
				order[count++] = i;
		view_make(history, order, count, 0, &first);
		note(&first, tally);
		for (int round = 0; round < ORDERS; round++) {
			history_shuffle(history, order, count);
			view_make(history, order, count, 1 + history_below(history, 60), &again);
			if (!id_equal(&first.hash, &again.hash))
				fail_msg("history %zu: another order, another state", number);
			view_release(&again);
		}
		view_release(&first);
	}
}

static void
state__is_the_same__whatever_the_order(void **state)
{
	const char *wanted = getenv("LOUCE_HISTORIES"), *from = getenv("LOUCE_FROM");
	size_t count = wanted ? (size_t)atoll(wanted) : MANY, first = from ? (size_t)atoll(from) : 0;
	struct history *history = mem_alloc(sizeof(*history));
	struct tally tally = { 0 };

	(void)state;
	for (size_t i = first; i < first + count; i++) {
		history_live(history, pack, i);
		converges(history, i, &tally);
		history_release(history);
	}
	free(history);
	printf("# %zu histories: %zu forks, %zu revoked, %zu conflicts, %zu levels signed, %zu joined\n", count, tally.forks, tally.revoked,
	       tally.conflicts, tally.signs, tally.same);
	/* Histories in which nothing happens prove nothing. */
	assert_true(tally.forks > count / 2);
	assert_true(tally.revoked > count / 2);
	assert_true(tally.conflicts > count / 2);
	assert_true(tally.signs > count / 4);
	assert_true(tally.same > count / 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(state__is_the_same__whatever_the_order),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
