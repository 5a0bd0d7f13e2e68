#include "../support/trust_world.h"

#include "trust/same.h"

/* Buildings that decisions say are one house. */

/* A decision that two buildings are one house, by this author. */
static struct id
decide_same(struct county *county, const struct id *author, int64_t seq)
{
	struct id a = world_id(201), b = world_id(202), id = world_about(&county->world, STEP_DECISION, author, &a, seq);
	struct value *data = &county->world.steps[county->world.count - 1].data;

	step_data_set_id(data, "with", &b);
	value_set_text(data, "verdict", "same");
	return id;
}

static void
decide_apart(struct county *county, const struct id *author, const struct id *of, int64_t seq)
{
	world_about(&county->world, STEP_DECISION, author, of, seq);
	value_set_text(&county->world.steps[county->world.count - 1].data, "verdict", "apart");
}

static void
same__joins__by_who_decides_and_until_undone(void **state)
{
	static const struct {
		bool inspector_joins, officer_parts, inspector_parts;
		size_t joined;
	} cases[] = { { false, false, false, 1 }, { true, false, false, 0 }, { false, true, false, 0 }, { false, false, true, 1 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct county county;
		struct trust *trust;
		struct id joined;

		found(&county);
		joined = decide_same(&county, cases[i].inspector_joins ? &county.inspector : &county.officers[0], 41);
		if (cases[i].officer_parts)
			decide_apart(&county, &county.officers[1], &joined, 42);
		if (cases[i].inspector_parts)
			decide_apart(&county, &county.inspector, &joined, 43);
		trust = world_trust(&county.world, &county.genesis, NULL);
		assert_int_equal(trust_same_count(trust), cases[i].joined);
		if (cases[i].joined)
			assert_true(id_equal(&trust_same_at(trust, 0)->decision, &joined));
		trust_free(trust);
		world_release(&county.world);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same__joins__by_who_decides_and_until_undone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
