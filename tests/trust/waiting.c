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
	struct id officers[3], later, older, revocation, theirs;
	struct device_id receiver;
	struct seen seen = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	trust = county_trust(&county);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 0);
	trust_free(trust);

	theirs = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	revocation = world_revoke(&county.world, &county.officers[0], &county.issuer, "retired", &theirs, 1);
	older = world_pack(&county.world, &county.officers[1], 1, "integer"); /* no newer than the one in force: nothing would follow */
	theirs = world_pack(&county.world, &county.inspector, 9, "integer");  /* can never be endorsed (attack 8) */
	trust = county_trust(&county);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &revocation));
	assert_int_equal(seen.last.have, 1);
	assert_int_equal(seen.last.need, 2);
	assert_int_equal(seen.last.need_new, 0);
	assert_true(id_equal(&seen.last.revoked, &county.issuer));
	assert_int_equal(seen.last.receipt, 1);
	assert_int_equal(seen.last.officer_count, 0);
	assert_true(trust_has_endorsed(trust, &revocation, &county.officers[0]));
	assert_false(trust_has_endorsed(trust, &revocation, &county.officers[1]));
	assert_int_equal(trust_step(trust, &older), TRUST_NOT_ENDORSED);
	assert_int_equal(trust_step(trust, &theirs), TRUST_AUTHOR_NO_RIGHT);
	trust_free(trust);

	/* With the revocation agreed on, a later genesis waits for the old and for the new officers. */
	world_endorse(&county.world, &county.officers[1], &revocation);
	for (size_t i = 0; i < 3; i++)
		officers[i] = i ? world_person(&county.world, NULL, (uint8_t)(30 + i), "officer", "451224", NULL) : county.officers[1];
	later = world_genesis(&county.world, &county.officers[1], officers, 3, 2, 31, &county.genesis);
	trust = county_trust(&county);
	seen.count = 0;
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &later));
	assert_int_equal(seen.last.have, 1);
	assert_int_equal(seen.last.have_new, 1);
	assert_int_equal(seen.last.need_new, 2);
	assert_int_equal(seen.last.officer_count, 3);
	assert_true(id_equal(&seen.officers[0], &officers[0]) && id_equal(&seen.officers[1], &officers[1]));
	assert_true(seen.last.has_receiver && seen.last.receiver.b[0] == 31);
	assert_true(trust_receiver(trust, &receiver) && receiver.b[0] == 1);
	assert_true(trust_will_be_officer(trust, &officers[1]));
	assert_false(trust_will_be_officer(trust, &county.inspector));
	trust_free(trust);
	world_release(&county.world);
}

/* What no endorsement could help is not listed, and its reason is another than that too few agreed. */
static void
waiting__lists_nothing__that_cannot_count(void **state)
{
	struct county county;
	struct id rivals[2], unfit, changing, strange, mistaken, taken, retired, lifted;
	struct seen seen = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	for (int r = 0; r < 2; r++) {
		rivals[r] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
		world_endorse(&county.world, &county.officers[1], &rivals[r]);
	}
	unfit = world_genesis(&county.world, &county.officers[0], county.officers, 3, 3, 1, &county.genesis);
	changing = world_pack(&county.world, &county.officers[1], 2, "text");
	strange = world_pack(&county.world, &county.officers[1], 3, "integer");
	value_set_text(&world_at(&county.world, &strange)->data, "name", "another");
	mistaken = world_person(&county.world, &county.officers[1], 40, "issuer", TOWNSHIP, "inspector");
	taken = world_revoke(&county.world, &county.officers[1], &mistaken, "mistake", NULL, 0);
	world_endorse(&county.world, &county.officers[2], &taken);
	retired = world_revoke(&county.world, &county.officers[1], &county.officers[2], "retired", NULL, 0); /* officers issue */
	lifted = world_revoke(&county.world, &county.officers[1], &county.issuer, "lifted", NULL, 0);
	trust = county_trust(&county);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 0);
	assert_int_equal(trust_step(trust, &rivals[0]), TRUST_RIVAL);
	assert_int_equal(trust_step(trust, &unfit), TRUST_MALFORMED);
	assert_int_equal(trust_step(trust, &changing), TRUST_PACK_CHANGES);
	assert_int_equal(trust_step(trust, &strange), TRUST_PACK_CHANGES);
	assert_int_equal(trust_step(trust, &taken), TRUST_COUNTS);
	assert_int_equal(trust_step(trust, &retired), TRUST_NOT_ENDORSED);
	assert_int_equal(trust_step(trust, &lifted), TRUST_NOT_ENDORSED);
	trust_free(trust);
	step_add_parent(world_at(&county.world, &lifted), &taken); /* what replaces another may lift it */
	trust = county_trust(&county);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &lifted));
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waiting__lists_nothing__that_cannot_count),
		cmocka_unit_test(waiting__lists__what_lacks_endorsements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
