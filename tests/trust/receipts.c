#include "../support/trust_world.h"

#include "trust/receipts.h"

/* How far receipts say that a log has come. */

struct heard {
	struct log_key log;
	int64_t seq;
	size_t count;
};

static void
hear(const struct trust_received *received, void *ctx)
{
	struct heard *heard = ctx;

	if (!log_equal(&received->log, &heard->log))
		return;
	heard->count++;
	if (received->seq > heard->seq)
		heard->seq = received->seq;
}

static void
receipts__say__how_far_a_log_has_come(void **state)
{
	struct county county;
	struct device_id device = world_device(2), other = world_device(9);
	struct id tip = world_id(200), newest = world_id(201);
	struct heard heard = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 2, 9, &newest);
	world_receipt(&county.world, &county.officers[0], 2, 2, 5, &tip);
	world_receipt(&county.world, &county.inspector, 3, 2, 70, &tip); /* of a person who stands: any receipt is a witness */
	trust = world_trust(&county.world, &county.genesis, NULL);
	heard.log = world_log(&county.inspector, 2, WORLD_VILLAGE);
	trust_each_received(trust, &device, hear, &heard);
	assert_int_equal(heard.seq, 70);
	heard = (struct heard){ .log = world_log(&county.inspector, 9, WORLD_VILLAGE) };
	trust_each_received(trust, &other, hear, &heard);
	assert_int_equal(heard.count, 0);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipts__say__how_far_a_log_has_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
