#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/stick.h"

/* Small files: their photos and boxes. */

#define NOTHING "TAMPERED \"stick\": nothing was taken from it, because "

static void
blobs__are_taken__that_steps_of_the_file_name(void **state)
{
	struct little_signed steps[2] = { with_blobs("one", "sealed"), with_blobs("two", NULL) };

	(void)state;
	begin();
	put(&steps[0]);
	put(&steps[1]);
	put_blob(BLOB_PHOTO, "one", "one");
	put_blob(BLOB_PHOTO, "three", "three");	  /* that nobody names */
	put_blob(BLOB_PHOTO, "sealed", "sealed"); /* nor as a photo */
	finish();
	takes("steps 2, fresh 2, houses 2, photos 1, missing 2; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM photo"), 1);
	/* What was lost comes again with the step that names it, known by now; what is here is not taken twice. */
	begin();
	put(&steps[0]);
	put(&steps[1]);
	put_blob(BLOB_PHOTO, "one", "one");
	put_blob(BLOB_PHOTO, "two", "two");
	put_blob(BLOB_BOX, "sealed", "sealed");
	put_blob(BLOB_BOX, "three", "three");
	finish();
	looks("steps 2, known 2, photos 1, boxes 1; whole; by county_officer to -");
	takes("steps 2, known 2, photos 1, boxes 1; whole; by county_officer to -");
	takes("steps 2, known 2; whole; by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM photo"), 2);
	assert_int_equal(ask("SELECT count(*) FROM box"), 1);
	release(steps, 2);
}

/* What is missing is told of steps that are new; and of known ones when what somebody lost is among what the file offers. */
static void
blobs__are_missed__that_new_steps_name(void **state)
{
	struct little_signed steps[] = { with_blobs("one", NULL), with_blobs("two", NULL), with_blobs("three", ""),
					 with_blobs("one", NULL) };

	(void)state;
	begin();
	put(&steps[0]);
	put(&steps[1]);
	put_blob(BLOB_PHOTO, "one", "one");
	finish();
	takes("steps 2, fresh 2, houses 2, photos 1, missing 1; whole; by county_officer to -");
	takes("steps 2, known 2; whole; by county_officer to -");
	begin();
	for (size_t i = 0; i < 3; i++)
		put(&steps[i]);
	put_blob(BLOB_BOX, "", ""); /* of no bytes, and here all the same */
	finish();
	takes("steps 3, fresh 1, houses 1, known 2, boxes 1, missing 1; whole; by county_officer to -");
	takes("steps 3, known 3; whole; by county_officer to -");
	begin();
	put(&steps[3]);
	put_blob(BLOB_PHOTO, "one", "one"); /* that is here already */
	finish();
	takes("steps 1, fresh 1, houses 1; whole; by county_officer to -");
	release(steps, 4);
}

static void
blob__is_refused__of_other_bytes(void **state)
{
	struct little_signed step = with_blobs("one", "sealed");

	(void)state;
	begin();
	put(&step);
	put_blob(BLOB_PHOTO, "changed", "one");
	put_blob(BLOB_BOX, "opened", "sealed");
	finish();
	takes(NOTHING "2 parts of it are not what was signed; ask for it again; steps 1, refused 2; no end; "
		      "phot: these are not the bytes that were signed (2 told)");
	salvages("steps 1, fresh 1, houses 1, refused 2, missing 2; whole; "
		 "phot: these are not the bytes that were signed (2 told); by county_officer to -");
	assert_int_equal(ask("SELECT count(*) FROM photo"), 0);
	begin();
	put(&step);
	put_blob(BLOB_BOX, "opened", "sealed");
	finish();
	salvages("steps 1, known 1, refused 1, missing 2; whole; seal: these are not the bytes that were signed; by county_officer to -");
	buf_release(&step.body);
}

/* What waits names nothing: strangers could fill the file with it. */
static void
blobs__are_left__that_a_step_names_which_waits(void **state)
{
	struct little_file wu = stranger;
	struct little_signed step = blobs_by(&wu, &unknown, "one", "sealed");

	(void)state;
	begin();
	put(&step);
	put_blob(BLOB_PHOTO, "one", "one");
	put_blob(BLOB_BOX, "sealed", "sealed");
	finish();
	takes("steps 1, pending 1; whole; by county_officer to -");
	takes("steps 1, known 1, pending 1; whole; by county_officer to -");
	assert_int_equal(ask("SELECT (SELECT count(*) FROM photo) + (SELECT count(*) FROM box)"), 0);
	buf_release(&step.body);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, restart, close_case)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(blobs__are_taken__that_steps_of_the_file_name),
		CASE(blobs__are_missed__that_new_steps_name),
		CASE(blobs__are_left__that_a_step_names_which_waits),
		CASE(blob__is_refused__of_other_bytes),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, make, drop);
}
