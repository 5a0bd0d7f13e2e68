#include "../support/trust_world.h"

#include "trust/fate.h"

/* What is stored, what waits, what is refused: rules D1 to D5, L4 and L5. */

/* The fate of a step that is not added, by the author's credential as the file has it. */
static enum trust_fate
fate_of(struct county *county, const struct trust *trust, const struct id *id, bool known)
{
	const struct step *step = world_at(&county->world, id);
	struct credential author = { 0 };
	enum trust_fate fate;

	if (step->has_author && known)
		assert_true(credential_from_step(&step->author, world_at(&county->world, &step->author), &author));
	fate = trust_fate(trust, id, step, known && step->has_author ? &author : NULL);
	credential_release(&author);
	return fate;
}

static struct step *
foreign(struct county *county, enum step_kind kind, const struct id *author, const char *area, struct id *id)
{
	struct step *step = world_step_on(&county->world, kind, author, 2, area, id);

	step_data_set_id(&step->data, "of", &county->pack);
	return step;
}

/* Attacks 1, 2 and 7: a stranger's steps are never stored, whatever they say of others' places. */
static void
fate__of_a_strangers_steps__is_to_wait_or_to_ask(void **state)
{
	static const enum step_kind kinds[] = { STEP_GENESIS,  STEP_CREDENTIAL, STEP_ENDORSEMENT, STEP_REVOCATION, STEP_PACK,
						STEP_RECEIPT,  STEP_EPOCH,	STEP_DECISION,	  STEP_FORM,	   STEP_SIGNOFF,
						STEP_MANIFEST, STEP_SHARE,	STEP_WITHDRAWAL };
	struct county county;
	struct id stranger, step;
	struct trust *trust;

	(void)state;
	found(&county);
	trust = county_trust(&county);
	stranger = world_person(&county.world, NULL, 0, "officer", "", "inspector");
	assert_int_equal(fate_of(&county, trust, &stranger, false), TRUST_REQUEST);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		foreign(&county, kinds[i], &stranger, i % 2 ? "" : VILLAGE, &step);
		assert_int_equal(fate_of(&county, trust, &step, true), TRUST_WAIT);
		assert_int_equal(fate_of(&county, trust, &step, false), TRUST_WAIT);
	}
	step = world_genesis(&county.world, &stranger, &stranger, 1, 1, 1, &county.genesis);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_WAIT);
	trust_free(trust);
	world_release(&county.world);
}

/* Rules L4, L5 and D4. */
static void
fate__of_what_an_inspector_may_not_write__is_refusal(void **state)
{
	struct county county;
	struct id step;
	struct trust *trust;

	(void)state;
	found(&county);
	trust = county_trust(&county);
	foreign(&county, STEP_FORM, &county.inspector, VILLAGE, &step);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_STORE);
	foreign(&county, STEP_FORM, &county.inspector, "451224100202", &step);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_REFUSE);
	foreign(&county, STEP_FORM, &county.inspector, TOWNSHIP, &step);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_REFUSE);
	foreign(&county, STEP_EPOCH, &county.inspector, "", &step);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_REFUSE);
	foreign(&county, STEP_RECEIPT, &county.inspector, "", &step);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_REFUSE);
	foreign(&county, STEP_PACK, &county.inspector, VILLAGE, &step);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_REFUSE);
	foreign(&county, STEP_FORM, &county.inspector, VILLAGE, &step)->device = world_device(9);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_REFUSE);
	foreign(&county, STEP_CREDENTIAL, &county.issuer, "", &step)->device = world_device(4);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_STORE);
	foreign(&county, STEP_DECISION, &county.issuer, "", &step)->device = world_device(4);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_REFUSE);
	foreign(&county, STEP_FORM, &county.officers[0], "451224101201", &step)->device = world_device(1);
	assert_int_equal(fate_of(&county, trust, &step, true), TRUST_STORE); /* his own areas do not bind an officer */
	trust_free(trust);
	world_release(&county.world);
}

/* A later genesis by an officer lets in those that it names, and their endorsement; one that a person pins lets in its author. */
static void
fate__changes__when_a_genesis_comes(void **state)
{
	struct county county;
	struct id fresh, later, word, pinned;
	struct trust *trust;

	(void)state;
	found(&county);
	trust = county_trust(&county);
	fresh = world_person(&county.world, NULL, 0, "officer", "451224", NULL);
	later = world_genesis(&county.world, &county.officers[2], &fresh, 1, 1, 1, &county.genesis);
	word = world_endorse(&county.world, &fresh, &later);
	pinned = world_genesis(&county.world, &fresh, &fresh, 1, 1, 1, &county.genesis);
	assert_int_equal(fate_of(&county, trust, &fresh, false), TRUST_REQUEST);
	assert_int_equal(fate_of(&county, trust, &word, true), TRUST_WAIT);
	assert_int_equal(fate_of(&county, trust, &pinned, true), TRUST_WAIT);
	trust_pin(trust, &pinned, true);
	assert_int_equal(fate_of(&county, trust, &pinned, true), TRUST_STORE);
	assert_int_equal(fate_of(&county, trust, &later, true), TRUST_STORE);
	trust_add(trust, &later, world_at(&county.world, &later));
	assert_int_equal(fate_of(&county, trust, &fresh, false), TRUST_STORE);
	assert_int_equal(fate_of(&county, trust, &word, true), TRUST_STORE);
	trust_free(trust);
	world_release(&county.world);
}

/* Whom an officer's genesis names is no officer for it when somebody issued him, and who is not stored yet waits with what he signs. */
static void
fate__of_an_issued_one__is_not_an_officers(void **state)
{
	struct county county;
	struct id later, pack, form, late;
	struct trust *trust;

	(void)state;
	found(&county);
	later = world_genesis(&county.world, &county.officers[2], &county.inspector, 1, 1, 1, &county.genesis);
	trust = county_trust(&county);
	pack = world_pack(&county.world, &county.inspector, 9, "integer");
	assert_int_equal(trust_step(trust, &later), TRUST_MALFORMED);
	assert_int_equal(fate_of(&county, trust, &pack, true), TRUST_REFUSE);
	late = world_person(&county.world, &county.issuer, 2, "inspector", VILLAGE, NULL);
	form = fill(&county, &late);
	assert_int_equal(fate_of(&county, trust, &form, true), TRUST_WAIT);
	assert_int_equal(fate_of(&county, trust, &late, true), TRUST_STORE);
	trust_add(trust, &late, world_at(&county.world, &late));
	assert_int_equal(fate_of(&county, trust, &form, true), TRUST_STORE);
	trust_free(trust);
	world_release(&county.world);
}

/* A file that was told of the newest genesis lets in those before it. */
static void
fate__lets_in__what_a_pinned_genesis_descends_from(void **state)
{
	struct county county;
	struct id later;
	struct trust *trust = trust_new();

	(void)state;
	found(&county);
	later = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
	trust_pin(trust, &later, true);
	assert_int_equal(fate_of(&county, trust, &county.genesis, true), TRUST_WAIT);
	assert_int_equal(fate_of(&county, trust, &later, true), TRUST_STORE);
	trust_add(trust, &later, world_at(&county.world, &later));
	assert_int_equal(fate_of(&county, trust, &county.genesis, true), TRUST_STORE);
	trust_free(trust);
	world_release(&county.world);
}

/* A step by what is no credential, without an author, or with a pinned founding's number and another kind. */
static void
fate__of_a_step_by_no_person__is_refusal(void **state)
{
	struct county county;
	struct id form, by_pack, by_form, by_nobody, stranger, pinned;
	struct trust *trust;

	(void)state;
	found(&county);
	form = fill(&county, &county.inspector);
	trust = county_trust(&county);
	foreign(&county, STEP_FORM, &county.pack, VILLAGE, &by_pack); /* an entry */
	foreign(&county, STEP_FORM, &form, VILLAGE, &by_form);	      /* in a log, and about nobody */
	assert_int_equal(fate_of(&county, trust, &by_pack, false), TRUST_REFUSE);
	assert_int_equal(fate_of(&county, trust, &by_form, false), TRUST_REFUSE);
	world_step_on(&county.world, STEP_FORM, NULL, 2, VILLAGE, &by_nobody);
	assert_int_equal(fate_of(&county, trust, &by_nobody, false), TRUST_REFUSE);
	stranger = world_person(&county.world, NULL, 0, "officer", "", "inspector");
	pinned = fill(&county, &stranger);
	trust_pin(trust, &pinned, true);
	assert_int_equal(fate_of(&county, trust, &pinned, true), TRUST_WAIT);
	trust_free(trust);
	world_release(&county.world);
}

/* What a founding that is followed descends from is followed: of strangers' foundings as well, and of no other founding. */
static void
fate__lets_in__no_founding_that_is_not_followed(void **state)
{
	for (int pinned = 0; pinned < 2; pinned++) {
		struct county county;
		struct id old, line[3];
		struct trust *trust = trust_new();

		(void)state;
		found(&county);
		old = world_person(&county.world, NULL, 70, "officer", "451224", NULL);
		line[0] = world_genesis(&county.world, &old, &old, 1, 1, 70, NULL);
		line[1] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &line[0]);
		line[2] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &line[1]);
		if (pinned)
			trust_pin(trust, &line[2], false);
		trust_add(trust, &line[2], world_at(&county.world, &line[2]));
		assert_int_equal(fate_of(&county, trust, &line[0], true), TRUST_WAIT);
		trust_add(trust, &line[1], world_at(&county.world, &line[1]));
		assert_int_equal(fate_of(&county, trust, &line[0], true), pinned ? TRUST_STORE : TRUST_WAIT);
		assert_int_equal(trust_is_followed(trust, &line[1]), pinned);
		trust_free(trust);
		/* Pinned when they are here already. */
		trust = trust_new();
		trust_add(trust, &line[1], world_at(&county.world, &line[1]));
		trust_add(trust, &line[2], world_at(&county.world, &line[2]));
		if (pinned)
			trust_pin(trust, &line[2], false);
		assert_int_equal(fate_of(&county, trust, &line[0], true), pinned ? TRUST_STORE : TRUST_WAIT);
		trust_free(trust);
		/* Over what is no founding nothing is followed. */
		trust = trust_new();
		strcpy(world_at(&county.world, &line[1])->kind, "pack");
		trust_pin(trust, &line[2], false);
		trust_add(trust, &line[1], world_at(&county.world, &line[1]));
		trust_add(trust, &line[2], world_at(&county.world, &line[2]));
		assert_false(trust_is_followed(trust, &line[0]));
		trust_free(trust);
		world_release(&county.world);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fate__of_a_strangers_steps__is_to_wait_or_to_ask),
		cmocka_unit_test(fate__of_what_an_inspector_may_not_write__is_refusal),
		cmocka_unit_test(fate__changes__when_a_genesis_comes),
		cmocka_unit_test(fate__of_an_issued_one__is_not_an_officers),
		cmocka_unit_test(fate__lets_in__what_a_pinned_genesis_descends_from),
		cmocka_unit_test(fate__of_a_step_by_no_person__is_refusal),
		cmocka_unit_test(fate__lets_in__no_founding_that_is_not_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
