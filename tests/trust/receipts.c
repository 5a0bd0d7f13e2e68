#include "../support/trust_world.h"

#include "trust/covers.h"
#include "trust/receipts.h"

/* County receipts, places in time and uptos: rules R1 to R7 and U1 to U4. */

/* Rule R1; attack 2: a receipt by any inspector, or by a portable key. */
static void
receipt__is_the_countys__only_by_an_officer_on_the_receiver(void **state)
{
	struct county county;
	struct id right, elsewhere, portable, officers[2], inspector, local, beside, moved;
	struct trust *trust;

	(void)state;
	found(&county);
	right = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	elsewhere = world_receipt(&county.world, &county.officers[1], 11, NULL, &county.inspector, 1);
	inspector = world_receipt(&county.world, &county.inspector, 1, NULL, &county.clerk, 1);
	officers[0] = world_person(&county.world, NULL, 0, "officer", "451224", NULL);
	portable = world_receipt(&county.world, &officers[0], 1, NULL, &county.inspector, 1);
	local = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	strcpy(world_at(&county.world, &local)->area, TOWNSHIP);
	beside = world_person(&county.world, &county.issuer, 1, "inspector", VILLAGE, NULL); /* on the receiver, and no officer */
	beside = world_receipt(&county.world, &beside, 1, NULL, &county.inspector, 1);
	moved = world_receipt(&county.world, &county.officers[1], 1, NULL, &county.inspector, 1); /* an officer of another device */
	trust = county_trust(&county);
	assert_int_equal(trust_receipt_no(trust, &right), 1);
	assert_int_equal(trust_step(trust, &right), TRUST_COUNTS);
	assert_int_equal(trust_receipt_no(trust, &elsewhere), 0);
	assert_int_equal(trust_receipt_no(trust, &inspector), 0);
	assert_int_equal(trust_receipt_no(trust, &portable), 0);
	assert_int_equal(trust_receipt_no(trust, &local), 0);
	assert_int_equal(trust_step(trust, &elsewhere), TRUST_NOT_RECEIVER);
	assert_int_equal(trust_step(trust, &inspector), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(trust_step(trust, &portable), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(trust_step(trust, &local), TRUST_HAS_AREA);
	assert_int_equal(trust_step(trust, &beside), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(trust_receipt_no(trust, &beside), 0);
	assert_int_equal(trust_step(trust, &moved), TRUST_NOT_RECEIVER);
	assert_int_equal(trust_receipt_no(trust, &moved), 0);
	assert_true(id_equal(trust_anchor(trust), &right));
	assert_int_equal(trust_anchor_no(trust), 1);
	trust_free(trust);
	world_release(&county.world);
}

/* Rules R3 and R6: numbers are derived; a restored receiver goes on from an older one, and both lines are in the past of the next. */
static void
receipt__numbers__follow_from_prior(void **state)
{
	struct county county;
	struct id receipts[5], form, side, both[2];
	struct trust *trust;
	const struct id *newest;
	size_t count;

	(void)state;
	found(&county);
	form = fill(&county, &county.inspector);
	receipts[0] = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	receipts[1] = world_receipt(&county.world, &county.officers[0], 1, &receipts[0], &county.inspector, 1);
	side = world_receipt(&county.world, &county.officers[0], 1, &receipts[0], &form, 1);
	receipts[2] = world_receipt(&county.world, &county.officers[0], 1, &receipts[1], &county.pack, 1);
	trust = county_trust(&county);
	assert_int_equal(trust_receipt_no(trust, &receipts[2]), 3);
	assert_int_equal(trust_receipt_no(trust, &side), 2);
	assert_int_equal(trust_anchor_no(trust), 3);
	assert_int_equal(place_of(trust, &form), 0); /* the side line is in no past of the main line */
	newest = trust_newest_receipts(trust, &count);
	assert_int_equal(count, 2);
	assert_true(id_equal(&newest[0], &side) || id_equal(&newest[1], &side));
	trust_free(trust);
	receipts[3] = world_receipt(&county.world, &county.officers[0], 1, &receipts[2], NULL, 0);
	both[0] = receipts[2];
	both[1] = side;
	value_set_take(&world_at(&county.world, &receipts[3])->data, "prior", world_ids(both, 2));
	trust = county_trust(&county);
	assert_int_equal(place_of(trust, &form), 4);
	assert_int_equal(place_of(trust, &county.clerk), 1);
	trust_newest_receipts(trust, &count);
	assert_int_equal(count, 1);
	trust_free(trust);
	world_release(&county.world);
}

/* Rules R4, R5, L2 and L3. */
static void
receipt__covers__what_its_tip_descends_from(void **state)
{
	struct county county;
	struct id forms[3], receipt;
	struct value *logs;
	struct log_key log;
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 3; i++)
		forms[i] = fill(&county, &county.inspector);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[1], 1);
	trust = county_trust(&county);
	assert_int_equal(place_of(trust, &forms[0]), 1);
	assert_int_equal(place_of(trust, &forms[1]), 1);
	assert_int_equal(place_of(trust, &forms[2]), 0);
	assert_true(log_of_step(world_at(&county.world, &forms[0]), &log));
	assert_int_equal(trust_covered(trust, &log, 0), 2);
	trust_free(trust);
	world_place(&county.world, &forms[1], 2, &forms[2]); /* what it names as prev is here and is not the step before it */
	trust = county_trust(&county);
	assert_int_equal(place_of(trust, &forms[0]), 0);
	assert_int_equal(place_of(trust, &forms[1]), 1);
	trust_free(trust);
	logs = value_get_mut(&world_at(&county.world, &receipt)->data, "logs");
	value_set_integer(&logs->list.items[0], "seq", 3); /* not its tip's */
	trust = county_trust(&county);
	assert_int_equal(place_of(trust, &forms[1]), 0);
	assert_int_equal(trust_covered(trust, &log, 0), 0);
	trust_free(trust);
	world_release(&county.world);
}

/* What receipts name of a log, until one of the main line and by all. */
static void
receipt__names__the_ends_of_logs_from_its_number_on(void **state)
{
	struct county county;
	struct id forms[3], clerk, first, second, unnamed;
	struct log_key log, of_clerk, none;
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 3; i++)
		forms[i] = fill(&county, &county.inspector);
	clerk = fill(&county, &county.clerk);
	unnamed = fill(&county, &county.issuer);
	first = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[1], 1);
	second = world_receipt(&county.world, &county.officers[0], 1, &first, &forms[0], 1); /* less than before takes nothing back */
	second = world_receipt(&county.world, &county.officers[0], 1, &second, &clerk, 1);
	world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[2], 1); /* beside the main line */
	assert_true(log_of_step(world_at(&county.world, &forms[0]), &log));
	assert_true(log_of_step(world_at(&county.world, &clerk), &of_clerk));
	assert_true(log_of_step(world_at(&county.world, &unnamed), &none));
	trust = county_trust(&county);
	assert_int_equal(trust_anchor_no(trust), 3);
	assert_int_equal(trust_covered(trust, &log, 0), 3);
	assert_int_equal(trust_covered(trust, &log, 1), 2);
	assert_int_equal(trust_covered(trust, &log, 2), 2);
	assert_int_equal(trust_covered(trust, &of_clerk, 2), 0);
	assert_int_equal(trust_covered(trust, &of_clerk, 3), 1);
	assert_int_equal(trust_covered(trust, &none, 0), 0);
	assert_true(trust_names(trust, &log, 2, &forms[1]));
	assert_true(trust_names(trust, &of_clerk, 1, &clerk));
	assert_false(trust_names(trust, &log, 1, &forms[1]));
	assert_false(trust_names(trust, &of_clerk, 2, &forms[1]));
	assert_false(trust_names(trust, &none, 1, &unnamed));
	assert_true(id_equal(trust_main_receipt(trust, 1), &first));
	assert_true(id_equal(trust_main_receipt(trust, 3), &second));
	assert_null(trust_main_receipt(trust, 0));
	assert_null(trust_main_receipt(trust, 4));
	trust_free(trust);
	world_release(&county.world);
}

/* Attack 3: the thief writes a receipt that covers himself, or signs at a covered place that the reader does not hold. */
static void
upto__is_not_stretched__by_who_is_revoked(void **state)
{
	struct county county;
	struct id before, after, receipt, at_covered_place;
	struct trust *trust;

	(void)state;
	found(&county);
	before = fill(&county, &county.inspector);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &before, 1);
	world_revoke(&county.world, &county.officers[1], &county.inspector, "stolen", &receipt, 1);
	after = fill(&county, &county.inspector);
	at_covered_place = fill(&county, &county.inspector);
	world_place(&county.world, &at_covered_place, 1, NULL);
	world_receipt(&county.world, &county.inspector, 1, &receipt, &after, 1);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &before), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &after), TRUST_REVOKED);
	assert_int_equal(verdict(trust, &county, &at_covered_place), TRUST_REVOKED);
	assert_true(trust_wants_logs(trust, &county.inspector));
	assert_false(trust_wants_logs(trust, &county.clerk));
	trust_free(trust);
	/* A later receipt of the county covers it, as evidence; the revocation does not name that one. */
	world_receipt(&county.world, &county.officers[0], 1, &receipt, &after, 1);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &after), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule U3, and U1: steps stand for what their author's log has before them; steps of others for nothing. */
static void
upto__names_steps__of_the_author_in_question(void **state)
{
	struct county county;
	struct id forms[3], other, upto[2];
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 3; i++)
		forms[i] = fill(&county, &county.inspector);
	other = fill(&county, &county.clerk);
	upto[0] = forms[1];
	upto[1] = other;
	world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", upto, 2);
	world_revoke(&county.world, &county.officers[1], &county.clerk, "retired", upto, 1);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[2]), TRUST_REVOKED);
	assert_int_equal(verdict(trust, &county, &other), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule U2: a county receipt also stands for itself and for what it descends from by prev. */
static void
upto__of_a_receipt__holds_the_receivers_own_log_up_to_it(void **state)
{
	struct county county;
	struct id clerk, receipt, later, officers[3], fresh;
	struct trust *trust;

	(void)state;
	found(&county);
	clerk = world_person(&county.world, &county.officers[0], 60, "clerk", TOWNSHIP, NULL);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.inspector, 1);
	fresh = world_person(&county.world, &county.officers[0], 61, "clerk", TOWNSHIP, NULL);
	officers[0] = world_person(&county.world, NULL, 62, "officer", "451224", NULL);
	officers[1] = county.officers[1];
	officers[2] = county.officers[2];
	later = world_genesis(&county.world, &county.officers[1], officers, 3, 2, 62, &county.genesis);
	world_upto(&county.world, &later, &receipt, 1);
	world_endorse(&county.world, &county.officers[2], &later);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(trust_receipt_no(trust, &receipt), 1);
	assert_int_equal(reason_of(trust, &clerk), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &fresh), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipt__is_the_countys__only_by_an_officer_on_the_receiver),
		cmocka_unit_test(receipt__numbers__follow_from_prior),
		cmocka_unit_test(receipt__covers__what_its_tip_descends_from),
		cmocka_unit_test(receipt__names__the_ends_of_logs_from_its_number_on),
		cmocka_unit_test(upto__is_not_stretched__by_who_is_revoked),
		cmocka_unit_test(upto__names_steps__of_the_author_in_question),
		cmocka_unit_test(upto__of_a_receipt__holds_the_receivers_own_log_up_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
