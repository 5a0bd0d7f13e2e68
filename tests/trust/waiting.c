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

/* What a step says is told by its kind, and how far it reaches; of what an officer signed who is none any more, nothing waits. */
static void
waiting__tells__what_each_kind_says(void **state)
{
	struct county county;
	struct id pack, receipts[2], revocation, later, old_pack, theft, lone, dropped, one, unsaid, rival;
	struct seen seen = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	pack = world_pack(&county.world, &county.officers[1], 2, "integer");
	trust = county_trust(&county);
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &pack));
	assert_string_equal(seen.last.pack_name, "pack");
	assert_int_equal(seen.last.pack_version, 2);
	assert_int_equal(seen.last.receipt, 0);
	assert_null(seen.last.reason);
	trust_free(trust);
	world_endorse(&county.world, &county.officers[2], &pack);

	receipts[0] = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	receipts[1] = world_receipt(&county.world, &county.officers[0], 1, &receipts[0], &county.inspector, 1);
	later = world_genesis(&county.world, &county.officers[1], county.officers, 3, 2, 1, &county.genesis);
	world_upto(&county.world, &later, receipts, 2);
	trust = county_trust(&county);
	seen.count = 0;
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.last.receipt, 0); /* of a revocation alone */
	assert_null(seen.last.pack_name);
	trust_free(trust);
	world_endorse(&county.world, &county.officers[2], &later);

	for (int turned = 0; turned < 2; turned++) {
		struct id upto[2] = { receipts[turned], receipts[!turned] };

		revocation = world_revoke(&county.world, &county.officers[0], &county.issuer, "retired", upto, 2);
		trust = county_trust(&county);
		seen.count = 0;
		trust_each_waiting(trust, see, &seen);
		assert_int_equal(seen.count, 1);
		assert_int_equal(seen.last.receipt, 2);
		assert_string_equal(seen.last.reason, "retired");
		assert_false(trust_will_be_officer(trust, &county.officers[0])); /* he is one, and no genesis waits */
		trust_free(trust);
		world_endorse(&county.world, &county.officers[1], &revocation);
	}

	/* The key of an officer was on the laptop: the word binds others who have it. */
	theft = world_revoke(&county.world, &county.officers[0], &county.officers[2], "stolen", NULL, 0);
	trust = county_trust(&county);
	seen.count = 0;
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.last.id, &theft));
	trust_free(trust);
	world_endorse(&county.world, &county.officers[1], &theft);

	/* Behind a genesis that dropped him nothing of his waits, nor a genesis for a place that is taken. */
	dropped = world_pack(&county.world, &county.officers[1], 9, "integer");
	one = county.officers[0];
	rival = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &later);
	lone = world_genesis(&county.world, &county.officers[0], &one, 1, 1, 1, &later);
	world_upto(&county.world, &lone, &dropped, 1);
	world_endorse(&county.world, &county.officers[2], &lone);
	old_pack = world_pack(&county.world, &county.officers[0], 1, "integer");
	unsaid = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, NULL); /* of no place in the chain */
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &lone));
	assert_int_equal(trust_step(trust, &dropped), TRUST_NOT_ENDORSED);
	assert_int_equal(trust_step(trust, &rival), TRUST_NOT_ENDORSED);
	assert_int_equal(trust_step(trust, &old_pack), TRUST_SUPERSEDED); /* one officer is enough now */
	assert_int_equal(trust_step(trust, &unsaid), TRUST_NOT_FOLLOWED);
	seen.count = 0;
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 0);
	assert_false(trust_will_be_officer(trust, &county.officers[1]));
	trust_free(trust);
	world_release(&county.world);
}

/* Before a first pack counts, one of any version waits. */
static void
waiting__lists_a_pack__when_none_is_in_force(void **state)
{
	struct county county;
	struct seen seen = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	value_set_text(&world_at(&county.world, &county.pack)->data, "name", "");
	world_at(&county.world, &county.pack)->author = county.clerk; /* no pack of an officer's */
	world_pack(&county.world, &county.officers[1], 1, "integer");
	trust = county_trust(&county);
	assert_null(trust_pack(trust));
	trust_each_waiting(trust, see, &seen);
	assert_int_equal(seen.count, 1);
	assert_int_equal(seen.last.pack_version, 1);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waiting__lists_nothing__that_cannot_count),
		cmocka_unit_test(waiting__lists__what_lacks_endorsements),
		cmocka_unit_test(waiting__tells__what_each_kind_says),
		cmocka_unit_test(waiting__lists_a_pack__when_none_is_in_force),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
