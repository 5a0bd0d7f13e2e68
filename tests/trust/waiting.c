#include "../support/trust_world.h"

#include "trust/endorsements.h"
#include "trust/genesis.h"
#include "trust/waiting.h"

/* What waits for officers to agree. */

struct seen {
	size_t count;
	struct trust_waiting last;
	struct id officers[2]; /* the first of a genesis */
};

static void
see(const struct trust_waiting *waiting, void *ctx)
{
	struct seen *seen = ctx;

	seen->count++;
	seen->last = *waiting;
	for (size_t i = 0; i < waiting->officer_count && i < 2; i++)
		seen->officers[i] = waiting->officers[i];
}

static void
waiting__lists__what_lacks_endorsements(void **state)
{
	struct county county;
	struct id officers[2], later, older, revocation, tip = world_id(200);
	struct seen seen = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	trust = world_trust(&county.world, &county.genesis, NULL);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 0);
	trust_free(trust);

	world_receipt(&county.world, &county.officers[0], 1, 1, 30, &tip); /* what the revoked one agreed to before stays agreed */
	revoke(&county, &county.officers[0], &county.officers[2], 1, 31, &revocation);
	older = world_pack(&county.world, &county.officers[1], 1); /* no newer than the one in force: nothing would follow */
	trust = world_trust(&county.world, &county.genesis, NULL);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &revocation));
	assert_int_equal(seen.last.have, 1);
	assert_int_equal(seen.last.need, 2);
	assert_int_equal(seen.last.need_new, 0);
	assert_true(id_equal(&seen.last.revoked, &county.officers[2]));
	assert_int_equal(seen.last.receipt, 1);
	assert_int_equal(seen.last.officer_count, 0);
	assert_true(trust_has_endorsed(trust, &revocation, &county.officers[0]));
	assert_false(trust_has_endorsed(trust, &revocation, &county.officers[1]));
	assert_int_equal(trust_step(trust, &older), TRUST_NOT_ENDORSED);
	trust_free(trust);

	/* With the revocation agreed on, a later genesis waits for the old and for the new officers. */
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &revocation, 33);
	officers[0] = county.officers[1];
	officers[1] = world_person(&county.world, NULL, 1, 1, "officer", "451224", "inspector");
	later = world_genesis(&county.world, officers, 2, 2, &county.genesis);
	trust = world_trust(&county.world, &county.genesis, NULL);
	seen.count = 0;
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &later));
	assert_int_equal(seen.last.have, 1);
	assert_int_equal(seen.last.have_new, 1);
	assert_int_equal(seen.last.need_new, 2);
	assert_int_equal(seen.last.officer_count, 2);
	assert_true(id_equal(&seen.officers[0], &officers[0]) && id_equal(&seen.officers[1], &officers[1]));
	assert_true(seen.last.has_receiver && trust_is_receiver(trust, &seen.last.receiver));
	assert_true(trust_will_be_officer(trust, &officers[1]));
	assert_false(trust_will_be_officer(trust, &county.inspector));
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waiting__lists__what_lacks_endorsements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
