#include "../support/trust_world.h"

#include "trust/covers.h"
#include "trust/receipts.h"

/* Two steps at one place of a log, and decisions about them: rules C18 to C21. */

static void
fork__holds_neither__until_something_says_which_was_earlier(void **state)
{
	struct county county;
	struct trust *trust;
	struct id ids[4];

	(void)state;
	found(&county);
	fork_log(&county, ids);
	trust = county_trust(&county);
	for (int i = 0; i < 4; i++)
		assert_int_equal(verdict(trust, &county, &ids[i]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C19. */
static void
fork__keeps__the_branch_with_the_earlier_place_in_time(void **state)
{
	struct county county;
	struct log_key log;
	struct trust *trust;
	struct id ids[4], receipt;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &ids[3], 1);
	world_receipt(&county.world, &county.officers[0], 1, &receipt, &ids[2], 1);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[2]), TRUST_FORKED);
	assert_true(trust_dropped(trust, &ids[2]));
	assert_false(trust_dropped(trust, &ids[3]));
	assert_true(log_of_step(world_at(&county.world, &ids[2]), &log)); /* the first receipt covers one of two steps at one place */
	assert_true(trust_covers(trust, 1, &log, 2, &ids[3]));
	assert_false(trust_covers(trust, 1, &log, 2, &ids[2]));
	assert_true(trust_covers(trust, 2, &log, 2, &ids[2]));
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C20: the decision names where the branch begins, and what follows needs none of its own. */
static void
fork__keeps__what_a_decision_says(void **state)
{
	static const struct {
		const char *verdict;
		int about;
		bool kept[4];
	} cases[] = {
		{ "keep", 0, { true, false, true, false } },
		{ "keep", 1, { false, true, false, true } },
		{ "both", 0, { true, true, true, true } },
		{ "keep", 2, { false, false, false, false } }, /* not the first step of a branch */
	};

	(void)state;
	for (size_t c = 0; c < ARRAY_LEN(cases); c++) {
		struct county county;
		struct trust *trust;
		struct id ids[4];

		found(&county);
		fork_log(&county, ids);
		world_decide(&county, &county.clerk, VILLAGE, &ids[cases[c].about], NULL, cases[c].verdict);
		trust = county_trust(&county);
		for (int i = 0; i < 4; i++)
			assert_int_equal(verdict(trust, &county, &ids[i]), cases[c].kept[i] ? TRUST_COUNTS : TRUST_FORKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Attack 4: any portable key forks any log. A step at another's place stands in a log of its own. */
static void
fork__is_of_one_log__whatever_others_sign(void **state)
{
	struct county county;
	struct trust *trust;
	struct id form, theirs, portable;

	(void)state;
	found(&county);
	form = fill(&county, &county.inspector);
	portable = world_person(&county.world, &county.officers[0], 0, "inspector", VILLAGE, NULL);
	theirs = fill(&county, &portable);
	world_at(&county.world, &theirs)->device = world_device(2);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &form), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &theirs), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

/* Attack 4: a clerk decides for his own branch, or in another township; a decision of another area; by a role that decides nothing. */
static void
decision__counts_not__by_who_may_not_decide_there(void **state)
{
	struct county county;
	struct id ids[4], own, elsewhere, odd, role, other;
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	own = world_credential(&county.world, &county.officers[0], 0, "clerk", TOWNSHIP, NULL, 800, 800);
	value_set_text(&world_at(&county.world, &own)->data, "person",
		       value_get_text(&world_at(&county.world, &county.inspector)->data, "person"));
	world_decide(&county, &own, VILLAGE, &ids[0], NULL, "keep");
	other = world_person(&county.world, &county.officers[0], 70, "clerk", "451224101", NULL);
	elsewhere = world_decide(&county, &other, VILLAGE, &ids[0], NULL, "keep");
	odd = world_decide(&county, &county.clerk, TOWNSHIP, &ids[0], NULL, "keep");
	role = world_decide(&county, &county.inspector, VILLAGE, &ids[0], NULL, "keep");
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &elsewhere), TRUST_WRONG_AREA);
	assert_int_equal(trust_step(trust, &odd), TRUST_COUNTS); /* it might be about two houses; about this fork it says nothing */
	assert_int_equal(trust_step(trust, &role), TRUST_WRONG_ROLE);
	for (int i = 0; i < 4; i++)
		assert_int_equal(verdict(trust, &county, &ids[i]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

/* What a clerk decides with a key that is no longer his, or with a right that nobody gave him, is told as that and decides nothing. */
static void
decision__counts_not__by_a_revoked_clerk_or_one_without_right(void **state)
{
	static const char *const reasons[] = { "retired", "stolen" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		struct county county;
		struct id ids[4], decision, stretched, unheard;
		struct trust *trust;

		found(&county);
		fork_log(&county, ids);
		decision = world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "keep");
		world_revoke(&county.world, &county.officers[0], &county.clerk, reasons[i], NULL, 0);
		stretched = world_person(&county.world, &county.inspector, 71, "clerk", TOWNSHIP, NULL);
		unheard = world_decide(&county, &stretched, VILLAGE, &ids[0], NULL, "keep");
		trust = county_trust(&county);
		assert_int_equal(trust_step(trust, &decision), TRUST_REVOKED);
		assert_int_equal(trust_step(trust, &unheard), TRUST_AUTHOR_NO_RIGHT);
		for (int k = 0; k < 4; k++)
			assert_int_equal(verdict(trust, &county, &ids[k]), TRUST_FORKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C21; attack 4: the county's decision lost by a ground id. */
static void
decision__that_is_wider__holds(void **state)
{
	struct county county;
	struct id ids[4], clerks, countys, again, other;
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	clerks = world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "keep");
	other = world_person(&county.world, &county.officers[0], 71, "clerk", TOWNSHIP, NULL);
	again = world_decide(&county, &other, VILLAGE, &ids[1], NULL, "keep");
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED); /* equals contradict: none holds */
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	trust_free(trust);
	step_add_parent(world_at(&county.world, &again), &clerks); /* one replaces what is not wider */
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	trust_free(trust);
	countys = world_decide(&county, &county.officers[1], VILLAGE, &ids[0], NULL, "keep");
	step_add_parent(world_at(&county.world, &again), &countys);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rules C19 and C20, behind a fork of which both branches were kept: of two on one branch the earlier keeps, until a decision says the other. */
static void
fork__behind_a_kept_branch__is_decided_by_itself(void **state)
{
	struct county county;
	struct id ids[4], behind[2], receipt;
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "both");
	behind[0] = ids[2]; /* stands behind the first branch */
	behind[1] = fill(&county, &county.inspector);
	world_place(&county.world, &behind[1], world_at(&county.world, &behind[0])->seq, &ids[0]);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &behind[0], 1);
	trust = county_trust(&county);
	assert_int_equal(trust_receipt_no(trust, &receipt), 1);
	assert_int_equal(verdict(trust, &county, &behind[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &behind[1]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS); /* on the other branch: no rival of these */
	trust_free(trust);
	world_decide(&county, &county.clerk, VILLAGE, &behind[1], NULL, "keep");
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &behind[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &behind[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[3]), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C21: an author's width is that of the area that covers the decision's; a county officer's is everything, whatever his credential says. */
static void
decision__is_as_wide__as_the_area_that_covers_it(void **state)
{
	struct county county;
	struct id ids[4], narrow, wide, officers;
	struct value areas = value_list();
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	narrow = world_person(&county.world, &county.officers[0], 71, "clerk", NULL, NULL);
	value_append_take(&areas, value_text("44")); /* wide, and elsewhere */
	value_append_take(&areas, value_text(TOWNSHIP));
	value_set_take(&world_at(&county.world, &narrow)->data, "areas", areas);
	wide = world_person(&county.world, &county.officers[0], 72, "clerk", "45", NULL);
	world_decide(&county, &narrow, VILLAGE, &ids[0], NULL, "keep");
	world_decide(&county, &wide, VILLAGE, &ids[1], NULL, "keep");
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_COUNTS);
	trust_free(trust);
	officers = world_decide(&county, &county.officers[1], VILLAGE, &ids[0], NULL, "keep"); /* his areas: six digits */
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &officers), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

struct forks_seen {
	size_t count, rivals, kept;
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
	for (size_t i = 0; i < fork->rival_count; i++)
		seen->kept += fork->keeps[i];
}

static void
fork__is_listed_once__settled_or_not(void **state)
{
	(void)state;
	for (int settled = 0; settled < 3; settled++) {
		struct forks_seen seen = { 0 };
		struct county county;
		struct log_key log;
		struct trust *trust;
		struct id ids[4];

		found(&county);
		fork_log(&county, ids);
		if (settled)
			world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, settled == 1 ? "keep" : "both");
		trust = county_trust(&county);
		trust_each_fork(trust, see_fork, &seen);
		assert_int_equal(seen.count, 1);
		assert_int_equal(seen.seq, 2);
		assert_int_equal(seen.rivals, 2);
		assert_int_equal(seen.settled, settled > 0);
		assert_int_equal(seen.kept, settled);
		assert_int_equal(trust_branch_length(trust, &ids[0]), 2);
		assert_true(log_of_step(world_at(&county.world, &ids[0]), &log));
		assert_int_equal(trust_forked_from(trust, &log), 2);
		log.epoch++;
		assert_int_equal(trust_forked_from(trust, &log), INT64_MAX);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C18: only forms, sign-offs, withdrawals and manifests lose their effect; and steps that are not borne out rival none. */
static void
fork__takes_no_effect__from_other_kinds_nor_for_the_revoked(void **state)
{
	struct county county;
	struct id ids[4], twin, receipt;
	struct trust *trust;

	(void)state;
	found(&county);
	twin = world_person(&county.world, &county.issuer, 80, "inspector", VILLAGE, NULL);
	world_place(&county.world, &twin, 1, NULL); /* beside the inspector's */
	fork_log(&county, ids);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &ids[2], 1);
	world_revoke(&county.world, &county.officers[1], &county.inspector, "stolen", &receipt, 1);
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &twin), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &ids[1]), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fork__holds_neither__until_something_says_which_was_earlier),
		cmocka_unit_test(fork__keeps__the_branch_with_the_earlier_place_in_time),
		cmocka_unit_test(fork__keeps__what_a_decision_says),
		cmocka_unit_test(fork__is_of_one_log__whatever_others_sign),
		cmocka_unit_test(decision__counts_not__by_who_may_not_decide_there),
		cmocka_unit_test(decision__counts_not__by_a_revoked_clerk_or_one_without_right),
		cmocka_unit_test(decision__that_is_wider__holds),
		cmocka_unit_test(fork__behind_a_kept_branch__is_decided_by_itself),
		cmocka_unit_test(decision__is_as_wide__as_the_area_that_covers_it),
		cmocka_unit_test(fork__is_listed_once__settled_or_not),
		cmocka_unit_test(fork__takes_no_effect__from_other_kinds_nor_for_the_revoked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
