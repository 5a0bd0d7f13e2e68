#include "../support/trust_world.h"

#include "trust/covers.h"
#include "trust/officers.h"
#include "trust/packs.h"
#include "trust/receipts.h"
#include "trust/standing.h"

/* Credentials: what they may grant, and what a revocation leaves of their acts. */

static void
trust__refuses__each_stretched_credential(void **state)
{
	struct county county;
	struct id role, area, lone, request, deep;
	struct trust *trust;

	(void)state;
	found(&county);
	role = world_person(&county.world, &county.issuer, 2, 2, "king", "451224100201", NULL);
	area = world_person(&county.world, &county.issuer, 2, 3, "inspector", "451225", NULL);
	lone = world_person(&county.world, &county.officers[0], 1, 7, "officer", "451224", "inspector");
	request = world_person(&county.world, NULL, 3, 1, "inspector", "451224100201", NULL);
	deep = world_person(&county.world, &county.inspector, 2, 4, "inspector", "451224100201", NULL);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(reason_of(trust, &role), TRUST_STRETCHED);
	assert_int_equal(reason_of(trust, &area), TRUST_STRETCHED);
	assert_int_equal(reason_of(trust, &lone), TRUST_NOT_ENDORSED);
	assert_int_equal(reason_of(trust, &request), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(reason_of(trust, &deep), TRUST_STRETCHED);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__cuts_off__what_no_receipt_covers_after_a_revocation(void **state)
{
	struct county county;
	struct step *step;
	struct trust *trust;
	struct id tip = world_id(200), revocation;
	struct log_key log;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 2, 5, &tip);
	world_receipt(&county.world, &county.officers[0], 2, 2, 9, &tip);
	step = world_step(&county.world, STEP_REVOCATION, &county.officers[0], 1, 30, &revocation);
	step_data_set_id(&step->data, "of", &county.inspector);
	value_set_text(&step->data, "reason", "stolen");
	value_set_integer(&step->data, "receipt", 1);
	trust = world_trust(&county.world, &county.genesis, NULL);
	log = world_log(&county.inspector, 2, WORLD_VILLAGE);
	assert_int_equal(trust_covered(trust, &log, 0), 9);
	assert_int_equal(trust_covered(trust, &log, 1), 5);
	log = world_log(&county.officers[0], 1, "");
	assert_int_equal(trust_covered(trust, &log, 0), 0);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 5, NULL), TRUST_COUNTS);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 6, NULL), TRUST_REVOKED);
	assert_true(trust_credential(trust, &county.inspector)->revoked);
	assert_false(trust_credential(trust, &county.issuer)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__ignores__a_revocation_without_right(void **state)
{
	struct county county;
	struct step *step;
	struct trust *trust;
	struct id revocation;

	(void)state;
	found(&county);
	step = world_step(&county.world, STEP_REVOCATION, &county.inspector, 2, 3, &revocation);
	step_data_set_id(&step->data, "of", &county.issuer);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(judge(trust, &county, &county.inspector, 2, 5, NULL), TRUST_COUNTS);
	assert_false(trust_credential(trust, &county.issuer)->revoked);
	trust_free(trust);
	world_release(&county.world);
}

/* Whoever stole an officer's key could otherwise publish a form pack with it. */
static void
trust__takes_no_pack__on_a_revoked_officers_word(void **state)
{
	struct county county;
	struct id revocation, newer, tip = world_id(200);
	struct trust *trust;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 1, 30, &tip); /* covers the first pack and all that came with it */
	revoke(&county, &county.officers[0], &county.officers[2], 1, 31, &revocation);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &revocation, 32);
	newer = world_pack(&county.world, &county.officers[1], 40); /* at a place that no receipt covers */
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &newer, 51);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(trust_credential(trust, &county.officers[2])->revoked);
	assert_int_equal(trust_step(trust, &newer), TRUST_NOT_ENDORSED);
	assert_true(id_equal(trust_pack(trust), &county.pack));
	trust_free(trust);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[0], &newer, 52);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(id_equal(trust_pack(trust), &newer));
	trust_free(trust);
	world_release(&county.world);
}

/* Nor name an issuer with it; who was agreed on before the theft stays. */
static void
trust__takes_no_issuer__on_a_revoked_officers_word(void **state)
{
	struct county county;
	struct id revocation, issuer, secretary, tip = world_id(200);
	struct trust *trust;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 1, 1, 30, &tip);
	revoke(&county, &county.officers[0], &county.officers[2], 1, 31, &revocation);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[1], &revocation, 32);
	issuer = world_person(&county.world, &county.officers[1], 1, 40, "officer", "451224", "inspector");
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[2], &issuer, 60);
	secretary = world_person(&county.world, &issuer, 1, 61, "secretary", "451224100201", NULL);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(reason_of(trust, &issuer), TRUST_NOT_ENDORSED);
	assert_int_equal(reason_of(trust, &secretary), TRUST_AUTHOR_NO_RIGHT);
	assert_int_equal(reason_of(trust, &county.issuer), TRUST_COUNTS); /* the revoked one agreed at a place that the receipt covers */
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_COUNTS);
	trust_free(trust);
	world_about(&county.world, STEP_ENDORSEMENT, &county.officers[0], &issuer, 62);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_int_equal(reason_of(trust, &issuer), TRUST_COUNTS);
	assert_int_equal(reason_of(trust, &secretary), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

static void
trust__knows__officers_and_who_stands_above(void **state)
{
	struct county county;
	struct trust *trust;

	(void)state;
	found(&county);
	world_receipt(&county.world, &county.officers[0], 6, 2, 1, &county.inspector);
	trust = world_trust(&county.world, &county.genesis, NULL);
	assert_true(trust_is_officer(trust, &county.officers[2]));
	assert_false(trust_is_officer(trust, &county.issuer));
	assert_true(trust_issued(trust, &county.issuer, &county.inspector));
	assert_true(trust_issued(trust, &county.officers[0], &county.inspector));
	assert_false(trust_issued(trust, &county.officers[1], &county.inspector));
	assert_false(trust_issued(trust, &county.inspector, &county.issuer));
	assert_int_equal(trust_anchor_no(trust), 6);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trust__refuses__each_stretched_credential),
		cmocka_unit_test(trust__cuts_off__what_no_receipt_covers_after_a_revocation),
		cmocka_unit_test(trust__ignores__a_revocation_without_right),
		cmocka_unit_test(trust__takes_no_pack__on_a_revoked_officers_word),
		cmocka_unit_test(trust__takes_no_issuer__on_a_revoked_officers_word),
		cmocka_unit_test(trust__knows__officers_and_who_stands_above),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
