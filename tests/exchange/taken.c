#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/stick.h"

/* Steps of small files: which are stored, wait, or are refused, and what has no effect. */

/* ---- what is stored */

static void
steps__are_taken__once_in_any_order(void **state)
{
	struct little_signed steps[3] = { listing_of(&county, &inspector) };

	(void)state;
	steps[1] = form_of(&county, &inspector, "registration", &steps[0].id);
	steps[2] = listing_of(&county, &inspector);
	begin();
	put(&steps[1]); /* its house comes later */
	put(&steps[0]);
	finish_as(&(struct ending){ .to = &inspector });
	looks("steps 2, fresh 2, houses 1; whole; by county_officer to inspector");
	takes("steps 2, fresh 2, houses 1; whole; by county_officer to inspector");
	takes("steps 2, known 2; whole; by county_officer to inspector");
	begin();
	for (size_t i = 0; i < 3; i++)
		put(&steps[i]);
	finish_as(&(struct ending){ .to = &unknown });
	looks("steps 3, fresh 1, houses 1, known 2; whole; by county_officer to -");
	takes("steps 3, fresh 1, houses 1, known 2; whole; by county_officer to -");
	release(steps, 3);
}

static void
steps__wait__until_their_authors_credential_comes(void **state)
{
	struct little_file wu = stranger;
	struct little_signed credential = credential_of(&wu, &officer, "inspector"), steps[2];

	(void)state;
	steps[0] = listing_of(&wu, &credential.id);
	steps[1] = listing_of(&wu, &credential.id);
	begin();
	put(&steps[0]);
	finish();
	looks("steps 1, pending 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM pending"), 0);
	takes("steps 1, pending 1; whole; by county_officer to -");
	takes("steps 1, known 1, pending 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM pending WHERE carrier IS NOT NULL"), 1);
	begin();
	put(&steps[1]);
	put(&credential);
	finish();
	takes("steps 2, fresh 3, houses 2; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM pending"), 0);
	release(steps, 2);
	buf_release(&credential.body);
}

/* What waits is carried by nobody when the file's end is by somebody who is not known here. */
static void
steps__of_a_strangers_file__wait_in_the_strangers_room(void **state)
{
	struct little_file wu = stranger;
	struct little_signed request = credential_of(&wu, NULL, "inspector"), step = listing_of(&wu, &request.id);

	(void)state;
	begin();
	put(&step);
	put_in(&request, true);
	finish_as(&(struct ending){ .by = &wu, .author = &request.id });
	takes("steps 2, requests 1, pending 1; whole; by - to -");
	assert_int_equal(ask("SELECT count(*) FROM pending WHERE carrier IS NULL"), 1);
	assert_int_equal(ask("SELECT count(*) FROM request WHERE carrier IS NULL"), 1);
	assert_int_equal(ask("SELECT count(*) FROM ack"), 0); /* strangers may make any number of trailers */
	takes("steps 2, known 2, pending 1; whole; by - to -");
	begin();
	put(&step);
	finish_as(&(struct ending){ .by = &wu, .author = &request.id }); /* nobody here knows whose key it is */
	takes("TAMPERED \"stick\": nothing was taken from it, because its end was not signed by whom it names; ask for it again; "
	      "steps 1, known 1; not whole");
	buf_release(&request.body);
	buf_release(&step.body);
}
/* ---- what is refused */

#define NOTHING "TAMPERED \"stick\": nothing was taken from it, because "

static void
step__is_refused__under_a_signature_that_is_not_its_authors(void **state)
{
	struct little_signed steps[3];

	(void)state;
	for (size_t i = 0; i < 3; i++)
		steps[i] = listing_of(&county, &inspector);
	begin();
	put(&steps[0]);
	finish();
	takes("steps 1, fresh 1, houses 1; whole; by county_officer to -");
	steps[0].sig.b[3] ^= 1; /* known under a right signature */
	steps[1].sig.b[3] ^= 1;
	begin();
	for (size_t i = 0; i < 3; i++)
		put(&steps[i]);
	finish();
	takes(NOTHING "2 parts of it are not what was signed; ask for it again; steps 3, refused 2; no end; "
		      "step: the signature does not fit; the step was altered (2 told)");
	salvages(
		"steps 3, fresh 1, houses 1, refused 2; whole; step: the signature does not fit; the step was altered (2 told); by county_officer to -");
	release(steps, 3);
}

static void
refusals__are_told__20_of_any_number(void **state)
{
	struct little_signed steps[22];

	(void)state;
	begin();
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		steps[i] = listing_of(&county, &inspector);
		steps[i].sig.b[3] ^= 1;
		put(&steps[i]);
	}
	finish();
	salvages("steps 22, refused 22; whole; step: the signature does not fit; the step was altered (20 told); by county_officer to -");
	release(steps, ARRAY_LEN(steps));
}

static void
body__is_refused__that_is_no_step(void **state)
{
	struct little_signed step = listing_of(&county, &inspector), follower;

	(void)state;
	buf_clear(&step.body);
	buf_text_add(&step.body, "{\"v\":2}");
	begin();
	put(&step);
	finish();
	takes(NOTHING
	      "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; step: the step's member \"kind\" is wrong: it is missing");
	step_id(step.body.data, step.body.len, &step.id);
	follower = listing_of(&stranger, &step.id); /* waits for what nobody has, though it stands here */
	begin();
	put(&step);
	put(&follower);
	finish();
	salvages("steps 2, refused 1, pending 1; whole; step: the step's member \"kind\" is wrong: it is missing; by county_officer to -");
	buf_release(&follower.body);
	buf_release(&step.body);
}

/* Nobody's log goes beyond his areas: such a step is refused, not stored without effect. */
static void
step__is_refused__outside_the_areas_of_its_author(void **state)
{
	struct step step = little_step("listing", "451224204202");
	struct little_signed written;

	(void)state;
	step.has_pack = true;
	step.pack = pack;
	value_set_text(&step.data, "village", "451224204202");
	written = little_sign(&county, 1, &inspector, &step);
	begin();
	put(&written);
	finish();
	takes(NOTHING "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; "
		      "step: it is about an area that is none of \"inspector\"");
	buf_release(&written.body);
}

static void
step__is_refused__among_the_requests(void **state)
{
	struct little_signed step = listing_of(&county, &inspector), request = credential_of(&stranger, NULL, "inspector");

	(void)state;
	begin();
	put_in(&step, true);
	put_in(&request, true);
	finish();
	takes(NOTHING "1 part of it is not what was signed; ask for it again; steps 2, refused 1; no end; "
		      "step: it stands among the requests, and is none");
	begin();
	put(&request); /* among the steps it is a request all the same */
	finish();
	takes("steps 1, requests 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM request WHERE carrier IS NOT NULL"), 1);
	begin();
	put(&step); /* known steps among the requests are none either */
	finish();
	takes("steps 1, fresh 1, houses 1; whole; by county_officer to -");
	begin();
	put_in(&step, true);
	finish();
	takes(NOTHING "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; "
		      "step: it stands among the requests, and is none");
	request.sig.b[0] ^= 1;
	begin();
	put_in(&request, true);
	finish();
	takes(NOTHING
	      "1 part of it is not what was signed; ask for it again; steps 1, refused 1; no end; step: the signature does not fit; the step was altered");
	buf_release(&step.body);
	buf_release(&request.body);
}

/* ---- what has no effect */

static void
steps__without_effect__are_counted_by_reason(void **state)
{
	struct little_file wu = stranger;
	struct little_signed clerk = credential_of(&wu, &officer, "township_clerk"), steps[6];
	struct step step;
	size_t count = 0;

	(void)state;
	steps[count++] = unreadable_pack();
	steps[count++] = listing_of(&wu, &clerk.id);
	steps[count++] = form_of(&county, &inspector, "registration", &unknown);
	steps[count++] = form_of(&county, &inspector, "registration", &unknown);
	steps[count++] = listing_of(&county, &inspector);
	step = little_step("nonsense", VILLAGE);
	step.has_pack = true;
	step.pack = pack;
	step.has_building = true;
	step.building = steps[count - 1].id;
	steps[count++] = little_sign(&county, 1, &inspector, &step);
	begin();
	put(&clerk);
	for (size_t i = 0; i < count; i++)
		put(&steps[i]);
	finish();
	takes("steps 7, fresh 7, houses 2, idle 5; whole; 1 idle: its form is not in the form pack; 2 idle: the building's listing is not here or does not "
	      "count; 1 idle: the signer's role may not sign this; 1 idle: this louce cannot read the form pack; by county_officer to -");
	takes("steps 7, known 7; whole; by county_officer to -");
	release(steps, count);
	buf_release(&clerk.body);
}

/* What holds at one house of a step holds of the step, whatever is said of it at others; a step that was here is not told of again. */
static void
steps__that_were_replaced__are_not_idle(void **state)
{
	struct little_signed steps[3] = { listing_of(&county, &inspector) };
	struct step again = little_step("registration", VILLAGE);

	(void)state;
	steps[1] = form_of(&county, &inspector, "registration", &steps[0].id);
	again.has_pack = again.has_building = true;
	again.pack = pack;
	again.building = steps[0].id;
	step_add_parent(&again, &steps[1].id);
	steps[2] = little_sign(&county, 1, &inspector, &again);
	begin();
	for (size_t i = 0; i < 3; i++)
		put(&steps[i]);
	finish();
	looks("steps 3, fresh 3, houses 1; whole; by county_officer to -");
	takes("steps 3, fresh 3, houses 1; whole; by county_officer to -");
	release(steps, 3);
}

static struct little_signed
saying_of(int who, const char *verdict, const struct little_signed *houses, const struct id *parent)
{
	struct step step = little_step("decision", VILLAGE);

	step.has_pack = true;
	step.pack = pack;
	value_set_text(&step.data, "verdict", verdict);
	value_set_text(&step.data, "reason", "seen there");
	step_data_set_id(&step.data, "about", &houses[0].id);
	step_data_set_id(&step.data, "with", &houses[1].id);
	if (parent)
		step_add_parent(&step, parent);
	return little_sign(&county, who, who ? &inspector : &officer, &step);
}

/* That two houses are one: who may not decide it asks, and takes it back; who may decides. */
static void
sayings__of_two_houses__are_counted_as_what_they_are(void **state)
{
	struct little_signed houses[2] = { listing_of(&county, &inspector), listing_of(&county, &inspector) }, said[6];

	(void)state;
	said[0] = saying_of(1, "same", houses, NULL);
	said[1] = saying_of(1, "apart", houses, &said[0].id);
	said[2] = saying_of(1, "same", houses, NULL);
	said[3] = saying_of(1, "apart", houses, NULL); /* takes nothing back */
	said[4] = saying_of(0, "same", houses, NULL);
	said[5] = saying_of(0, "apart", houses, &said[4].id); /* replaces it */
	begin();
	put(&houses[0]);
	put(&houses[1]);
	put(&said[2]);
	finish();
	takes("steps 3, fresh 3, houses 2, proposals 1; whole; by county_officer to -");
	begin();
	for (size_t i = 0; i < 6; i++)
		put(&said[i]);
	finish();
	takes("steps 6, fresh 5, known 1, idle 1, proposals 1, withdrawals 1; whole; 1 idle: the signer's role may not do this; by county_officer to -");
	release(houses, 2);
	release(said, 6);
}

/* What no house is derived from is judged by itself. */
static void
steps__about_no_house__are_judged_alone(void **state)
{
	struct little_signed steps[5];
	struct step step = little_step("withdrawal", VILLAGE);
	size_t count = 0;

	(void)state;
	step.has_pack = true;
	step.pack = pack;
	step_data_set_id(&step.data, "of", &unknown);
	steps[count++] = little_sign(&county, 1, &inspector, &step);
	step = little_step("manifest", VILLAGE);
	step.has_pack = true;
	step.pack = pack;
	value_set_text(&step.data, "division", VILLAGE);
	value_set_integer(&step.data, "buildings", 0);
	steps[count++] = little_sign(&county, 1, &inspector, &step);
	step = little_step("manifest", VILLAGE);
	step.has_pack = true;
	step.pack = unknown;
	value_set_text(&step.data, "division", VILLAGE);
	value_set_integer(&step.data, "buildings", 0);
	steps[count++] = little_sign(&county, 1, &inspector, &step);
	step = little_step("share", VILLAGE); /* that counts */
	step_data_set_id(&step.data, "key", &unknown);
	value_set_text(&step.data, "village", VILLAGE);
	value_set_take(&step.data, "to", value_list());
	steps[count++] = little_sign(&county, 1, &inspector, &step);
	begin();
	for (size_t i = 0; i < count; i++)
		put(&steps[i]);
	finish();
	takes("steps 4, fresh 4, idle 2; whole; 1 idle: its form pack does not count; 1 idle: this program does not know what it is about; by county_officer to -");
	release(steps, count);
}

static void
step__is_refused__whose_author_is_no_credential(void **state)
{
	struct little_signed steps[2] = { listing_of(&county, &inspector) };

	(void)state;
	steps[1] = listing_of(&stranger, &steps[0].id);
	begin();
	for (size_t i = 0; i < 2; i++)
		put(&steps[i]);
	finish();
	takes(NOTHING
	      "1 part of it is not what was signed; ask for it again; steps 2, refused 1; no end; step: what it names as its author is no credential");
	release(steps, 2);
}

/* The approval by `by` over two houses, of which the first is filled wholly, by these four steps, and the second is but listed. */
static struct little_signed
approval_of(struct little_file *by, const struct id *author, const struct little_signed *filled, const struct little_signed *listed)
{
	struct step step = little_step("signoff", VILLAGE);
	struct value items = value_list(), summary = value_object(), counts = value_object();
	const bool first = id_cmp(&filled->id, &listed->id) < 0;
	char hex[ID_HEX_LEN + 1];

	for (int i = 0; i < 2; i++) {
		const bool whole = (i == 0) == first;
		const struct little_signed *house = whole ? filled : listed;
		struct value item = value_object(), covers = value_list();
		struct id ids[4];

		for (size_t k = 0; k < (whole ? 4 : 1); k++)
			ids[k] = house[k].id;
		id_sort_unique(ids, whole ? 4 : 1);
		for (size_t k = 0; k < (whole ? 4 : 1); k++)
			value_append_take(&covers, value_text(id_hex(&ids[k], hex)));
		step_data_set_id(&item, "building", &house->id);
		value_set_take(&item, "covers", covers);
		if (whole)
			value_set_text(&item, "shown", "3");
		value_append_take(&items, item);
	}
	step.has_pack = true;
	step.pack = pack;
	value_set_text(&step.data, "chain", "survey");
	value_set_text(&step.data, "level", "team");
	value_set_text(&step.data, "decision", "approve");
	value_set_take(&step.data, "items", items);
	value_set_integer(&summary, "n", 2);
	value_set_integer(&counts, "3", 1);
	value_set_take(&summary, "by", counts);
	value_set_take(&step.data, "summary", summary);
	return little_sign(by, 1, author, &step);
}

/* An approval that holds at one of its houses has effect, whichever stands first in it. */
static void
approval__has_effect__where_it_holds_at_one_house(void **state)
{
	(void)state;
	for (int turn = 0; turn < 2; turn++) {
		struct little_file wu = stranger;
		struct little_signed other = credential_of(&wu, &officer, "inspector"), houses[2], steps[5];
		struct step step = little_step("classification", VILLAGE);
		int first;

		open_case();
		houses[0] = listing_of(&county, &inspector);
		houses[1] = listing_of(&county, &inspector);
		first = (id_cmp(&houses[0].id, &houses[1].id) < 0) == turn;
		steps[0] = houses[first];
		steps[1] = form_of(&county, &inspector, "registration", &steps[0].id);
		step.has_pack = step.has_building = true;
		step.pack = pack;
		step.building = steps[0].id;
		value_set_text(&step.data, "conclusion", "3");
		steps[2] = little_sign(&county, 1, &inspector, &step);
		steps[3] = form_of(&wu, &other.id, "photo_check", &steps[0].id);
		steps[4] = approval_of(&wu, &other.id, steps, &houses[!first]);
		begin();
		put(&other);
		put(&houses[!first]);
		for (size_t i = 0; i < 5; i++)
			put(&steps[i]);
		finish();
		takes("steps 7, fresh 7, houses 2; whole; by county_officer to -");
		release(&houses[!first], 1);
		release(steps, 5);
		buf_release(&other.body);
	}
}

/* Before a pack is in force nothing is known of forms. The officer of the workspace stands before his founding, and asks for nothing. */
static void
forms__have_no_effect__without_a_pack(void **state)
{
	struct little_signed step = listing_of(&county, &inspector), filled[4] = { 0 }, approval;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(filled); i++)
		filled[i].id.b[0] = (uint8_t)i;
	approval = approval_of(&county, &inspector, filled, &step);
	begin();
	put(&step);
	put(&approval);
	finish();
	takes("steps 2, fresh 2, houses 1, idle 1; whole; 1 idle: a form that must be signed is not filled; by county_officer to -");
	keep_copy("other.louce");
	forge_in("other.louce", "DELETE FROM step WHERE body ->> 'kind' = 'pack'");
	open_empty();
	takes_with(&(struct intake_options){ .workspace = true },
		   "steps 5, fresh 5, houses 1, idle 2; no end; 2 idle: no form pack is in force here yet");
	buf_release(&approval.body);
	buf_release(&step.body);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, restart, close_case)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(steps__are_taken__once_in_any_order),
		CASE(steps__wait__until_their_authors_credential_comes),
		CASE(steps__of_a_strangers_file__wait_in_the_strangers_room),
		CASE(step__is_refused__under_a_signature_that_is_not_its_authors),
		CASE(refusals__are_told__20_of_any_number),
		CASE(body__is_refused__that_is_no_step),
		CASE(step__is_refused__outside_the_areas_of_its_author),
		CASE(step__is_refused__among_the_requests),
		CASE(steps__without_effect__are_counted_by_reason),
		CASE(steps__that_were_replaced__are_not_idle),
		CASE(approval__has_effect__where_it_holds_at_one_house),
		CASE(forms__have_no_effect__without_a_pack),
		CASE(sayings__of_two_houses__are_counted_as_what_they_are),
		CASE(steps__about_no_house__are_judged_alone),
		CASE(step__is_refused__whose_author_is_no_credential),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, make, drop);
}
