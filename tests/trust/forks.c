#include "../support/trust_world.h"

/* Two steps at one place of a log: which branch keeps its effect. */

static void
fork__holds_both__until_something_settles_it(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	trust = world_trust(&county.world, &county.genesis, NULL);
	for (int i = 0; i < 4; i++)
		assert_int_equal(verdict(trust, &county, &ids[i]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

static void
fork__keeps__the_branch_that_the_lowest_receipt_covers(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_receipt(&county.world, &county.officers[0], 2, 2, 8, &ids[2]);
	world_receipt(&county.world, &county.officers[0], 1, 2, 8, &ids[3]);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

static void
fork__keeps__the_branch_that_a_decision_names(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[2], 40);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

struct forks_seen {
	size_t count, rivals;
	int64_t seq;
	bool settled;
};

static void
see_fork(const struct trust_fork *fork, void *ctx)
{
	struct forks_seen *seen = ctx;

	seen->count++;
	seen->seq = fork->seq;
	seen->rivals = fork->rival_count;
	seen->settled = fork->settled;
}

/* The decision names where the branch begins; what both went on with afterwards needs no decision of its own. */
static void
fork__keeps__all_that_follows_the_branch_decided_on(void **state)
{
	struct county county;
	struct id ids[4];
	struct trust *trust;

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[0], 40);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_FORKED);
	assert_int_equal(trust_branch_length(trust, &ids[0]), 2);
	trust_free(trust);
	world_release(&county.world);
}

static void
fork__is_listed_once__settled_or_not(void **state)
{
	for (int settled = 0; settled < 2; settled++) {
		struct forks_seen seen = { 0 };
		struct county county;
		struct trust *trust;
		struct id ids[4];

		(void)state;
		found(&county);
		fork_feed(&county, ids);
		if (settled)
			world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[2], 40);
		trust = world_trust(&county.world, &county.genesis, NULL);
		trust_each_fork(trust, see_fork, &seen);
		assert_int_equal(seen.count, 1);
		assert_int_equal(seen.seq, 7);
		assert_int_equal(seen.rivals, 2);
		assert_int_equal(seen.settled, settled);
		assert_int_equal(trust_kept(trust, &ids[2]), settled);
		assert_int_equal(trust_dropped(trust, &ids[2]), !settled);
		assert_true(trust_dropped(trust, &ids[3]));
		assert_false(trust_dropped(trust, &county.pack));
		assert_false(trust_kept(trust, &county.pack));
		trust_free(trust);
		world_release(&county.world);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fork__holds_both__until_something_settles_it),
		cmocka_unit_test(fork__keeps__the_branch_that_the_lowest_receipt_covers),
		cmocka_unit_test(fork__keeps__the_branch_that_a_decision_names),
		cmocka_unit_test(fork__keeps__all_that_follows_the_branch_decided_on),
		cmocka_unit_test(fork__is_listed_once__settled_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
