#include "../support/trust_world.h"

#include "trust/covers.h"
#include "trust/endorsements.h"
#include "trust/receipts.h"

/* What is said of one step: rules L4, C17 and S15, and what is answered about steps that are not here. */

/* A step by the author that no pack stands in. */
static struct id
put(struct county *county, enum step_kind kind, const struct id *author, const char *area)
{
	struct id id;

	world_step(&county->world, kind, author, area, &id);
	return id;
}

static void
step__counts__in_the_logs_of_its_authors_areas(void **state)
{
	struct county county;
	struct id form, elsewhere, above, officers, nowhere, everywhere, moved, unheard, stranger;
	struct trust *trust;

	(void)state;
	found(&county);
	form = fill(&county, &county.inspector);
	elsewhere = put(&county, STEP_FORM, &county.inspector, "451224100202");
	above = put(&county, STEP_FORM, &county.inspector, TOWNSHIP);
	officers = put(&county, STEP_FORM, &county.officers[0], "451225101201"); /* his own areas do not bind him */
	everywhere = world_person(&county.world, &county.officers[0], 50, "clerk", "", NULL);
	nowhere = put(&county, STEP_SHARE, &everywhere, ""); /* the log of areas is not the log of none */
	moved = fill(&county, &county.inspector);
	world_at(&county.world, &moved)->device = world_device(9);
	unheard = world_id(6000);
	stranger = put(&county, STEP_FORM, &county.clerk, TOWNSHIP);
	world_at(&county.world, &stranger)->author = unheard;
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &form), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &elsewhere), TRUST_WRONG_AREA);
	assert_int_equal(verdict(trust, &county, &above), TRUST_WRONG_AREA);
	assert_int_equal(verdict(trust, &county, &officers), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &nowhere), TRUST_WRONG_AREA);
	assert_int_equal(verdict(trust, &county, &moved), TRUST_WRONG_DEVICE);
	assert_int_equal(verdict(trust, &county, &stranger), TRUST_AUTHOR_UNKNOWN);
	assert_int_equal(trust_judge(trust, &form, world_at(&county.world, &form), VILLAGE), TRUST_COUNTS);
	assert_int_equal(trust_judge(trust, &form, world_at(&county.world, &form), TOWNSHIP), TRUST_WRONG_AREA);
	assert_int_equal(trust_step(trust, &form), TRUST_UNKNOWN_KIND); /* it is not about trust */
	assert_int_equal(trust_step(trust, &unheard), TRUST_UNKNOWN_KIND);
	assert_false(trust_wants_logs(trust, &unheard));
	assert_null(trust_credential(trust, &unheard));
	assert_int_equal(trust_branch_length(trust, &unheard), 0);
	trust_free(trust);
	trust_free(NULL);
	world_release(&county.world);
}

/* A form names the pack it was filled by; a share names none. */
static void
step__counts__by_a_pack_that_counts(void **state)
{
	struct county county;
	struct id form, share, no_pack, lone;
	struct trust *trust;

	(void)state;
	found(&county);
	form = fill(&county, &county.inspector);
	share = put(&county, STEP_SHARE, &county.inspector, VILLAGE);
	no_pack = fill(&county, &county.inspector);
	world_at(&county.world, &no_pack)->pack = county.clerk; /* counts, and is a credential */
	lone = fill(&county, &county.inspector);
	world_at(&county.world, &lone)->pack = world_id(6000);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &form), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &share), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &no_pack), TRUST_PACK_VOID);
	assert_int_equal(verdict(trust, &county, &lone), TRUST_PACK_VOID);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C18: which kinds lose their effect on a branch that is dropped. */
static void
step__on_a_dropped_branch__counts_by_its_kind(void **state)
{
	static const struct {
		enum step_kind kind;
		bool counts;
	} cases[] = {
		{ STEP_FORM, false }, { STEP_SIGNOFF, false }, { STEP_WITHDRAWAL, false }, { STEP_MANIFEST, false }, { STEP_SHARE, true }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct county county;
		struct id ids[4], step;
		struct trust *trust;

		found(&county);
		fork_log(&county, ids);
		step = put(&county, cases[i].kind, &county.inspector, VILLAGE);
		world_place(&county.world, &step, 4, &ids[2]);
		trust = county_trust(&county);
		assert_int_equal(verdict(trust, &county, &step), cases[i].counts ? TRUST_COUNTS : TRUST_FORKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* A right that fell with its issuer is told apart from one that nobody could give. */
static void
step__of_whose_issuer_was_revoked__is_told_as_revoked(void **state)
{
	struct county county;
	struct id fallen, unable, form, other, retired, word, epoch, unrevoked;
	struct trust *trust;

	(void)state;
	found(&county);
	fallen = fill(&county, &county.inspector);
	unable = world_person(&county.world, &county.inspector, 51, "inspector", VILLAGE, NULL);
	form = fill(&county, &unable);
	other = fill(&county, &county.clerk);
	retired = world_revoke(&county.world, &county.officers[0], &county.issuer, "retired", NULL, 0);
	world_endorse(&county.world, &county.officers[1], &retired);
	word = world_endorse(&county.world, &county.inspector, &retired);
	epoch = put(&county, STEP_EPOCH, &unable, "");
	unrevoked = world_revoke(&county.world, &unable, &county.clerk, "retired", NULL, 0);
	trust = county_trust(&county);
	assert_int_equal(verdict(trust, &county, &fallen), TRUST_REVOKED);
	assert_int_equal(verdict(trust, &county, &form), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(verdict(trust, &county, &other), TRUST_COUNTS);
	assert_int_equal(trust_step(trust, &word), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(trust_step(trust, &epoch), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(trust_step(trust, &unrevoked), TRUST_AUTHOR_NO_RIGHT);
	trust_free(trust);
	world_release(&county.world);
}

/* Each kind by an author who is not here, by one who is no officer, and on a device that is not his. */
static void
step__about_trust__is_told_why_it_has_no_effect(void **state)
{
	struct county county;
	struct id ids[4], steps[7], epoch, word, decision, local;
	struct id unheard = world_id(6000);
	struct trust *trust;

	(void)state;
	found(&county);
	fork_log(&county, ids);
	steps[0] = world_endorse(&county.world, &county.officers[0], &county.issuer);
	steps[1] = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	steps[2] = world_pack(&county.world, &county.officers[0], 4, "integer");
	steps[3] = world_person(&county.world, &county.officers[0], 52, "clerk", TOWNSHIP, NULL);
	steps[4] = world_revoke(&county.world, &county.officers[0], &county.clerk, "retired", NULL, 0);
	steps[5] = world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "keep");
	steps[6] = put(&county, STEP_EPOCH, &county.clerk, TOWNSHIP);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		world_at(&county.world, &steps[i])->author = unheard;
	epoch = put(&county, STEP_EPOCH, &county.clerk, TOWNSHIP);
	word = world_endorse(&county.world, &county.inspector, &county.issuer);
	local = world_endorse(&county.world, &county.officers[0], &county.issuer);
	strcpy(world_at(&county.world, &local)->area, TOWNSHIP);
	decision = world_decide(&county, &county.clerk, VILLAGE, &ids[0], NULL, "keep");
	world_at(&county.world, &decision)->device = world_device(9);
	trust = county_trust(&county);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		assert_int_equal(trust_step(trust, &steps[i]), TRUST_AUTHOR_UNKNOWN);
	assert_int_equal(trust_step(trust, &epoch), TRUST_COUNTS);
	assert_int_equal(trust_step(trust, &word), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(trust_step(trust, &local), TRUST_HAS_AREA);
	assert_int_equal(trust_step(trust, &decision), TRUST_WRONG_DEVICE);
	assert_int_equal(verdict(trust, &county, &ids[0]), TRUST_FORKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C7: who agrees says so by an endorsement, in no area's log; nothing else that names the step is one. */
static void
endorsement__counts__of_that_kind_and_place_alone(void **state)
{
	struct county county;
	struct id issuer, lifted, word, again;
	struct trust *trust;

	(void)state;
	found(&county);
	issuer = world_person(&county.world, &county.officers[0], 53, "issuer", TOWNSHIP, "inspector");
	lifted = world_revoke(&county.world, &county.officers[1], &issuer, "lifted", NULL, 0);
	word = world_endorse(&county.world, &county.officers[2], &issuer);
	strcpy(world_at(&county.world, &word)->area, TOWNSHIP);
	trust = county_trust(&county);
	assert_int_equal(reason_of(trust, &issuer), TRUST_NOT_ENDORSED);
	assert_false(trust_has_endorsed(trust, &issuer, &county.officers[2]));
	assert_false(trust_has_endorsed(trust, &lifted, &county.officers[2]));
	assert_false(trust_has_endorsed(trust, &(struct id){ { 255 } }, &county.officers[2])); /* behind all that was endorsed */
	trust_free(trust);
	again = world_endorse(&county.world, &county.officers[2], &issuer);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &again), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &issuer), TRUST_COUNTS);
	assert_true(trust_has_endorsed(trust, &issuer, &county.officers[2]));
	assert_false(trust_has_endorsed(trust, &issuer, &county.officers[1]));
	trust_free(trust);
	world_release(&county.world);
}

/* A step that came since is judged by none of what was settled before: it has no place yet, nor is it within any upto. */
static void
step__added_since__has_no_place_until_all_is_settled(void **state)
{
	struct county county;
	struct id forms[2], receipt;
	struct log_key log;
	struct trust *trust;

	(void)state;
	found(&county);
	forms[0] = fill(&county, &county.inspector);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &forms[0], 1);
	(void)receipt;
	world_revoke(&county.world, &county.officers[1], &county.inspector, "retired", county.world.ids, county.world.count);
	trust = county_trust(&county);
	forms[1] = fill(&county, &county.inspector);
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	assert_false(trust_act_counts(trust, trust_holder(trust, &county.inspector), TRUST_NONE));
	trust_add_link(trust, &forms[1], world_at(&county.world, &forms[1]));
	trust_add_link(trust, &forms[1], world_at(&county.world, &forms[1]));
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	assert_int_equal(place_of(trust, &forms[1]), 0);
	assert_true(log_of_step(world_at(&county.world, &forms[1]), &log));
	assert_false(trust_covers(trust, 1, &log, 2, &forms[1]));
	trust_add(trust, &county.clerk, world_at(&county.world, &county.clerk)); /* a second time */
	trust_settle(trust);
	trust_settle(trust);
	assert_int_equal(trust_credential_count(trust), 6);
	assert_int_equal(verdict(trust, &county, &forms[0]), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &forms[1]), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* What an officer signed who was dropped since counts where the genesis that dropped him reaches it: not when nobody knows where it stands. */
static void
step__of_a_dropped_officer__counts_where_it_is_known_to_stand(void **state)
{
	struct county county;
	struct id kept, one, later, form, apart;
	struct trust *trust = trust_new();

	(void)state;
	found(&county);
	kept = fill(&county, &county.officers[1]);
	one = county.officers[0];
	later = world_genesis(&county.world, &county.officers[0], &one, 1, 1, 1, &county.genesis);
	world_upto(&county.world, &later, &kept, 1);
	world_endorse(&county.world, &county.officers[1], &later);
	trust_pin(trust, &county.genesis, false);
	world_add(&county.world, trust, false);
	form = fill(&county, &county.officers[1]);
	trust_add_link(trust, &form, world_at(&county.world, &form));
	apart = fill(&county, &county.officers[1]);
	trust_settle(trust);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(verdict(trust, &county, &kept), TRUST_COUNTS);
	assert_int_equal(verdict(trust, &county, &form), TRUST_REVOKED);
	assert_int_equal(verdict(trust, &county, &apart), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(step__counts__in_the_logs_of_its_authors_areas),
		cmocka_unit_test(step__counts__by_a_pack_that_counts),
		cmocka_unit_test(step__on_a_dropped_branch__counts_by_its_kind),
		cmocka_unit_test(step__of_whose_issuer_was_revoked__is_told_as_revoked),
		cmocka_unit_test(step__about_trust__is_told_why_it_has_no_effect),
		cmocka_unit_test(endorsement__counts__of_that_kind_and_place_alone),
		cmocka_unit_test(step__added_since__has_no_place_until_all_is_settled),
		cmocka_unit_test(step__of_a_dropped_officer__counts_where_it_is_known_to_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
