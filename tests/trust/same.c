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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same__puts_aside__the_house_that_the_decision_says),
		cmocka_unit_test(same__in_both_orders__changes_nothing),
		cmocka_unit_test(same__is_judged_for_each_house__by_decisions_whose_area_covers_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
