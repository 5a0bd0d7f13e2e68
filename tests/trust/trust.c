#include "../support/trust_world.h"

#include "trust/genesis.h"
#include "trust/packs.h"

/* What counts, and why something does not: geneses, packs, the order of arrival. */

static void
trust__counts__what_officers_agreed_on(void **state)
{
	struct county county;
	struct device_id receiver;
	struct trust *trust;

	(void)state;
	found(&county);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_genesis(trust), &county.genesis));
	assert_string_equal(trust_county_code(trust), "451224");
	assert_string_equal(trust_county_name(trust), "county");
	assert_int_equal(trust_threshold(trust), 2);
	assert_true(trust_receiver(trust, &receiver) && trust_is_receiver(trust, &receiver));
	assert_true(id_equal(trust_pack(trust), &county.pack));
	assert_int_equal(reason_of(trust, &county.officers[0]), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.issuer), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, "451224100201"), TRUST_COUNTS);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, "451224100202"), TRUST_WRONG_AREA);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__refuses__without_the_pinned_genesis(void **state)
{
	struct county county;
	struct id other = world_id(99);
	struct trust *trust;

	(void)state;
	found(&county);
	trust = world_trust(&county.world, &other, NULL);
	assert_null(trust_genesis(trust));
	assert_null(trust_county_name(trust));
	assert_false(trust_receiver(trust, &(struct device_id){ { 0 } }));
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, NULL), TRUST_NO_GENESIS);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__puts_in_force__the_highest_endorsed_pack(void **state)
{
	struct county county;
	struct id newer, lone;
	struct trust *trust;

	(void)state;
	found(&county);
	newer = world_pack(&county.world, &county.officers[1], 2);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &newer, 8);
	lone = world_pack(&county.world, &county.officers[1], 3);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &lone, 9); /* the same person twice is one */
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_pack(trust), &newer));
	assert_int_equal(trust_step(trust, &county.pack), TRUST_SUPERSEDED);
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 2, NULL), TRUST_COUNTS); /* filled under the older one */
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__follows__a_later_genesis_both_sides_endorsed(void **state)
{
	struct county county;
	struct id officers[2], later, lone;
	struct trust *trust;

	(void)state;
	found(&county);
	officers[0] = county.officers[1];
	officers[1] = world_person(&county.world, NULL, 1, 1, "officer", "451224", "inspector");
	later = world_genesis(&county.world, officers, 2, 2, &county.genesis);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_genesis(trust), &county.genesis)); /* nobody endorsed it yet */
	trust_free(trust);
	world_about(&county.world, STEP_ENDORSEMENT, &officers[1], &later, 20);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &later, 21);
	lone = world_genesis(&county.world, &officers[1], 1, 1, &later);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(trust_step(trust, &county.genesis), TRUST_SUPERSEDED);
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	trust_free(trust);
	world_release(&county.world);
}

/* Everything above at once, in many orders: the same verdict for every step. */
static void
trust__does_not_depend__on_the_order_of_arrival(void **state)
{
	struct county county;
	struct random_stream stream;
	struct id ids[4], revocation;
	size_t order[WORLD_MAX];
	struct step *step;
	struct trust *first;

	(void)state;
	found(&county);
	fork_feed(&county, ids);
	world_receipt(&county.world, &county.officers[0], 1, 2, 8, &ids[3]);
	world_about(&county.world, STEP_DECISION, &county.officers[0], &ids[2], 40);
	step = world_step(&county.world, STEP_REVOCATION, &county.officers[0], 1, 30, &revocation);
	step_data_set_id(&step->data, "of", &county.inspector);
	value_set_integer(&step->data, "receipt", 1);
	world_person(&county.world, &county.inspector, 2, 9, "inspector", "451224100201", NULL);
	world_pack(&county.world, &county.officers[1], 1);
	first = world_trust(&county.world, &county.genesis, NULL);
	for (size_t i = 0; i < county.world.count; i++)
		order[i] = i;
	random_stream_init(&stream, "trust", 5);
	for (int round = 0; round < 200; round++) {
		struct trust *trust;

		for (size_t i = county.world.count; i > 1; i--) {
			size_t other = random_stream_below(&stream, (uint32_t)i), held = order[i - 1];

			order[i - 1] = order[other];
			order[other] = held;
		}
		trust = world_trust(&county.world, &county.genesis, order);
		for (size_t i = 0; i < county.world.count; i++) {
			const struct id *id = &county.world.ids[i];

			assert_int_equal(trust_step(trust, id), trust_step(first, id));
			assert_int_equal(verdict(trust, &county, id), verdict(first, &county, id));
		}
		trust_free(trust);
	}
	trust_free(first);
	world_release(&county.world);
}

static void
trust__takes__the_kinds_about_trust__and_no_other(void **state)
{
	struct world world = { 0 };
	struct trust *trust = trust_new(NULL);
	struct id ids[STEP_FORM + 1];

	(void)state;
	for (int kind = 0; kind <= STEP_FORM; kind++) {
		struct step *step = world_step(&world, (enum step_kind)kind, NULL, 1, kind + 1, &ids[kind]);

		trust_add(trust, &ids[kind], step);
	}
	trust_settle(trust);
	for (int kind = 0; kind <= STEP_FORM; kind++)
		assert_int_equal(trust_step(trust, &ids[kind]) != TRUST_UNKNOWN_KIND, step_kind_is_trust((enum step_kind)kind));
	trust_free(trust);
	world_release(&world);
}

static void
trust__says__a_sentence_for_each_reason(void **state)
{
	(void)state;
	for (int i = 0; i < TRUST_REASON_COUNT; i++)
		assert_true(strlen(trust_reason_text((enum trust_reason)i)) > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trust__counts__what_officers_agreed_on),
		cmocka_unit_test(trust__refuses__without_the_pinned_genesis),
		cmocka_unit_test(trust__puts_in_force__the_highest_endorsed_pack),
		cmocka_unit_test(trust__follows__a_later_genesis_both_sides_endorsed),
		cmocka_unit_test(trust__does_not_depend__on_the_order_of_arrival),
		cmocka_unit_test(trust__takes__the_kinds_about_trust__and_no_other),
		cmocka_unit_test(trust__says__a_sentence_for_each_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
