#include "../support/trust_world.h"

#include "trust/waiting.h"

/* Which packs count: rules C16 and C17. */

static void
pack__in_force__is_the_highest_that_counts(void **state)
{
	struct county county;
	struct id newer, lone;
	struct trust *trust;

	(void)state;
	found(&county);
	newer = world_pack(&county.world, &county.officers[1], 2, "integer");
	world_endorse(&county.world, &county.officers[2], &newer);
	lone = world_pack(&county.world, &county.officers[0], 3, "integer");
	world_endorse(&county.world, &county.officers[0], &lone); /* the author's word again */
	trust = county_trust(&county);
	assert_true(id_equal(trust_pack(trust), &newer));
	assert_int_equal(trust_step(trust, &county.pack), TRUST_SUPERSEDED);
	assert_true(trust_pack_counts(trust, &county.pack));
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	assert_false(trust_pack_counts(trust, &lone));
	trust_free(trust);
	world_release(&county.world);
}

/* Attack 8: the author was never asked to be an officer. */
static void
pack__counts_not__by_an_author_who_is_no_officer(void **state)
{
	struct county county;
	struct id theirs;
	struct trust *trust;

	(void)state;
	found(&county);
	theirs = world_pack(&county.world, &county.inspector, 9, "integer");
	for (int i = 0; i < 3; i++)
		world_endorse(&county.world, &county.officers[i], &theirs);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &theirs), TRUST_AUTHOR_NO_RIGHT);
	assert_true(id_equal(trust_pack(trust), &county.pack));
	trust_free(trust);
	world_release(&county.world);
}

/* Attack 8: a field's type changes. */
static void
pack__counts_not__when_it_changes_what_a_lower_version_fixed(void **state)
{
	struct county county;
	struct id changed, renamed, after, under;
	struct trust *trust;

	(void)state;
	found(&county);
	changed = world_pack(&county.world, &county.officers[0], 2, "text");
	renamed = world_pack(&county.world, &county.officers[0], 3, "integer");
	value_set_text(&world_at(&county.world, &renamed)->data, "name", "another");
	after = world_pack(&county.world, &county.officers[0], 4, "integer"); /* what does not count fixes nothing */
	world_endorse(&county.world, &county.officers[1], &changed);
	world_endorse(&county.world, &county.officers[1], &renamed);
	world_endorse(&county.world, &county.officers[1], &after);
	under = fill(&county, &county.inspector);
	world_at(&county.world, &under)->pack = changed;
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &changed), TRUST_PACK_CHANGES);
	assert_int_equal(trust_step(trust, &renamed), TRUST_PACK_CHANGES);
	assert_true(id_equal(trust_pack(trust), &after));
	assert_int_equal(verdict(trust, &county, &under), TRUST_PACK_VOID);
	trust_free(trust);
	world_release(&county.world);
}

/* Packs are judged by place in time, then version: what comes later has to fit, whatever its version. */
static void
pack__counts_not__when_it_changes_what_an_earlier_one_fixed(void **state)
{
	struct county county;
	struct id late, twin, tips[2];
	struct trust *trust;

	(void)state;
	found(&county);
	late = world_pack(&county.world, &county.officers[0], 3, "integer");
	tips[0] = world_endorse(&county.world, &county.officers[1], &late);
	tips[1] = late;
	world_receipt(&county.world, &county.officers[0], 1, NULL, tips, 2);
	twin = world_pack(&county.world, &county.officers[0], 2, "text"); /* of a lower version, but later */
	world_endorse(&county.world, &county.officers[1], &twin);
	trust = county_trust(&county);
	assert_true(id_equal(trust_pack(trust), &late));
	assert_int_equal(trust_step(trust, &twin), TRUST_PACK_CHANGES);
	assert_true(trust_pack_counts(trust, &county.pack));
	trust_free(trust);
	world_release(&county.world);
}

/* What stands earlier goes before a lower version. */
static void
pack__in_force__is_the_earlier_of_two_that_do_not_fit(void **state)
{
	struct county county;
	struct id early, tips[2];
	struct trust *trust;

	(void)state;
	found(&county);
	early = world_pack(&county.world, &county.officers[2], 3, "text");
	tips[0] = world_endorse(&county.world, &county.officers[1], &early);
	tips[1] = early;
	world_place(&county.world, &tips[0], 100,
		    NULL); /* over a gap: the endorsement of the county's pack lies before it, and is not covered */
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &early), TRUST_PACK_CHANGES);
	trust_free(trust);
	world_receipt(&county.world, &county.officers[0], 1, NULL, tips, 2);
	trust = county_trust(&county);
	assert_true(id_equal(trust_pack(trust), &early));
	assert_int_equal(trust_step(trust, &county.pack), TRUST_PACK_CHANGES);
	trust_free(trust);
	world_release(&county.world);
}

/* Of one version and one place the smaller id is in force, and both count. */
static void
pack__in_force__is_the_smaller_of_two_alike(void **state)
{
	struct county county;
	struct id twins[2];
	struct trust *trust;
	bool first;

	(void)state;
	found(&county);
	for (int i = 0; i < 2; i++) {
		twins[i] = world_pack(&county.world, &county.officers[0], 2, "integer");
		world_endorse(&county.world, &county.officers[1], &twins[i]);
	}
	first = id_cmp(&twins[0], &twins[1]) < 0;
	trust = county_trust(&county);
	assert_true(id_equal(trust_pack(trust), &twins[!first]));
	assert_true(trust_pack_counts(trust, &twins[first]));
	trust_free(trust);
	world_release(&county.world);
}

static void
count_untold(const struct id *pack, void *ctx)
{
	(void)pack;
	++*(size_t *)ctx;
}

/* What is wrong with the step itself is said before who agreed to it. */
static void
pack__counts_not__when_its_step_is_wrong(void **state)
{
	struct county county;
	struct id local, nameless, numberless, unknown = world_id(5000000), nobodys;
	struct trust *trust;

	(void)state;
	found(&county);
	local = world_pack(&county.world, &county.officers[0], 2, "integer");
	strcpy(world_at(&county.world, &local)->area, TOWNSHIP);
	nameless = world_pack(&county.world, &county.officers[0], 3, "integer");
	value_set_integer(&world_at(&county.world, &nameless)->data, "name", 3);
	numberless = world_pack(&county.world, &county.officers[0], 0, "integer");
	world_step_on(&county.world, STEP_PACK, &unknown, 9, "", &nobodys);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &local), TRUST_HAS_AREA);
	assert_int_equal(trust_step(trust, &nameless), TRUST_MALFORMED);
	assert_int_equal(trust_step(trust, &numberless), TRUST_MALFORMED);
	assert_int_equal(trust_step(trust, &nobodys), TRUST_AUTHOR_UNKNOWN);
	trust_tell_pack_take(trust, &unknown, (struct trust_facts){ .readable = true }); /* of a pack that is not here: nothing */
	trust_free(trust);
	world_release(&county.world);
}

/* A pack that an officer alone signed, or somebody who is none, is nothing that anybody needs to read. One that enough agreed to counts as soon as it was. */
static void
pack__is_asked_for__once_enough_agreed(void **state)
{
	struct county county;
	struct id agreed, lone, foreign;
	struct trust *trust;
	struct id *packs[] = { &agreed, &lone, &foreign };
	size_t untold = 0, waiting = 0;

	(void)state;
	found(&county);
	for (size_t i = 0; i < ARRAY_LEN(packs); i++) {
		world_step(&county.world, STEP_PACK, i == 2 ? &county.issuer : &county.officers[1], "", packs[i]);
		value_set_text(&world_at(&county.world, packs[i])->data, "name", "pack");
		value_set_integer(&world_at(&county.world, packs[i])->data, "version", 7 + (int64_t)i);
	}
	world_endorse(&county.world, &county.officers[2], &agreed);
	trust = county_trust(&county);
	trust_each_untold_pack(trust, count_untold, &untold);
	trust_each_waiting_pack(trust, count_untold, &waiting);
	assert_int_equal(untold, 1);
	assert_int_equal(waiting, 1); /* the officers are asked about it */
	assert_int_equal(trust_step(trust, &agreed), TRUST_PACK_UNREADABLE);
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	assert_int_equal(trust_step(trust, &foreign), TRUST_AUTHOR_NO_RIGHT);
	assert_true(id_equal(trust_pack(trust), &county.pack));
	trust_tell_pack_take(trust, &agreed, (struct trust_facts){ .readable = true });
	trust_tell_pack_take(trust, &lone, (struct trust_facts){ .readable = false });
	trust_settle_told(trust);
	untold = waiting = 0;
	trust_each_untold_pack(trust, count_untold, &untold);
	trust_each_waiting_pack(trust, count_untold, &waiting);
	assert_int_equal(untold + waiting, 0);
	assert_true(id_equal(trust_pack(trust), &agreed));
	assert_int_equal(trust_step(trust, &lone), TRUST_PACK_UNREADABLE);
	trust_free(trust);
	world_release(&county.world);
}

/* A pack that cannot be read (C22), whoever agreed to it, fixes no name, is not in force, and nothing signed under it counts. */
static void
pack__counts_not__when_it_cannot_be_read(void **state)
{
	struct county county;
	struct id unread, after, under;
	struct trust *trust;

	(void)state;
	found(&county);
	unread = world_pack(&county.world, &county.officers[0], 99, NULL);
	after = world_pack(&county.world, &county.officers[0], 2, "integer");
	world_endorse(&county.world, &county.officers[1], &unread);
	world_endorse(&county.world, &county.officers[1], &after);
	under = fill(&county, &county.inspector);
	world_at(&county.world, &under)->pack = unread;
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &unread), TRUST_PACK_UNREADABLE);
	assert_string_equal(trust_reason_text(TRUST_PACK_UNREADABLE), "this louce cannot read the form pack");
	assert_false(trust_pack_counts(trust, &unread));
	assert_true(id_equal(trust_pack(trust), &after));
	assert_int_equal(verdict(trust, &county, &under), TRUST_PACK_VOID);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pack__in_force__is_the_highest_that_counts),
		cmocka_unit_test(pack__counts_not__by_an_author_who_is_no_officer),
		cmocka_unit_test(pack__counts_not__when_it_changes_what_a_lower_version_fixed),
		cmocka_unit_test(pack__counts_not__when_it_changes_what_an_earlier_one_fixed),
		cmocka_unit_test(pack__in_force__is_the_earlier_of_two_that_do_not_fit),
		cmocka_unit_test(pack__in_force__is_the_smaller_of_two_alike),
		cmocka_unit_test(pack__counts_not__when_its_step_is_wrong),
		cmocka_unit_test(pack__is_asked_for__once_enough_agreed),
		cmocka_unit_test(pack__counts_not__when_it_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
