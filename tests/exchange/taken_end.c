#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/stick.h"

/* Small files: their end, a workspace as a file, and a file of another county. */

#define NOTHING "TAMPERED \"stick\": nothing was taken from it, because "

/* ---- the end of a file */

static void
end__says__what_the_file_holds(void **state)
{
	static const char cut[] = NOTHING "it does not hold just what its signed end says; copy it again from where it was made; ";
	struct little_signed steps[2] = { listing_of(&county, &inspector), listing_of(&county, &inspector) };
	char *wanted;

	(void)state;
	for (int change = 0; change < 3; change++) {
		begin();
		put(&steps[0]);
		put(&steps[1]);
		finish_as(&(struct ending){ .more = change == 0 });
		if (change == 1)
			forge("DELETE FROM step WHERE rowid = 1");
		if (change == 2)
			forge("INSERT INTO photo (id, data) VALUES (randomblob(32), x'00')");
		wanted = mem_printf("%ssteps %d; not whole; by county_officer to -", cut, change == 1 ? 1 : 2);
		takes(wanted);
		free(wanted);
	}
	salvages("steps 2, fresh 2, houses 2; not whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM ack"), 0);
	begin();
	put(&steps[0]);
	finish();
	takes("steps 1, known 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM ack"), 1);
	release(steps, 2);
}

static void
end__is_by_whom_it_names(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);
	struct little_file elsewhere = county;

	(void)state;
	elsewhere.device.b[0]++; /* the officer may sign on his laptop alone, the inspector on any */
	for (int who = 0; who < 4; who++) {
		const struct ending endings[] = { { .by = &stranger },
						  { .by = &stranger, .author = &inspector },
						  { .by = &elsewhere },
						  { .by = &elsewhere, .author = &inspector } };

		begin();
		put(&step);
		finish_as(&endings[who]);
		if (who < 3)
			takes(NOTHING "its end was not signed by whom it names; ask for it again; ; no end");
		else
			takes("steps 1, fresh 1, houses 1; whole; by inspector to -");
	}
	begin();
	put(&step);
	finish_as(&(struct ending){ .by = &stranger });
	salvages("steps 1, known 1; not whole");
	begin();
	put(&step);
	finish_as(&(struct ending){ .by = &stranger, .author = &unknown });
	takes(NOTHING "its end was not signed by whom it names; ask for it again; steps 1, known 1; not whole");
	salvages("steps 1, known 1; not whole");
	buf_release(&step.body);
}

/* Its author's credential may come with the file itself: as a step, or as a request that stays one. */
static void
end__is_by_whose_credential_comes_with_it(void **state)
{
	struct little_file wu = stranger;
	struct little_signed credential = credential_of(&wu, &officer, "inspector"), other = credential_of(&county, &officer, "inspector"),
			     waiting = credential_of(&wu, &unknown, "inspector");

	(void)state;
	for (int who = 0; who < 2; who++) {
		open_case();
		begin();
		put(&other);
		put(&credential);
		finish_as(&(struct ending){ .by = &wu, .author = who ? &other.id : &credential.id });
		takes(who ? NOTHING "its end was not signed by whom it names; ask for it again; steps 2; not whole"
			  : "steps 2, fresh 2; whole; by Wu to -");
		assert_int_equal(ask("SELECT count(*) FROM ack"), !who);
	}
	open_case(); /* or as one that waits, however often it comes */
	begin();
	put(&waiting);
	finish_as(&(struct ending){ .by = &wu, .author = &waiting.id });
	takes("steps 1, pending 1; whole; by - to -");
	takes("steps 1, known 1, pending 1; whole; by - to -");
	for (int who = 0; who < 2; who++) { /* whose key it is decides, not whose credential is there */
		begin();
		put(&waiting);
		finish_as(&(struct ending){ .by = who ? &wu : &county, .author = who ? &unknown : &waiting.id });
		takes(NOTHING "its end was not signed by whom it names; ask for it again; steps 1, known 1; not whole");
	}
	buf_release(&credential.body);
	buf_release(&other.body);
	buf_release(&waiting.body);
}

static void
end__that_cannot_be_read__is_none(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);

	(void)state;
	begin();
	put(&step);
	finish();
	forge("UPDATE trailer SET body = '{}'");
	takes("TAMPERED \"stick\": the trailer's member \"device\" is wrong: it is missing; ; no end");
	salvages("steps 1, fresh 1, houses 1; not whole");
	buf_release(&step.body);
}

/* A step, or a photo, that stands twice is not what the end says, though each is in its sum once. */
static void
end__counts__what_stands_twice(void **state)
{
	struct little_signed step = with_blobs("one", NULL), request = credential_of(&stranger, NULL, "inspector");

	(void)state;
	begin();
	put(&step);
	put_in(&request, true);
	put_blob(BLOB_PHOTO, "one", "one");
	finish();
	forge("INSERT INTO step (id, body, sig) SELECT id, body, sig FROM request");
	salvages("steps 3, fresh 1, houses 1, known 1, requests 1, photos 1; not whole; by county_officer to -");
	begin();
	put(&step);
	put_blob(BLOB_PHOTO, "one", "one");
	finish();
	forge("INSERT INTO box (id, data) SELECT id, data FROM photo");
	salvages("steps 1, known 1; not whole; by county_officer to -");
	begin();
	put(&step);
	finish();
	takes("steps 1, known 1; whole; by county_officer to -");
	buf_release(&step.body);
	buf_release(&request.body);
}

/* Changes the n-th place (1 for the first) of the stick where these bytes stand. */
static void
alter(const void *bytes, size_t len, int nth)
{
	char *path = path_of("stick.louce");
	FILE *file = fopen(path, "r+b");
	struct buf all = { 0 };
	int c;

	assert_non_null(file);
	while ((c = fgetc(file)) != EOF)
		buf_add(&all, &(char){ (char)c }, 1);
	for (size_t at = 0; at + len <= all.len; at++)
		if (memcmp(all.data + at, bytes, len) == 0 && --nth == 0) {
			fseek(file, (long)at, SEEK_SET);
			fputc(((const unsigned char *)bytes)[0] ^ 1, file);
		}
	assert_true(nth <= 0);
	fclose(file);
	buf_release(&all);
	free(path);
}

/* A file that is damaged where nothing is taken from: refused, and saved. */
static void
file__is_saved__that_is_damaged_beside_its_steps(void **state)
{
	struct little_signed step = listing_of(&county, &inspector);
	static const unsigned char head[] = { 0, 0, 0, 5, 0, 0, 0, 4 };

	(void)state;
	for (int place = 0; place < 2; place++) {
		open_case();
		begin();
		put(&step);
		finish();
		if (place)
			alter(head, sizeof(head), 1);
		else
			alter(step.id.b, ID_BYTES, 1);
		takes(place ? "TAMPERED \"stick\": it is damaged; copy it again from where it was made; steps 1; whole; by county_officer to -"
			    : "TAMPERED \"stick\": it is damaged; copy it again from where it was made; ; no end");
		salvages("steps 1, fresh 1, houses 1; whole; by county_officer to -");
	}
	buf_release(&step.body);
}

/* Whose credential names no area is of none. */
static void
end__is_of__the_first_area_of_its_author(void **state)
{
	struct little_file wu = stranger;
	struct little_signed nowhere = credential_in(&wu, &officer, "inspector", NULL);

	(void)state;
	begin();
	put(&nowhere);
	finish_as(&(struct ending){ .by = &wu, .author = &nowhere.id });
	takes("steps 1, fresh 1; whole; by Wu to - of \"\"");
	buf_release(&nowhere.body);
}

/* ---- a workspace */

/* The truth of a file without an end: requests and what waits in it as well. */
static void
workspace__is_taken_in__without_an_end(void **state)
{
	struct little_file wu = stranger;
	struct little_signed request = credential_of(&wu, NULL, "inspector"),
			     steps[2] = { listing_of(&wu, &unknown), with_blobs("one", NULL) };

	(void)state;
	begin();
	put(&steps[0]);
	put(&steps[1]);
	put_in(&request, true);
	put_blob(BLOB_PHOTO, "one", "one");
	finish();
	takes("steps 3, fresh 1, houses 1, requests 1, pending 1, photos 1; whole; by county_officer to -");
	keep_copy("other.louce");
	open_case();
	takes_with(&(struct intake_options){ .workspace = true },
		   "steps 7, fresh 1, houses 1, known 4, requests 1, pending 1, photos 1; no end");
	takes("steps 3, known 3, pending 1; whole; by county_officer to -");
	release(steps, 2);
	buf_release(&request.body);
}

/* Whom it follows and whose ends it took in go along; an end that was changed is left behind, and so is a founding that it followed by itself
 * and does not hold; one that a person chose is missed. */
static void
workspace__goes_into_a_new_file__with_all_that_it_has(void **state)
{
	static const struct {
		const char *forgery, *said;
		int acks;
	} cases[] = {
		{ "UPDATE ack SET n = n", "steps 6, fresh 5, houses 1, pending 1; no end", 1 },
		{ "UPDATE ack SET sig = zeroblob(64)", "steps 6, fresh 5, houses 1, pending 1; no end", 0 },
		{ "UPDATE ack SET body = '{}'", "steps 6, fresh 5, houses 1, pending 1; no end", 0 },
		{ "UPDATE pin SET how = 2", "steps 6, fresh 5, houses 1, pending 1; no end", 1 },
		{ "DELETE FROM step WHERE body ->> 'kind' = 'genesis'", "steps 5, requests 1, pending 4; no end", 0 },
		{ "UPDATE pin SET how = 2; DELETE FROM step WHERE body ->> 'kind' = 'genesis'",
		  "TAMPERED \"stick\": which founding of the county it follows, and whether a person chose it, can no longer be read; use another copy of it; ; no end",
		  0 },
		{ "UPDATE pin SET how = 2; UPDATE step SET sig = zeroblob(64) WHERE body ->> 'kind' = 'genesis'",
		  "TAMPERED \"stick\": the founding of the county that it follows is not in it as it was signed; use another copy of it; "
		  "steps 6; no end",
		  0 },
	};
	struct little_file wu = stranger;
	struct little_signed steps[2] = { listing_of(&county, &inspector), listing_of(&wu, &unknown) };

	(void)state;
	begin();
	put(&steps[0]);
	put(&steps[1]);
	finish();
	takes("steps 2, fresh 1, houses 1, pending 1; whole; by county_officer to -");
	keep_copy("whole.louce");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		copy("whole.louce", "other.louce");
		forge_in("other.louce", cases[i].forgery);
		open_empty();
		takes_with(&(struct intake_options){ .workspace = true }, cases[i].said);
		assert_int_equal(ask("SELECT count(*) FROM ack"), cases[i].acks);
		assert_int_equal(ask("SELECT count(*) FROM pin"), i < 4);
		assert_int_equal(ask("SELECT count(*) FROM pin WHERE how = 2"), i == 3);
		assert_int_equal(ask("SELECT count(*) FROM pending WHERE carrier IS NOT NULL") > 0, i < 5);
	}
	release(steps, 2);
}

/* A county's founding, in the stick, and its officer where he comes along. */
static struct id
put_founding(const char *code, const bool *officer_as_request)
{
	struct little_file other = { .keys = stranger.keys, .device = { { 8 } } };
	struct little_signed chief = credential_of(&other, NULL, "county_officer"), founding;
	struct step genesis = little_step("genesis", "");
	struct value officers = value_list();
	char hex[ID_HEX_LEN + 1];

	value_append_take(&officers, value_text(id_hex(&chief.id, hex)));
	value_set_text(&genesis.data, "county", code);
	value_set_text(&genesis.data, "name", "elsewhere");
	value_set_take(&genesis.data, "officers", officers);
	value_set_integer(&genesis.data, "threshold", 1);
	value_set_text(&genesis.data, "receiver", device_hex(&other.device, hex));
	founding = little_sign(&other, 0, &chief.id, &genesis);
	if (officer_as_request && !*officer_as_request)
		put(&chief);
	put(&founding);
	if (officer_as_request && *officer_as_request)
		put_in(&chief, true);
	buf_release(&chief.body);
	buf_release(&founding.body);
	return chief.id;
}

static void
file__of_another_county__is_refused_where_it_is_asked(void **state)
{
	const struct intake_options own = { .own_county = true };
	struct little_signed step = listing_of(&county, &inspector);

	(void)state;
	begin();
	put_founding("451225", &(bool){ false });
	finish();
	takes_with(
		&own,
		"FAILED \"stick\": nothing was taken from it, because it is of another county, \"elsewhere\"; this file is of \"东兰县\"; "
		"steps 2; no end");
	takes("steps 2, requests 1, pending 1; whole; by county_officer to -");
	open_case();
	begin();
	put_founding("451224", &(bool){ false }); /* another founding of this one, which a person may follow */
	finish();
	takes_with(&own, "steps 2, requests 1, pending 1; whole; by county_officer to -");
	open_case();
	begin();
	put(&step); /* no founding at all */
	finish();
	takes_with(&own, "steps 1, fresh 1, houses 1; whole; by county_officer to -");
	open_empty(); /* and where none is followed none is another */
	begin();
	put_founding("451225", NULL);
	finish_as(&(struct ending){ .by = &stranger, .author = &unknown });
	takes_with(&(struct intake_options){ .own_county = true, .salvage = true }, "steps 1, pending 1; not whole");
	buf_release(&step.body);
}

/* Who brought what waits stays so: for a room of his own each. */
static void
workspace__goes_into_a_new_file__with_who_brought_what(void **state)
{
	struct little_file wu = stranger;
	struct little_signed steps[6];
	const struct id *by[] = { &officer, &inspector, &unknown, &unknown, &officer, &inspector };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		steps[i] = listing_of(&wu, &unknown);
		begin();
		put(&steps[i]);
		finish_as(&(struct ending){ .author = by[i] });
		takes_with(&(struct intake_options){ .salvage = by[i] == &unknown },
			   by[i] == &officer	 ? "steps 1, pending 1; whole; by county_officer to -"
			   : by[i] == &inspector ? "steps 1, pending 1; whole; by inspector to -"
						 : "steps 1, pending 1; not whole");
	}
	keep_copy("other.louce");
	open_empty();
	takes_with(&(struct intake_options){ .workspace = true }, "steps 10, fresh 4, pending 6; no end");
	assert_int_equal(ask("SELECT count(*) FROM pending WHERE carrier IS NULL"), 2);
	assert_int_equal(ask("SELECT count(DISTINCT carrier) FROM pending"), 2);
	assert_int_equal(ask("SELECT min(c) * 10 + max(c) FROM (SELECT count(*) c FROM pending GROUP BY carrier)"), 22);
	release(steps, ARRAY_LEN(steps));
}

/* A request at the end of a file may let in what waited for it: then photos are wanted, which stand behind. */
static void
blobs__are_taken__of_what_waited_for_a_request(void **state)
{
	struct little_signed step;
	struct id chief;

	(void)state;
	open_empty();
	begin();
	chief = put_founding("451225", &(bool){ true });
	step = blobs_by(&stranger, &chief, "one", NULL);
	put(&step);
	put_blob(BLOB_PHOTO, "one", "one");
	finish_as(&(struct ending){ .by = &stranger, .author = &unknown });
	salvages("steps 3, fresh 3, houses 1, idle 1, photos 1; not whole; 1 idle: no form pack is in force here yet");
	buf_release(&step.body);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, restart, close_case)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(end__says__what_the_file_holds),
		CASE(end__is_by_whom_it_names),
		CASE(end__is_by_whose_credential_comes_with_it),
		CASE(end__that_cannot_be_read__is_none),
		CASE(end__counts__what_stands_twice),
		CASE(file__is_saved__that_is_damaged_beside_its_steps),
		CASE(end__is_of__the_first_area_of_its_author),
		CASE(workspace__is_taken_in__without_an_end),
		CASE(workspace__goes_into_a_new_file__with_all_that_it_has),
		CASE(workspace__goes_into_a_new_file__with_who_brought_what),
		CASE(blobs__are_taken__of_what_waited_for_a_request),
		CASE(file__of_another_county__is_refused_where_it_is_asked),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, make, drop);
}
