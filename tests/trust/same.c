#include "../support/trust_world.h"

#include "trust/same.h"

/* Decisions that two houses are one: rule B6. */

#define OTHER_VILLAGE "451224100202"

static bool
is_aside(const struct county *county, const struct id *house, const char *division, const struct id *of)
{
	struct trust *trust = county_trust(county);
	size_t count;
	struct id *asides = trust_asides(trust, house, division, &count);
	bool is = count == 1 && id_equal(&asides[0], of);

	assert_true(count <= 1);
	free(asides);
	trust_free(trust);
	return is;
}

static void
same__puts_aside__the_house_that_the_decision_says(void **state)
{
	struct county county;
	struct id a = world_id(5001), b = world_id(5002), decision, apart;
	struct trust *trust;
	struct id *ids;
	size_t count;

	(void)state;
	found(&county);
	decision = world_decide(&county, &county.clerk, TOWNSHIP, &a, &b, "same");
	assert_true(is_aside(&county, &b, VILLAGE, &a)); /* whether or not `a` is here */
	assert_false(is_aside(&county, &a, OTHER_VILLAGE, &b));
	trust = county_trust(&county);
	ids = trust_joined_houses(trust, &count);
	assert_int_equal(count, 2);
	free(ids);
	ids = trust_decisions_about(trust, &b, VILLAGE, &a, &count);
	assert_int_equal(count, 1);
	assert_true(id_equal(&ids[0], &decision));
	free(ids);
	trust_free(trust);
	apart = world_decide(&county, &county.clerk, TOWNSHIP, &b, &a, "apart");
	assert_false(is_aside(&county, &b, VILLAGE, &a)); /* equals contradict: none holds */
	step_add_parent(world_at(&county.world, &decision), &apart);
	assert_true(is_aside(&county, &b, VILLAGE, &a));
	world_release(&county.world);
}

/* Both orders of one pair contradict. */
static void
same__in_both_orders__changes_nothing(void **state)
{
	struct county county;
	struct id a = world_id(5001), b = world_id(5002);

	(void)state;
	found(&county);
	world_decide(&county, &county.clerk, TOWNSHIP, &a, &b, "same");
	world_decide(&county, &county.clerk, TOWNSHIP, &b, &a, "same");
	assert_false(is_aside(&county, &b, VILLAGE, &a));
	assert_false(is_aside(&county, &a, VILLAGE, &b));
	world_decide(&county, &county.officers[0], "451224", &b, &a, "same"); /* the wider holds */
	assert_false(is_aside(&county, &b, VILLAGE, &a));
	assert_true(is_aside(&county, &a, VILLAGE, &b));
	world_release(&county.world);
}

/* Attack 4: a clerk undoes the county's joins, and decides about houses of another township. */
static void
same__is_judged_for_each_house__by_decisions_whose_area_covers_it(void **state)
{
	struct county county;
	struct id a = world_id(5001), b = world_id(5002), join, undo;

	(void)state;
	found(&county);
	join = world_decide(&county, &county.officers[0], "451224", &a, &b, "same");
	undo = world_decide(&county, &county.clerk, TOWNSHIP, &a, &b, "apart");
	step_add_parent(world_at(&county.world, &undo), &join);
	assert_true(is_aside(&county, &b, VILLAGE, &a));
	assert_true(is_aside(&county, &b, "451224101201", &a)); /* a decision of another township is not asked at all */
	world_at(&county.world, &join)->author = county.clerk;	/* who is no wider */
	world_at(&county.world, &join)->device = world_device(3);
	strcpy(world_at(&county.world, &join)->area, TOWNSHIP);
	assert_false(is_aside(&county, &b, VILLAGE, &a));
	assert_false(is_aside(&county, &b, "451224101201", &a));
	world_release(&county.world);
}

/* What is asked about one pair is answered by the decisions about that pair alone. */
static void
same__is_judged__pair_by_pair(void **state)
{
	struct county county;
	struct id houses[5], other, twice, lone;
	struct id join[4], *ids;
	struct trust *trust;
	size_t count;

	(void)state;
	found(&county);
	for (size_t i = 0; i < 5; i++) /* ascending, so that neighbours have neighbours' pairs beside them */
		houses[i] = (struct id){ { (uint8_t)(10 * (i + 1)) } };
	other = world_person(&county.world, &county.officers[0], 90, "clerk", TOWNSHIP, NULL);
	/* 0 and 2: called the same by two alike; 0 and 3: apart; 1 and 3 the same; 4 and 4 nothing; 3 and 4 apart, in both orders. */
	join[0] = world_decide(&county, &county.clerk, TOWNSHIP, &houses[0], &houses[2], "same");
	world_decide(&county, &county.clerk, TOWNSHIP, &houses[3], &houses[0], "apart");
	join[2] = world_decide(&county, &county.clerk, TOWNSHIP, &houses[1], &houses[3], "same");
	join[1] = world_decide(&county, &other, TOWNSHIP, &houses[0], &houses[2], "same");
	world_decide(&county, &other, TOWNSHIP, &houses[0], &houses[3], "apart");
	world_decide(&county, &county.clerk, TOWNSHIP, &houses[4], &houses[4], "same");
	lone = world_decide(&county, &county.clerk, TOWNSHIP, &houses[3], &houses[4], "apart");
	twice = world_decide(&county, &other, TOWNSHIP, &houses[4], &houses[3], "apart");
	assert_true(is_aside(&county, &houses[2], VILLAGE, &houses[0]));
	assert_true(is_aside(&county, &houses[3], VILLAGE, &houses[1]));
	assert_false(is_aside(&county, &houses[4], VILLAGE, &houses[4]));
	trust = county_trust(&county);
	ids = trust_joined_with(trust, &houses[0], VILLAGE, &count);
	assert_int_equal(count, 1);
	assert_true(id_equal(&ids[0], &houses[2]));
	free(ids);
	ids = trust_joined_houses(trust, &count);
	assert_int_equal(count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_true(id_equal(&ids[i], &houses[i]));
	free(ids);
	ids = trust_decisions_about(trust, &houses[0], VILLAGE, &houses[2], &count);
	assert_int_equal(count, 2);
	assert_true((id_equal(&ids[0], &join[0]) && id_equal(&ids[1], &join[1])) ||
		    (id_equal(&ids[0], &join[1]) && id_equal(&ids[1], &join[0])));
	free(ids);
	ids = trust_decisions_about(trust, &houses[3], VILLAGE, &houses[1], &count);
	assert_int_equal(count, 1);
	assert_true(id_equal(&ids[0], &join[2]));
	free(ids);
	ids = trust_decisions_about(trust, &houses[4], VILLAGE, &houses[3], &count); /* the last pair of all */
	assert_int_equal(count, 2);
	assert_true(id_equal(&ids[0], &lone) || id_equal(&ids[1], &lone));
	assert_true(id_equal(&ids[0], &twice) || id_equal(&ids[1], &twice));
	free(ids);
	for (size_t i = 0; i < 5; i++) { /* no decision is about these */
		ids = trust_decisions_about(trust, &houses[i], VILLAGE, &houses[i], &count);
		assert_int_equal(count, 0);
		free(ids);
	}
	ids = trust_decisions_about(trust, &houses[0], VILLAGE, &houses[1], &count);
	assert_int_equal(count, 0);
	free(ids);
	ids = trust_decisions_about(trust, &houses[2], VILLAGE, &houses[3], &count);
	assert_int_equal(count, 0);
	free(ids);
	trust_free(trust);
	world_release(&county.world);
}

/* One says the same, one that they are apart, and neither is wider: nothing holds, whatever is said of other pairs. */
static void
same__against_apart__changes_nothing(void **state)
{
	struct county county;
	struct id a = { { 10 } }, b = { { 20 } }, c = { { 30 } }, other;

	(void)state;
	found(&county);
	other = world_person(&county.world, &county.officers[0], 90, "clerk", TOWNSHIP, NULL);
	world_decide(&county, &county.clerk, TOWNSHIP, &a, &b, "same");
	assert_true(is_aside(&county, &b, VILLAGE, &a));
	world_decide(&county, &county.clerk, TOWNSHIP, &a, &c, "apart");
	assert_true(is_aside(&county, &b, VILLAGE, &a));
	world_decide(&county, &other, TOWNSHIP, &a, &b, "apart");
	assert_false(is_aside(&county, &b, VILLAGE, &a));
	world_release(&county.world);
}

/* Three say something of each of four pairs of one house: pair by pair the widest holds, and of equals that contradict none. */
static void
same__of_many_pairs__is_told_by_each_pairs_decisions(void **state)
{
	struct county county;
	struct id house = { { 10 } }, others[4], clerks[2], *ids;
	struct trust *trust;
	size_t count;

	(void)state;
	found(&county);
	clerks[0] = county.clerk;
	clerks[1] = world_person(&county.world, &county.officers[0], 90, "clerk", TOWNSHIP, NULL);
	for (size_t i = 0; i < 4; i++)
		others[i] = (struct id){ { (uint8_t)(20 + i) } };
	for (size_t c = 0; c < 2; c++) /* by each the other pairs are the same, and apart */
		for (size_t i = 0; i < 4; i++)
			world_decide(&county, &clerks[c], TOWNSHIP, &house, &others[i], (i + c) % 2 ? "same" : "apart");
	trust = county_trust(&county);
	ids = trust_joined_with(trust, &house, VILLAGE, &count);
	assert_int_equal(count, 0);
	free(ids);
	trust_free(trust);
	for (size_t i = 0; i < 4; i++)
		world_decide(&county, &county.officers[0], "451224", &house, &others[i], i < 2 ? "same" : "apart");
	trust = county_trust(&county);
	ids = trust_joined_with(trust, &house, VILLAGE, &count);
	assert_int_equal(count, 2);
	assert_true(id_equal(&ids[0], &others[0]) && id_equal(&ids[1], &others[1]));
	free(ids);
	for (size_t i = 0; i < 4; i++) {
		ids = trust_decisions_about(trust, &house, VILLAGE, &others[i], &count);
		assert_int_equal(count, 1);
		free(ids);
	}
	trust_free(trust);
	world_release(&county.world);
}

static void
count_said(const struct trust_said *said, void *ctx)
{
	(void)said;
	++*(size_t *)ctx;
}

static size_t
proposals(const struct county *county)
{
	struct trust *trust = county_trust(county);
	size_t count = 0;

	trust_each_proposal(trust, count_said, &count);
	trust_free(trust);
	return count;
}

/* Who may not decide proposes; only his own "apart" that names the proposal takes it back. */
static void
proposal__is_taken_back__by_its_author_alone(void **state)
{
	struct county county;
	struct id a = world_id(5001), b = world_id(5002), c = world_id(5003), proposed, other, stranger, elsewhere, back;
	struct trust *trust;

	(void)state;
	found(&county);
	stranger = world_person(&county.world, &county.issuer, 7, "inspector", VILLAGE, NULL);
	proposed = world_decide(&county, &county.inspector, VILLAGE, &a, &b, "same");
	assert_int_equal(proposals(&county), 1);
	other = world_decide(&county, &stranger, VILLAGE, &b, &a, "apart");
	step_add_parent(world_at(&county.world, &other), &proposed);
	assert_int_equal(proposals(&county), 1);
	elsewhere = world_decide(&county, &county.inspector, VILLAGE, &a, &c, "apart"); /* not about the same two */
	step_add_parent(world_at(&county.world, &elsewhere), &proposed);
	assert_int_equal(proposals(&county), 1);
	back = world_decide(&county, &county.inspector, VILLAGE, &b, &a, "apart");
	assert_int_equal(proposals(&county), 1); /* it names none */
	step_add_parent(world_at(&county.world, &back), &proposed);
	assert_int_equal(proposals(&county), 0);
	trust = county_trust(&county);
	assert_int_equal(trust_saying_of(trust, &proposed), TRUST_SAYS_WITHDRAWN);
	assert_int_equal(trust_saying_of(trust, &back), TRUST_SAYS_WITHDRAWS);
	assert_int_equal(trust_saying_of(trust, &a), TRUST_SAYS_NOTHING);
	trust_free(trust);
	world_decide(&county, &county.inspector, VILLAGE, &a, &b, "same"); /* proposed anew */
	assert_int_equal(proposals(&county), 1);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same__puts_aside__the_house_that_the_decision_says),
		cmocka_unit_test(same__in_both_orders__changes_nothing),
		cmocka_unit_test(same__is_judged_for_each_house__by_decisions_whose_area_covers_it),
		cmocka_unit_test(same__is_judged__pair_by_pair),
		cmocka_unit_test(same__against_apart__changes_nothing),
		cmocka_unit_test(same__of_many_pairs__is_told_by_each_pairs_decisions),
		cmocka_unit_test(proposal__is_taken_back__by_its_author_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
