#include "../support/trust_world.h"

#include "trust/officers.h"
#include "trust/receipts.h"
#include "trust/waiting.h"

/* The genesis chain: rules C1 to C5 and C7. */

static void
genesis__begins__with_the_pinned_one(void **state)
{
	struct county county;
	struct device_id receiver;
	struct id other = world_id(77);
	struct trust *trust;

	(void)state;
	found(&county);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &county.genesis));
	assert_string_equal(trust_county_code(trust), "451224");
	assert_string_equal(trust_county_name(trust), "county");
	assert_int_equal(trust_threshold(trust), 2);
	assert_true(trust_receiver(trust, &receiver) && receiver.b[0] == 1);
	trust_free(trust);
	trust = world_trust(&county.world, &other);
	assert_null(trust_genesis(trust));
	assert_null(trust_county_name(trust));
	assert_false(trust_receiver(trust, &receiver));
	assert_int_equal(reason_of(trust, &county.officers[0]), TRUST_NO_GENESIS);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C2. */
static void
genesis__counts_not__with_a_threshold_that_does_not_fit_its_persons(void **state)
{
	static const struct {
		size_t officers;
		int64_t threshold;
		bool counts;
	} cases[] = {
		{ 1, 1, true }, { 1, 0, false }, { 1, 2, false }, { 2, 1, false }, { 2, 2, false }, { 3, 1, false },
		{ 3, 2, true }, { 3, 3, false }, { 4, 2, false }, { 4, 3, true },  { 4, 4, false }, { 0, 1, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct world world = { 0 };
		struct id officers[4], genesis;
		struct trust *trust;

		for (uint8_t o = 0; o < 4; o++)
			officers[o] = world_person(&world, NULL, (uint8_t)(o + 1), "officer", "451224", NULL);
		genesis = world_genesis(&world, &officers[0], officers, cases[i].officers, cases[i].threshold, 1, NULL);
		trust = world_trust(&world, &genesis);
		assert_int_equal(trust_genesis(trust) != NULL, cases[i].counts);
		trust_free(trust);
		world_release(&world);
	}
}

/* Several credentials of one person, by number or by key, are one officer. */
static void
genesis__counts_persons__not_credentials(void **state)
{
	struct world world = { 0 };
	struct id officers[4], genesis;
	struct trust *trust;

	(void)state;
	for (int i = 0; i < 2; i++)
		officers[i] = world_credential(&world, NULL, (uint8_t)(i + 1), "officer", "451224", NULL, 1, 10 + i);
	officers[2] = world_credential(&world, NULL, 0, "officer", "451224", NULL, 2, 11);
	genesis = world_genesis(&world, &officers[0], officers, 3, 1, 1, NULL);
	trust = world_trust(&world, &genesis);
	assert_non_null(trust_genesis(trust));
	trust_free(trust);
	officers[3] = world_credential(&world, NULL, 0, "officer", "451224", NULL, 3, 13);
	genesis = world_genesis(&world, &officers[0], officers, 4, 1, 1, NULL);
	trust = world_trust(&world, &genesis);
	assert_null(trust_genesis(trust)); /* two persons */
	trust_free(trust);
	world_release(&world);
}

static void
genesis__crashes_nothing__whatever_its_officers_are(void **state)
{
	(void)state;
	for (int odd = 0; odd < 5; odd++) {
		struct county county;
		struct trust *trust;
		struct step *step;
		struct value list = value_list();
		struct id id;

		found(&county);
		step = world_step(&county.world, STEP_GENESIS, &county.officers[0], "", &id);
		step_add_parent(step, &county.genesis);
		if (odd == 1)
			value_set_text(&step->data, "officers", "none");
		if (odd == 2)
			value_append_take(&list, value_integer(3));
		if (odd == 3)
			value_append_take(&list, value_text("abc"));
		if (odd > 1)
			value_set_take(&step->data, "officers", list);
		else
			value_release(&list);
		if (odd == 4) {
			value_set_integer(&step->data, "threshold", INT64_MAX);
			value_set_integer(&step->data, "receiver", 5);
		}
		world_endorse(&county.world, &county.officers[1], &id);
		trust = county_trust(&county);
		assert_true(id_equal(trust_genesis(trust), &county.genesis));
		assert_int_equal(trust_step(trust, &id), TRUST_MALFORMED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C1: by its parent's threshold and by its own. */
static void
genesis__follows__when_the_old_and_the_new_officers_agree(void **state)
{
	struct county county;
	struct id officers[3], later;
	struct trust *trust;

	(void)state;
	found(&county);
	officers[0] = county.officers[0];
	for (uint8_t i = 1; i < 3; i++)
		officers[i] = world_person(&county.world, NULL, (uint8_t)(20 + i), "officer", "451224", NULL);
	later = world_genesis(&county.world, &county.officers[0], officers, 3, 2, 1, &county.genesis);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &later), TRUST_NOT_ENDORSED);
	trust_free(trust);
	world_endorse(&county.world, &county.officers[1], &later); /* two of the old, one of the new */
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &later), TRUST_NOT_ENDORSED);
	trust_free(trust);
	world_endorse(&county.world, &officers[1], &later);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &later), TRUST_COUNTS);
	assert_int_equal(trust_step(trust, &county.genesis), TRUST_SUPERSEDED);
	assert_true(trust_is_officer(trust, &county.officers[1]));
	assert_false(trust_in_office(trust, &county.officers[1]));
	assert_true(trust_in_office(trust, &officers[2]));
	trust_free(trust);
	world_release(&county.world);
}

/* A county begins with one officer and becomes three: nothing signed falls, and he alone is not the county any more (rule C7). */
static void
genesis__makes_three_of_one_officer__and_nothing_signed_falls(void **state)
{
	struct world world = { 0 };
	struct id officers[3], first, pack, later, lone, receipt, end;
	struct trust *trust;

	(void)state;
	for (uint8_t i = 0; i < 3; i++)
		officers[i] = world_person(&world, NULL, (uint8_t)(i + 1), "officer", "451224", NULL);
	first = world_genesis(&world, &officers[0], officers, 1, 1, 1, NULL);
	pack = world_pack(&world, &officers[0], 1, "integer");
	receipt = world_receipt(&world, &officers[0], 1, NULL, &pack, 1);
	later = world_genesis(&world, &officers[0], officers, 3, 2, 1, &first);
	end = receipt;
	world_upto(&world, &later, &end, 1);
	world_endorse(&world, &officers[1], &later);
	trust = world_trust(&world, &first);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_true(id_equal(trust_pack(trust), &pack));
	trust_free(trust);
	lone = world_pack(&world, &officers[0], 2, "integer");
	trust = world_trust(&world, &first);
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	assert_true(id_equal(trust_pack(trust), &pack));
	trust_free(trust);
	world_endorse(&world, &officers[2], &lone);
	trust = world_trust(&world, &first);
	assert_true(id_equal(trust_pack(trust), &lone));
	trust_free(trust);
	world_release(&world);
}

/* Officers 1 and 2 are dropped, the upto knows the county as it was. */
static struct id
replace_two(struct county *county, struct id fresh[2], const struct id *upto, size_t count)
{
	struct id officers[3] = { county->officers[0] }, later;

	for (uint8_t i = 0; i < 2; i++)
		officers[i + 1] = fresh[i] = world_person(&county->world, NULL, (uint8_t)(30 + i), "officer", "451224", NULL);
	later = world_genesis(&county->world, &county->officers[0], officers, 3, 2, 1, &county->genesis);
	world_upto(&county->world, &later, upto, count);
	world_endorse(&county->world, &county->officers[1], &later);
	world_endorse(&county->world, &fresh[0], &later);
	return later;
}

/* Attack 5: replaced officers put a pack in force, and named an issuer. */
static void
genesis__bounds__what_dropped_officers_sign(void **state)
{
	struct county county;
	struct id fresh[2], receipt, tips[3], pack, before, issuer;
	struct trust *trust;

	(void)state;
	found(&county);
	before = world_pack(&county.world, &county.officers[1], 2, "integer");
	tips[0] = before;
	tips[1] = world_endorse(&county.world, &county.officers[2], &before);
	tips[2] = county.clerk;
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, tips, 3);
	replace_two(&county, fresh, &receipt, 1);
	pack = world_pack(&county.world, &county.officers[1], 99, "integer");
	world_endorse(&county.world, &county.officers[2], &pack);
	issuer = world_person(&county.world, &county.officers[1], 40, "issuer", "451224", "inspector");
	world_endorse(&county.world, &county.officers[2], &issuer);
	trust = county_trust(&county);
	assert_true(trust_genesis_at(trust, 1) && !trust_genesis_at(trust, 2));
	assert_true(id_equal(trust_pack(trust), &before));
	assert_int_equal(trust_step(trust, &pack), TRUST_REVOKED);
	assert_int_equal(reason_of(trust, &issuer), TRUST_REVOKED);
	assert_int_equal(reason_of(trust, &county.issuer), TRUST_COUNTS);
	assert_true(trust_credential(trust, &county.officers[2])->revoked);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C5: the first that drops an officer bounds him, and what a later one would give back is not given. */
static void
genesis__bounds_once__whom_a_later_one_does_not_name_either(void **state)
{
	struct county county;
	struct id fresh[2], officers[3], pack, second, third, upto[2];
	struct trust *trust;

	(void)state;
	found(&county);
	pack = world_pack(&county.world, &county.officers[1], 2, "integer");
	upto[0] = pack;
	upto[1] = world_endorse(&county.world, &county.officers[2], &pack);
	second = replace_two(&county, fresh, NULL, 0);
	officers[0] = county.officers[0];
	officers[1] = fresh[0];
	officers[2] = fresh[1];
	third = world_genesis(&county.world, &county.officers[0], officers, 3, 2, 1, &second);
	world_upto(&county.world, &third, upto, 2);
	world_endorse(&county.world, &fresh[0], &third);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &third));
	assert_int_equal(trust_step(trust, &pack), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* Attack 5: two who were dropped found a genesis with a threshold of one. */
static void
genesis__is_not_founded__by_officers_who_were_dropped(void **state)
{
	struct county county;
	struct id fresh[2], receipt, later, theirs, back;
	struct trust *trust;

	(void)state;
	found(&county);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	later = replace_two(&county, fresh, &receipt, 1);
	theirs = world_genesis(&county.world, &county.officers[1], &county.officers[1], 1, 1, 11, &later);
	world_endorse(&county.world, &county.officers[2], &theirs);
	back = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &later); /* names who was dropped */
	world_endorse(&county.world, &fresh[0], &back);
	world_endorse(&county.world, &fresh[1], &back);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(trust_step(trust, &theirs), TRUST_NAMES_DROPPED);
	assert_int_equal(trust_step(trust, &back), TRUST_NAMES_DROPPED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C1: what a pinned genesis descends from is believed, but C2 holds there, too. */
static void
genesis__begins_the_chain_behind__one_that_names_who_was_dropped(void **state)
{
	struct county county;
	struct id fresh[2], later, back, after, officers[3];
	struct trust *trust;

	(void)state;
	found(&county);
	later = replace_two(&county, fresh, NULL, 0);
	back = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &later);
	officers[0] = county.officers[0];
	officers[1] = fresh[0];
	officers[2] = fresh[1];
	after = world_genesis(&county.world, &county.officers[0], officers, 3, 2, 1, &back);
	trust = world_trust(&county.world, &back); /* fails itself: no chain */
	assert_null(trust_genesis(trust));
	assert_int_equal(trust_step(trust, &county.pack), TRUST_NO_GENESIS);
	trust_free(trust);
	trust = world_trust(&county.world, &after);
	assert_true(id_equal(trust_genesis_at(trust, 0), &after));
	assert_null(trust_genesis_at(trust, 1));
	assert_int_equal(trust_step(trust, &county.genesis), TRUST_NOT_FOLLOWED);
	assert_false(trust_in_office(trust, &county.officers[1]));
	trust_free(trust);
	trust = world_trust(&county.world, &later);
	assert_true(id_equal(trust_genesis_at(trust, 1), &later));
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C3: each place with rivals is an alarm, also one before the founding that a file follows first. */
static void
genesis__tells_all_rivals__of_every_place(void **state)
{
	struct county county;
	struct id first[2], second[2], lone;
	struct trust *trust;
	size_t count;

	(void)state;
	found(&county);
	for (int r = 0; r < 2; r++) {
		first[r] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
		world_endorse(&county.world, &county.officers[1], &first[r]);
	}
	for (int r = 0; r < 2; r++) {
		second[r] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &first[0]);
		world_endorse(&county.world, &county.officers[1], &second[r]);
	}
	lone = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &first[0]); /* by one alone: no rival */
	trust = world_trust(&county.world, &second[0]);						       /* not by a person */
	trust_rivals(trust, &count);
	assert_int_equal(count, 4);
	assert_true(trust_rivals_open(trust));
	assert_int_equal(trust_step(trust, &first[1]), TRUST_RIVAL);
	assert_int_equal(trust_step(trust, &second[0]), TRUST_COUNTS);
	assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
	trust_pin(trust, &second[0], true); /* who pins one has said what it comes from */
	trust_settle(trust);
	trust_rivals(trust, &count);
	assert_int_equal(count, 4);
	assert_false(trust_rivals_open(trust));
	trust_free(trust);
	world_release(&county.world);
}

static void
see_none(const struct trust_waiting *waiting, void *ctx)
{
	(void)waiting, (void)ctx;
	fail_msg("something waits");
}

/* Without a founding nothing counts, and nothing is answered for one. */
static void
genesis__that_is_not_here__leaves_everything_without_effect(void **state)
{
	struct county county;
	struct id form, unknown = world_id(5000000), decision, receipt, revocation, word;
	struct device_id receiver = world_device(1);
	struct trust *trust;

	(void)state;
	found(&county);
	form = fill(&county, &county.inspector);
	decision = world_decide(&county, &county.clerk, VILLAGE, &form, NULL, "keep");
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, &form, 1);
	revocation = world_revoke(&county.world, &county.officers[0], &county.inspector, "retired", NULL, 0);
	word = world_endorse(&county.world, &county.officers[0], &revocation);
	for (int pinned = 0; pinned < 2; pinned++) {
		trust = trust_new();
		if (pinned)
			trust_pin(trust, &unknown, true);
		world_add(&county.world, trust, false);
		trust_settle(trust);
		assert_null(trust_genesis(trust));
		assert_null(trust_genesis_at(trust, 0));
		assert_null(trust_county_code(trust));
		assert_null(trust_pack(trust));
		assert_int_equal(trust_threshold(trust), 1);
		assert_false(trust_receiver(trust, &receiver));
		assert_false(trust_is_receiver(trust, &receiver));
		assert_false(trust_in_office(trust, &county.officers[0]));
		assert_int_equal(trust_step(trust, &county.genesis), pinned ? TRUST_NOT_FOLLOWED : TRUST_NO_GENESIS);
		assert_int_equal(trust_step(trust, &decision), TRUST_NO_GENESIS);
		assert_int_equal(trust_step(trust, &receipt), TRUST_NO_GENESIS);
		assert_int_equal(trust_step(trust, &revocation), TRUST_NO_GENESIS);
		assert_int_equal(trust_step(trust, &word), TRUST_NO_GENESIS);
		trust_each_waiting(trust, see_none, NULL);
		assert_false(trust_will_be_officer(trust, &county.officers[0]));
		assert_int_equal(trust_step(trust, &county.inspector), TRUST_NO_GENESIS);
		assert_int_equal(verdict(trust, &county, &form), TRUST_NO_GENESIS);
		assert_null(trust_credential(trust, &unknown));
		assert_false(trust_dropped(trust, &unknown));
		trust_free(trust);
	}
	trust = trust_new(); /* and of no step at all */
	trust_settle(trust);
	assert_null(trust_genesis(trust));
	assert_int_equal(trust_credential_count(trust), 0);
	trust_free(trust);
	trust = county_trust(&county);
	assert_true(trust_is_receiver(trust, &receiver));
	receiver = world_device(2);
	assert_false(trust_is_receiver(trust, &receiver));
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C1: the last that a person pinned begins the chain, whatever was followed first; C3: of rivals the first that was followed stays. */
static void
genesis__followed_first__stays_until_a_person_pins_another(void **state)
{
	for (int first = 0; first < 2; first++) {
		struct county county;
		struct id rivals[2], other;
		struct trust *trust;

		(void)state;
		found(&county);
		other = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, NULL);
		for (int r = 0; r < 2; r++) {
			rivals[r] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
			world_endorse(&county.world, &county.officers[1], &rivals[r]);
		}
		trust = trust_new();
		trust_pin(trust, &county.genesis, false);
		trust_pin(trust, &rivals[first], false);
		trust_pin(trust, &rivals[!first], false);
		world_add(&county.world, trust, false);
		trust_settle(trust);
		assert_true(id_equal(trust_genesis(trust), &rivals[first]));
		trust_pin(trust, &other, true);
		trust_settle(trust);
		assert_true(id_equal(trust_genesis_at(trust, 0), &other));
		assert_null(trust_genesis_at(trust, 1));
		trust_pin(trust, &county.genesis, true);
		trust_settle(trust);
		assert_true(id_equal(trust_genesis(trust), &rivals[first]));
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rules C3 and C4: of rivals the one that a person pinned last, whatever was followed first; without one that which was followed first. */
static void
genesis__of_rivals_pinned_before__is_the_one_pinned_last(void **state)
{
	for (int by_person = 0; by_person < 2; by_person++)
		for (int first = 0; first < 2; first++) {
			struct county county;
			struct id rivals[2];
			struct trust *trust;

			(void)state;
			found(&county);
			for (int r = 0; r < 2; r++) {
				rivals[r] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
				world_endorse(&county.world, &county.officers[1], &rivals[r]);
			}
			trust = trust_new();
			trust_pin(trust, &rivals[first], by_person);
			trust_pin(trust, &rivals[!first], by_person);
			trust_pin(trust, &county.genesis, true);
			world_add(&county.world, trust, false);
			trust_settle(trust);
			assert_true(id_equal(trust_genesis_at(trust, 0), &county.genesis));
			assert_true(id_equal(trust_genesis(trust), &rivals[by_person ? !first : first]));
			assert_int_equal(trust_rivals_open(trust), !by_person);
			trust_free(trust);
			world_release(&county.world);
		}
}

/* Rule C4: what a person pinned before follows without a word of the old officers, but with its own. */
static void
genesis__pinned_before__follows_by_its_own_officers_alone(void **state)
{
	for (int endorsed = 0; endorsed < 2; endorsed++)
		for (int pinned = 0; pinned < 2; pinned++) {
			struct county county;
			struct id officers[3], later;
			struct trust *trust;

			(void)state;
			found(&county);
			for (uint8_t i = 0; i < 3; i++)
				officers[i] = world_person(&county.world, NULL, (uint8_t)(20 + i), "officer", "451224", NULL);
			later = world_genesis(&county.world, &officers[0], officers, 3, 2, 20, &county.genesis);
			if (endorsed)
				world_endorse(&county.world, &officers[1], &later);
			trust = trust_new();
			if (pinned)
				trust_pin(trust, &later, true);
			trust_pin(trust, &county.genesis, true);
			world_add(&county.world, trust, false);
			trust_settle(trust);
			assert_true(id_equal(trust_genesis(trust), endorsed && pinned ? &later : &county.genesis));
			assert_int_equal(trust_step(trust, &later), !pinned	? TRUST_AUTHOR_NO_RIGHT
								    : !endorsed ? TRUST_NOT_ENDORSED
										: TRUST_COUNTS);
			trust_free(trust);
			world_release(&county.world);
		}
}

/* Rules C2 and S15: a founding that lacks a member, or names an area, begins no chain and follows none. */
static void
genesis__that_is_not_whole__is_of_no_chain(void **state)
{
	static const char *const members[] = { "county", "name", "receiver", "threshold", "officers", "" };

	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		for (int later = 0; later < 2; later++) {
			struct county county;
			struct id genesis;
			struct trust *trust;
			struct step *step;

			(void)state;
			found(&county);
			genesis = later ? world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis)
					: county.genesis;
			world_endorse(&county.world, &county.officers[1], &genesis);
			step = world_at(&county.world, &genesis);
			if (*members[i])
				value_set_take(&step->data, members[i], value_list());
			else
				strcpy(step->area, TOWNSHIP);
			trust = county_trust(&county);
			if (later)
				assert_true(id_equal(trust_genesis(trust), &county.genesis));
			else
				assert_null(trust_genesis(trust));
			assert_int_equal(trust_step(trust, &genesis), !later	    ? TRUST_NOT_FOLLOWED
								      : *members[i] ? TRUST_MALFORMED
										    : TRUST_HAS_AREA);
			trust_free(trust);
			world_release(&county.world);
		}
}

/* Rules C3 and C4. */
static void
genesis__of_rivals__follows_the_one_it_follows_the_one_pinned_or_the_earlier(void **state)
{
	struct county county;
	struct id rivals[2], receipt, tips[1];
	struct trust *trust;
	size_t count;

	(void)state;
	found(&county);
	for (int r = 0; r < 2; r++) {
		rivals[r] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
		world_endorse(&county.world, &county.officers[1], &rivals[r]);
	}
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &county.genesis)); /* nothing says which was earlier */
	trust_rivals(trust, &count);
	assert_int_equal(count, 2);
	assert_true(trust_rivals_open(trust));
	assert_int_equal(trust_step(trust, &rivals[0]), TRUST_RIVAL);
	trust_free(trust);
	for (int r = 0; r < 2; r++) { /* followed before */
		trust = trust_new();
		trust_pin(trust, &county.genesis, false);
		trust_pin(trust, &rivals[r], false);
		world_add(&county.world, trust, r);
		trust_settle(trust);
		assert_true(id_equal(trust_genesis(trust), &rivals[r]));
		assert_int_equal(trust_step(trust, &rivals[!r]), TRUST_RIVAL);
		trust_rivals(trust, &count);
		assert_int_equal(count, 2);
		assert_true(trust_rivals_open(trust));
		trust_pin(trust, &county.genesis, true);
		trust_pin(trust, &rivals[!r], true); /* a person's word goes before that */
		trust_settle(trust);
		assert_true(id_equal(trust_genesis(trust), &rivals[!r]));
		trust_rivals(trust, &count);
		assert_int_equal(count, 2);
		assert_false(trust_rivals_open(trust));
		trust_free(trust);
	}
	tips[0] = rivals[0]; /* rivals[1] stands behind it in the log */
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, tips, 1);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &rivals[0]));
	assert_int_equal(place_of(trust, &rivals[0]), 1);
	assert_int_equal(trust_receipt_no(trust, &receipt), 1);
	trust_free(trust);
	world_release(&county.world);
}

/* When all keys are lost a person pins a genesis that no old officer knows of (rule C4). */
static void
genesis__pinned_by_a_person__needs_no_old_officer(void **state)
{
	struct county county;
	struct id lost, again;
	struct trust *trust = trust_new();

	(void)state;
	found(&county);
	again = world_person(&county.world, NULL, 50, "officer", "451224", NULL);
	lost = world_genesis(&county.world, &again, &again, 1, 1, 50, &county.genesis);
	trust_pin(trust, &county.genesis, false);
	world_add(&county.world, trust, false);
	trust_settle(trust);
	assert_true(id_equal(trust_genesis(trust), &county.genesis));
	trust_pin(trust, &lost, true);
	trust_settle(trust);
	assert_true(trust_genesis_at(trust, 1) && !trust_genesis_at(trust, 2));
	assert_true(id_equal(trust_genesis(trust), &lost));
	assert_int_equal(reason_of(trust, &county.clerk), TRUST_REVOKED); /* nothing of before is within its upto */
	assert_int_equal(reason_of(trust, &county.inspector), TRUST_AUTHOR_NO_RIGHT);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C1: its own officers do not stand in for those before, nor do two parents make it follow either. */
static void
genesis__follows_not__by_its_own_officers_or_two_parents(void **state)
{
	for (int larger = 0; larger < 2; larger++) {
		struct county county;
		struct id lone, torn, pinned_torn, other = { { larger ? 255 : 0, 1 } };
		struct trust *trust;

		(void)state;
		found(&county);
		lone = world_genesis(&county.world, &county.officers[0], &county.officers[0], 1, 1, 1, &county.genesis);
		torn = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
		step_add_parent(world_at(&county.world, &torn), &other);
		world_endorse(&county.world, &county.officers[1], &torn);
		trust = county_trust(&county);
		assert_int_equal(trust_step(trust, &lone), TRUST_NOT_ENDORSED);
		assert_int_equal(trust_step(trust, &torn), TRUST_NOT_FOLLOWED);
		assert_true(id_equal(trust_genesis(trust), &county.genesis));
		trust_free(trust);
		pinned_torn = torn; /* who pins it begins with it */
		trust = world_trust(&county.world, &pinned_torn);
		assert_true(id_equal(trust_genesis_at(trust, 0), &torn));
		assert_null(trust_genesis_at(trust, 1));
		assert_false(trust_is_followed(trust, &county.genesis));
		trust_free(trust);
		world_release(&county.world);
	}
}

/* A genesis names officers who are not here: it is of no chain while they are not, and crashes nothing. */
static void
genesis__of_officers_who_are_not_here__is_of_no_chain(void **state)
{
	struct county county;
	struct id officers[3], later, unheard = world_id(6000);
	struct trust *trust;

	(void)state;
	found(&county);
	officers[0] = county.officers[0];
	officers[1] = county.officers[1];
	officers[2] = unheard;
	later = world_genesis(&county.world, &county.officers[0], officers, 3, 2, 1, &county.genesis);
	world_endorse(&county.world, &county.officers[1], &later);
	trust = county_trust(&county);
	assert_int_equal(trust_step(trust, &later), TRUST_MALFORMED);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C5: what the officers dropped had signed counts as far as a step of theirs in the upto, or a receipt that was the county's then. */
static void
genesis__reaches__steps_and_county_receipts_alone(void **state)
{
	for (int named = 0; named < 3; named++) {
		struct county county;
		struct id fresh[2], pack, word, upto[2], theirs;
		struct trust *trust;

		(void)state;
		found(&county);
		pack = world_pack(&county.world, &county.officers[1], 2, "integer");
		word = world_endorse(&county.world, &county.officers[2], &pack);
		/* On another laptop than the receiver: no county receipt. */
		upto[0] = pack, upto[1] = word;
		theirs = world_receipt(&county.world, &county.officers[1], 11, NULL, upto, 2);
		replace_two(&county, fresh, named == 0 ? upto : &theirs, named == 0 ? 2 : named == 1 ? 1 : 0);
		trust = county_trust(&county);
		/* The receipt stands for what its own log has before it, the pack; not for the word of the other. */
		assert_int_equal(trust_step(trust, &pack), named == 0 ? TRUST_COUNTS : named == 1 ? TRUST_NOT_ENDORSED : TRUST_REVOKED);
		trust_free(trust);
		world_release(&county.world);
	}
}

/* Rule C5: the later genesis knows a receipt that covers what the first had left out. */
static void
genesis__bounds_once__also_by_a_receipt(void **state)
{
	struct county county;
	struct id fresh[2], officers[3], pack, second, third, tips[2], receipt;
	struct trust *trust;

	(void)state;
	found(&county);
	pack = world_pack(&county.world, &county.officers[1], 2, "integer");
	tips[0] = pack;
	tips[1] = world_endorse(&county.world, &county.officers[2], &pack);
	second = replace_two(&county, fresh, NULL, 0);
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, tips, 2);
	officers[0] = county.officers[0];
	officers[1] = fresh[0];
	officers[2] = fresh[1];
	third = world_genesis(&county.world, &county.officers[0], officers, 3, 2, 1, &second);
	world_upto(&county.world, &third, &receipt, 1);
	world_endorse(&county.world, &fresh[0], &third);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &third));
	assert_int_equal(trust_receipt_no(trust, &receipt), 1);
	assert_int_equal(trust_step(trust, &pack), TRUST_REVOKED);
	trust_free(trust);
	world_release(&county.world);
}

/* A genesis by officer 0 behind another, with the same officers, all agreed, and this receiver. */
static struct id
move_receiver(struct county *county, const struct id *parent, uint8_t receiver, const struct id *upto, size_t count)
{
	struct id later = world_genesis(&county->world, &county->officers[0], county->officers, 3, 2, receiver, parent);

	world_upto(&county->world, &later, upto, count);
	world_endorse(&county->world, &county->officers[1], &later);
	return later;
}

/* Rule C5: a receiver that moved is bounded once, whatever a later upto names; another laptop's receipts are not touched by that. */
static void
genesis__bounds_a_receiver__once_and_no_other(void **state)
{
	struct county county;
	struct id late, first, there, second, third, fourth, none, kept;
	struct trust *trust;

	(void)state;
	found(&county);
	kept = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	late = world_receipt(&county.world, &county.officers[0], 1, &kept, &county.inspector, 1);
	there = world_receipt(&county.world, &county.officers[1], 11, NULL, &county.clerk, 1); /* before 11 was the receiver */
	world_step_on(&county.world, STEP_RECEIPT, NULL, 1, "", &none);			       /* by nobody, in no log */
	world_receipt(&county.world, &county.inspector, 2, NULL, &county.clerk, 1);	       /* by who was never an officer */
	first = move_receiver(&county, &county.genesis, 12, &kept, 1);
	second = move_receiver(&county, &first, 11, NULL, 0);
	third = move_receiver(&county, &second, 1, &there, 1);
	fourth = move_receiver(&county, &third, 13, &late, 1);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &fourth));
	assert_int_equal(trust_receipt_no(trust, &kept), 1);
	assert_int_equal(trust_receipt_no(trust, &late), 0);
	assert_int_equal(trust_step(trust, &late), TRUST_REVOKED);
	assert_int_equal(trust_receipt_no(trust, &there), 1);
	assert_int_equal(trust_step(trust, &none), TRUST_AUTHOR_UNKNOWN);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C5: an officer who is dropped writes receipts no more, though the receiver stays. */
static void
genesis__bounds__the_receipts_of_a_dropped_officer(void **state)
{
	struct county county;
	struct id officers[3], kept, late, later;
	struct trust *trust;

	(void)state;
	found(&county);
	kept = world_receipt(&county.world, &county.officers[0], 1, NULL, &county.clerk, 1);
	late = world_receipt(&county.world, &county.officers[0], 1, &kept, &county.inspector, 1);
	officers[0] = world_person(&county.world, NULL, 1, "officer", "451224", NULL); /* another on the same laptop */
	officers[1] = county.officers[1];
	officers[2] = county.officers[2];
	later = world_genesis(&county.world, &county.officers[1], officers, 3, 2, 1, &county.genesis);
	world_upto(&county.world, &later, &kept, 1);
	world_endorse(&county.world, &county.officers[2], &later);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(trust_receipt_no(trust, &kept), 1);
	assert_int_equal(trust_step(trust, &late), TRUST_REVOKED);
	assert_int_equal(trust_receipt_no(trust, &late), 0);
	trust_free(trust);
	world_release(&county.world);
}

/* A portable credential is bound to no device, also where the receiver's number is all zeros. */
static void
receipt__of_a_portable_officer__is_never_the_countys(void **state)
{
	struct county county;
	struct id portable, receipt, later, officers[3];
	struct trust *trust;

	(void)state;
	found(&county);
	portable = world_person(&county.world, NULL, 0, "officer", "451224", NULL);
	officers[0] = portable;
	officers[1] = county.officers[1];
	officers[2] = county.officers[0];
	later = world_genesis(&county.world, &county.officers[1], officers, 3, 2, 0, &county.genesis);
	world_endorse(&county.world, &county.officers[0], &later);
	receipt = world_receipt(&county.world, &portable, 0, NULL, &county.clerk, 1);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &later));
	assert_int_equal(trust_step(trust, &receipt), TRUST_NOT_RECEIVER);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C3: one receipt covers both rivals: equal places settle nothing. Those that contend are told in the order of their numbers. */
static void
genesis__of_rivals_with_one_place__follows_none(void **state)
{
	struct county county;
	struct id rivals[3];
	const struct id *told;
	struct trust *trust;
	size_t count;

	(void)state;
	found(&county);
	for (int r = 0; r < 3; r++) {
		rivals[r] = world_genesis(&county.world, &county.officers[r], county.officers, 3, 2, 1, &county.genesis);
		world_endorse(&county.world, &county.officers[(r + 1) % 3], &rivals[r]);
	}
	world_receipt(&county.world, &county.officers[0], 1, NULL, rivals, 2);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &county.genesis));
	told = trust_rivals(trust, &count);
	assert_int_equal(count, 3);
	assert_true(id_cmp(&told[0], &told[1]) < 0 && id_cmp(&told[1], &told[2]) < 0);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C3: a genesis that a person pinned is followed though too few agreed to it, and is told as a rival of those that were agreed on. */
static void
genesis__pinned_without_a_word__is_a_rival_all_the_same(void **state)
{
	struct county county;
	struct id pinned, rival;
	struct trust *trust;
	size_t count;

	(void)state;
	found(&county);
	pinned = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
	rival = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
	world_endorse(&county.world, &county.officers[1], &rival);
	trust = trust_new();
	trust_pin(trust, &pinned, true);
	world_add(&county.world, trust, false);
	trust_settle(trust);
	assert_true(id_equal(trust_genesis(trust), &pinned));
	trust_rivals(trust, &count);
	assert_int_equal(count, 2);
	assert_int_equal(trust_step(trust, &rival), TRUST_RIVAL);
	trust_free(trust);
	world_release(&county.world);
}

/* Rule C1: what a genesis that is left out of the chain named is not what the chain dropped. */
static void
genesis__behind_the_chain__drops_nobody_of_it(void **state)
{
	struct world world = { 0 };
	struct id people[5], line[5], of[3];
	struct trust *trust;

	(void)state;
	for (uint8_t i = 0; i < 5; i++)
		people[i] = world_person(&world, NULL, (uint8_t)(i + 1), "officer", "451224", NULL);
	line[0] = world_genesis(&world, &people[0], &people[0], 1, 1, 1, NULL);
	line[1] = world_genesis(&world, &people[1], &people[1], 1, 1, 1, &line[0]);
	of[0] = people[0], of[1] = people[2], of[2] = people[3];
	line[2] = world_genesis(&world, &people[0], of, 3, 2, 1, &line[1]); /* the first is back: the chain begins behind it */
	line[3] = world_genesis(&world, &people[0], &people[0], 1, 1, 1, &line[2]);
	of[2] = people[4];
	line[4] = world_genesis(&world, &people[0], of, 3, 2, 1, &line[3]); /* the third was named by what is left out alone */
	trust = world_trust(&world, &line[4]);
	assert_true(id_equal(trust_genesis_at(trust, 0), &line[3]));
	assert_true(id_equal(trust_genesis_at(trust, 1), &line[4]));
	trust_free(trust);
	world_release(&world);
}

/* Rule C5, behind rivals of which the earlier was followed: the places that told it apart change nothing of what a receipt stands for. */
static void
genesis__behind_rivals__reaches_what_a_receipt_covers(void **state)
{
	struct county county;
	struct id rivals[2], pack, word, tips[3], receipt, second, one, last;
	struct trust *trust;

	(void)state;
	found(&county);
	pack = world_pack(&county.world, &county.officers[1], 2, "integer");
	word = world_endorse(&county.world, &county.officers[2], &pack);
	for (int r = 0; r < 2; r++) {
		rivals[r] = world_genesis(&county.world, &county.officers[0], county.officers, 3, 2, 1, &county.genesis);
		world_place(&county.world, &rivals[r], 90 + r, NULL);
		world_endorse(&county.world, &county.officers[1], &rivals[r]);
	}
	tips[0] = pack, tips[1] = word, tips[2] = rivals[0];
	receipt = world_receipt(&county.world, &county.officers[0], 1, NULL, tips, 3);
	second = world_receipt(&county.world, &county.officers[0], 1, &receipt, &rivals[1], 1);
	one = county.officers[0];
	last = world_genesis(&county.world, &county.officers[0], &one, 1, 1, 1, &rivals[0]);
	world_upto(&county.world, &last, &second, 1);
	world_endorse(&county.world, &county.officers[1], &last);
	trust = county_trust(&county);
	assert_true(id_equal(trust_genesis(trust), &last));
	assert_int_equal(trust_step(trust, &pack), TRUST_COUNTS);
	trust_free(trust);
	world_release(&county.world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(genesis__begins__with_the_pinned_one),
		cmocka_unit_test(genesis__counts_not__with_a_threshold_that_does_not_fit_its_persons),
		cmocka_unit_test(genesis__counts_persons__not_credentials),
		cmocka_unit_test(genesis__crashes_nothing__whatever_its_officers_are),
		cmocka_unit_test(genesis__follows__when_the_old_and_the_new_officers_agree),
		cmocka_unit_test(genesis__makes_three_of_one_officer__and_nothing_signed_falls),
		cmocka_unit_test(genesis__bounds__what_dropped_officers_sign),
		cmocka_unit_test(genesis__bounds_once__whom_a_later_one_does_not_name_either),
		cmocka_unit_test(genesis__is_not_founded__by_officers_who_were_dropped),
		cmocka_unit_test(genesis__begins_the_chain_behind__one_that_names_who_was_dropped),
		cmocka_unit_test(genesis__tells_all_rivals__of_every_place),
		cmocka_unit_test(genesis__that_is_not_here__leaves_everything_without_effect),
		cmocka_unit_test(genesis__followed_first__stays_until_a_person_pins_another),
		cmocka_unit_test(genesis__of_rivals_pinned_before__is_the_one_pinned_last),
		cmocka_unit_test(genesis__pinned_before__follows_by_its_own_officers_alone),
		cmocka_unit_test(genesis__that_is_not_whole__is_of_no_chain),
		cmocka_unit_test(genesis__of_rivals__follows_the_one_it_follows_the_one_pinned_or_the_earlier),
		cmocka_unit_test(genesis__pinned_by_a_person__needs_no_old_officer),
		cmocka_unit_test(genesis__follows_not__by_its_own_officers_or_two_parents),
		cmocka_unit_test(genesis__of_officers_who_are_not_here__is_of_no_chain),
		cmocka_unit_test(genesis__reaches__steps_and_county_receipts_alone),
		cmocka_unit_test(genesis__bounds_once__also_by_a_receipt),
		cmocka_unit_test(genesis__bounds_a_receiver__once_and_no_other),
		cmocka_unit_test(genesis__bounds__the_receipts_of_a_dropped_officer),
		cmocka_unit_test(receipt__of_a_portable_officer__is_never_the_countys),
		cmocka_unit_test(genesis__of_rivals_with_one_place__follows_none),
		cmocka_unit_test(genesis__pinned_without_a_word__is_a_rival_all_the_same),
		cmocka_unit_test(genesis__behind_the_chain__drops_nobody_of_it),
		cmocka_unit_test(genesis__behind_rivals__reaches_what_a_receipt_covers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
