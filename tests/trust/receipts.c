#include "../support/trust_world.h"

#include "trust/receipts.h"

/* How far receipts say that a log has come. */

static void
receipts__say__how_far_a_feed_has_come(void **state)
{
	struct county county;
	struct device_id device = world_device(2), other = world_device(9);
	struct id tip = world_id(200), newest = world_id(201), found_tip;
	struct trust *trust;
	int64_t epoch;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 2, 9, &newest);
	world_receipt(&county.world, &county.officers[0], 2, 2, 5, &tip);
	world_receipt(&county.world, &county.inspector, 3, 2, 70, &tip); /* of a person who stands: any receipt is a witness */
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(trust_received(trust, &device, &epoch, &found_tip), 70);
	assert_int_equal(epoch, 1);
	assert_int_equal(trust_received(trust, &other, &epoch, &found_tip), 0);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipts__say__how_far_a_feed_has_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
