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

/* Rules L2 and R5: prev of another log links nothing, and a line whose tip stands in another log says nothing. */
static void
receipt__covers__nothing_of_another_log(void **state)
{
	struct county county;
	struct id here, there[2], receipt;
	struct value *logs;
	struct log_key log;
	struct trust *trust;

	(void)state;
	found(&county);
	here = fill(&county, &county.inspector);
	for (int i = 0; i < 2; i++)
		world_step(&county.world, STEP_FORM, &county.inspector, TOWNSHIP, &there[i]);
	world_place(&county.world, &there[1], 2, &here);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &there[1], 1);
	trust = county_trust(&county);
	assert_int_equal(place_of(trust, &there[1]), 1);
	assert_int_equal(place_of(trust, &here), 0);
	assert_int_equal(trust_branch_length(trust, &here), 1);
	trust_free(trust);
	logs = value_get_mut(&world_at(&county.world, &receipt)->data, "logs");
	value_set_integer(&logs->list.items[0], "seq", 1);
	step_data_set_id(&logs->list.items[0], "tip", &here); /* of that seq, in the other log */
	trust = county_trust(&county);
	assert_int_equal(place_of(trust, &here), 0);
	assert_true(log_of_step(world_at(&county.world, &there[0]), &log));
	assert_int_equal(trust_covered(trust, &log, 0), 0);
	trust_free(trust);
	value_set_take(&world_at(&county.world, &receipt)->data, "logs", value_integer(1)); /* no lines at all */
	value_set_take(&world_at(&county.world, &receipt)->data, "prior", value_integer(1));
	trust = county_trust(&county);
	assert_int_equal(trust_receipt_no(trust, &receipt), 1);
	trust_free(trust);
	world_release(&county.world);
}

/* A step that was not added is covered by what its log's line says. */
static void
receipt__covers__by_number_what_is_not_here(void **state)
{
	struct county county;
	struct id forms[3], absent = world_id(6000), receipt;
	struct log_key log;
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 3; i++)
		forms[i] = fill(&county, &county.inspector);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[1], 1);
	world_receipt(&county.world, &county.officers[0], 1, &receipt, &forms[2], 1);
	assert_true(log_of_step(world_at(&county.world, &forms[0]), &log));
	trust = county_trust(&county);
	assert_true(trust_covers(trust, 1, &log, 1, &absent));
	assert_true(trust_covers(trust, 1, &log, 2, &absent));
	assert_false(trust_covers(trust, 1, &log, 3, &absent));
	assert_true(trust_covers(trust, 2, &log, 3, &absent));
	assert_false(trust_covers(trust, 1, &log, 3, &forms[2]));
	trust_free(trust);
	world_release(&county.world);
}

/* Rule R6: of two prior receipts with one number the main line goes back by the smaller id, in whichever order they stand. */
static void
receipt__goes_back__by_the_smaller_of_two_alike(void **state)
{
	for (int turned = 0; turned < 2; turned++) {
		struct county county;
		struct id twins[2], prior[2], last;
		struct trust *trust;
		int smaller;

		(void)state;
		found(&county);
		twins[0] = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
		twins[1] = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.inspector, 1);
		smaller = id_cmp(&twins[0], &twins[1]) > 0;
		prior[turned] = twins[smaller];
		prior[!turned] = twins[!smaller];
		last = world_receipt(&county.world, &county.officers[0], 1, NULL, NULL, 0);
		value_set_take(&world_at(&county.world, &last)->data, "prior", world_ids(prior, 2));
		trust = county_trust(&county);
		assert_int_equal(trust_anchor_no(trust), 2);
		assert_true(id_equal(trust_main_receipt(trust, 1), &twins[smaller]));
		assert_true(id_equal(trust_main_receipt(trust, 2), &last));
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule U2: a receipt beside the main line stands for its own past, in whichever order its prior are; two steps on one branch for the later. */
static void
upto__of_a_receipt_beside_the_main_line__holds_its_past(void **state)
{
	for (int turned = 0; turned < 2; turned++) {
		struct county county;
		struct id forms[5], main[3], beside, side, prior[2], upto[2];
		struct trust *trust;

		(void)state;
		found(&county);
		for (int i = 0; i < 5; i++)
			forms[i] = fill(&county, &county.inspector);
		main[0] = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[0], 1);
		main[1] = world_receipt(&county.world, &county.officers[0], 1, &main[0], &forms[1], 1);
		side = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[2], 1);
		world_place(&county.world, &side, 1, NULL);
		prior[turned] = main[1];
		prior[!turned] = main[0];
		beside = world_receipt(&county.world, &county.officers[0], 1, NULL, NULL, 0);
		value_set_take(&world_at(&county.world, &beside)->data, "prior", world_ids(prior, 2));
		world_place(&county.world, &beside, 9, NULL);
		main[2] = world_receipt(&county.world, &county.officers[0], 1, &main[1], &county.clerk, 1);
		main[2] = world_receipt(&county.world, &county.officers[0], 1, &main[2], &forms[4], 1);
		world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", &beside, 1);
		trust = county_trust(&county);
		assert_int_equal(trust_anchor_no(trust), 4);
		assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
		assert_int_equal(verdict(trust, &county, &forms[2]), TRUST_REVOKED);
		trust_free(trust);
		world_revoke(&county.world, &county.officers[2], &county.inspector, "retired", &side, 1);
		trust = county_trust(&county); /* both hold: what the second alone covers is not within the first */
		assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
		assert_int_equal(verdict(trust, &county, &forms[2]), TRUST_REVOKED);
		trust_free(trust);
		upto[0] = forms[1];
		upto[1] = forms[3];
		world_revoke(&county.world, &county.officers[1], &county.clerk, "retired", upto, 2);
		world_release(&county.world);
		found(&county);
		for (int i = 0; i < 5; i++)
			forms[i] = fill(&county, &county.inspector);
		upto[turned] = forms[1];
		upto[!turned] = forms[3];
		world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", upto, 2);
		trust = county_trust(&county);
		assert_int_equal(verdict(trust, &county, &forms[3]), TRUST_COUNTS);
		assert_int_equal(verdict(trust, &county, &forms[4]), TRUST_REVOKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule U1: a receipt that is not the county's stands for its own log alone; of two receipts in an upto the later stands for both. */
static void
upto__holds__what_the_latest_of_its_county_receipts_covers(void **state)
{
	for (int turned = 0; turned < 2; turned++) {
		struct county county;
		struct id forms[3], main[2], void_one, upto[2];
		struct trust *trust;

		(void)state;
		found(&county);
		for (int i = 0; i < 3; i++)
			forms[i] = fill(&county, &county.inspector);
		main[0] = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[0], 1);
		main[1] = world_receipt(&county.world, &county.officers[0], 1, &main[0], &forms[1], 1);
		void_one = world_receipt(&county.world, &county.officers[1], 11, &main[1], &forms[2], 1);
		world_receipt(&county.world, &county.officers[0], 1, &main[1], &forms[2], 1);
		upto[turned] = main[0];
		upto[!turned] = main[1];
		world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", upto, 2);
		world_revoke(&county.world, &county.officers[1], &county.clerk, "retired", &void_one, 1);
		trust = county_trust(&county);
		assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
		assert_int_equal(verdict(trust, &county, &forms[2]), TRUST_REVOKED);
		trust_free(trust);
		world_revoke(&county.world, &county.officers[2], &county.inspector, "retired", &void_one, 1);
		trust = county_trust(&county);
		assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_REVOKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Uptos of several revocations end in several logs and at several times: a step counts that is within all. */
static void
upto__beside_others__leaves_what_all_of_them_hold(void **state)
{
	struct county county;
	struct id forms[4], others[4], twin, receipt, upto[2];
	struct trust *trust;

	(void)state;
	found(&county);
	for (int i = 0; i < 4; i++)
		forms[i] = fill(&county, &county.inspector);
	twin = forms[1]; /* a branch of its own behind the first */
	for (int i = 0; i < 4; i++)
		world_step(&county.world, STEP_FORM, &county.inspector, TOWNSHIP, &others[i]);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[0], 1);
	upto[0] = forms[2], upto[1] = others[0];
	world_revoke(&county.world, &county.officers[0], &county.inspector, "retired", upto, 2);
	upto[0] = forms[1], upto[1] = others[2];
	world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", upto, 2);
	upto[0] = forms[3], upto[1] = others[1];
	world_revoke(&county.world, &county.officers[2], &county.inspector, "retired", upto, 2);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &twin), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[2]), TRUST_REVOKED);
	assert_int_equal(verdict(trust, &county, &forms[3]), TRUST_REVOKED);
	assert_false(trust_act_counts(trust, trust_holder(trust, &county.inspector), trust_node_of(trust, &others[1])));
	assert_true(trust_act_counts(trust, trust_holder(trust, &county.inspector), trust_node_of(trust, &others[0])));
	trust_free(trust);
	world_revoke(&county.world, &county.officers[0], &county.inspector, "retired", &receipt, 1);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	assert_false(trust_act_counts(trust, trust_holder(trust, &county.inspector), trust_node_of(trust, &others[0])));
	trust_free(trust);
	world_release(&county.world);
	found(&county); /* one upto is a time and a step behind it, one a step alone */
	for (int i = 0; i < 3; i++)
		forms[i] = fill(&county, &county.inspector);
	upto[0] = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[0], 1);
	upto[1] = forms[1];
	world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", &forms[2], 1);
	world_revoke(&county.world, &county.officers[2], &county.inspector, "retired", upto, 2);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[2]), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* What names a receipt: another receipt's prior, an upto; a step that is among the receipts asked about names none. */
static void
receipt__is_named__by_receipts_and_uptos_outside(void **state)
{
	struct county county;
	struct id first, second;
	struct idmap none = { 0 }, one = { 0 }, both = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	first = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	second = world_receipt(&county.world, &county.officers[0], 1, &first, &county.inspector, 1);
	idmap_put(&one, &first, 0);
	idmap_put(&both, &first, 0);
	idmap_put(&both, &second, 0);
	trust = county_trust(&county);
	assert_false(trust_names_receipt_of(trust, &none));
	assert_true(trust_names_receipt_of(trust, &one));
	assert_false(trust_names_receipt_of(trust, &both));
	trust_free(trust);
	world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", &county.clerk, 1); /* names no receipt */
	trust = county_trust(&county);
	assert_false(trust_names_receipt_of(trust, &both));
	trust_free(trust);
	world_revoke(&county.world, &county.officers[1], &county.clerk, "retired", &second, 1);
	trust = county_trust(&county);
	assert_true(trust_names_receipt_of(trust, &both));
	trust_free(trust);
	idmap_release(&one);
	idmap_release(&both);
	world_release(&county.world);
}

struct received {
	size_t count;
	struct id tips[4];
};

static void
see_received(const struct trust_received *line, void *ctx)
{
	struct received *seen = ctx;

	assert_true(seen->count < ARRAY_LEN(seen->tips));
	seen->tips[seen->count++] = line->tip;
}

static void
receipt__tells__what_came_of_a_device(void **state)
{
	struct county county;
	struct id tips[3], void_tip;
	struct device_id device = world_device(2), nobodys = world_device(99);
	struct received seen = { 0 };
	struct trust *trust;

	(void)state;
	found(&county);
	tips[0] = fill(&county, &county.clerk);
	tips[1] = fill(&county, &county.inspector);
	tips[2] = fill(&county, &county.issuer);
	void_tip = fill(&county, &county.inspector);
	world_receipt(&county.world, &county.officers[0], 1, NULL, tips, 3);
	world_receipt(&county.world, &county.officers[1], 11, NULL, &void_tip, 1); /* not the county's */
	trust = county_trust(&county);
	trust_each_received(trust, &device, see_received, &seen);
	assert_int_equal(seen.count, 1);
	assert_true(id_equal(&seen.tips[0], &tips[1]));
	trust_each_received(trust, &nobodys, see_received, &seen);
	assert_int_equal(seen.count, 1);
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
		cmocka_unit_test(receipt__covers__nothing_of_another_log),
		cmocka_unit_test(receipt__covers__by_number_what_is_not_here),
		cmocka_unit_test(receipt__goes_back__by_the_smaller_of_two_alike),
		cmocka_unit_test(upto__of_a_receipt_beside_the_main_line__holds_its_past),
		cmocka_unit_test(upto__holds__what_the_latest_of_its_county_receipts_covers),
		cmocka_unit_test(upto__beside_others__leaves_what_all_of_them_hold),
		cmocka_unit_test(receipt__is_named__by_receipts_and_uptos_outside),
		cmocka_unit_test(receipt__tells__what_came_of_a_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
